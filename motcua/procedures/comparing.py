"""Two states of one thing side by side, part by part, in the words of the office. Pure.

What is compared was put into words first (wording.py, record_wording.py): {part: {line: text}}, both in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Parts = Mapping[str, Mapping[str, str]]
SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
TONES = {SAME: "", CHANGED: "soon", ADDED: "new", REMOVED: "late"}
WORDS = {SAME: "Như cũ", CHANGED: "Đổi", ADDED: "Thêm", REMOVED: "Bỏ"}


@dataclass(frozen=True)
class Line:
    """One line of a part: what stood, what stands; "" where it did not or does not."""

    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        if self.before == self.after:
            return SAME
        if not self.before:
            return ADDED
        return CHANGED if self.after else REMOVED

    @property
    def tone(self) -> str:
        return TONES[self.kind]

    @property
    def words(self) -> str:
        return WORDS[self.kind]


@dataclass(frozen=True)
class Part:
    """A part with its lines: limits, fees, papers."""

    title: str
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        return any(line.kind != SAME for line in self.lines)


def _labels(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return all labels in the order of what stands, what is gone behind its former neighbour."""
    found = list(after)
    place = 0
    for label in before:
        if label in after:
            place = found.index(label) + 1
        else:
            found.insert(place, label)
            place += 1
    return found


def compare(before: Parts, after: Parts, *, only_changes: bool = False) -> list[Part]:
    """Return the parts with their lines side by side; with `only_changes` only what differs."""
    parts = []
    for title in dict.fromkeys([*after, *before]):
        old, new = before.get(title, {}), after.get(title, {})
        lines = [Line(label, old.get(label, ""), new.get(label, "")) for label in _labels(old, new)]
        if only_changes:
            lines = [line for line in lines if line.kind != SAME]
        if lines:
            parts.append(Part(title, tuple(lines)))
    return parts


def changed_parts(before: Parts, after: Parts) -> list[str]:
    """Return the titles of the parts that differ."""
    return [part.title for part in compare(before, after, only_changes=True)]
