"""The one normalised shape into which every source of national procedures is read. Pure.

All text is composed (NFC) and trimmed, codes are trimmed, nothing is invented: what the source leaves open stays
empty and is named in `doubts`.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any

from motcua.procedures.fees import FeeLine

NATIONAL = "national"
UNKNOWN_SCOPE = "unknown"
STATED_BY_SOME = ("made_public", "offline_only", "returned_as")


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as stated: unit is working_day, day, hour, month, year, same_day, none or unknown.

    `amount` counts whole or fractional units; with a `doubt` neither may be used before a person confirms them.
    """

    text: str
    amount: float | None
    unit: str
    doubt: str | None = None

    @property
    def usable(self) -> bool:
        return self.doubt is None and self.unit != "unknown"


@dataclass(frozen=True, slots=True)
class ChannelTerms:
    """One way of filing (counter, online, post) with its limit and its fees; a source may repeat a channel."""

    channel: str
    limit: Limit
    fees: tuple[FeeLine, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its name: a result, a legal basis, an agency."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """The limit that the source states for a case by code, beside the limits of the channels."""

    code: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with the numbers of originals and copies; both 0 means that it is only shown."""

    name: str
    code: str = ""
    originals: int = 0
    copies: int = 0
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A group of papers: kind is case (a real alternative), group (a heading) or note (a remark filed as papers)."""

    key: str
    name: str
    papers: tuple[Paper, ...] = ()
    kind: str = "case"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision by which the procedure was made public; date is ISO or empty."""

    number: str = ""
    date: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class NationalRecord:
    """A procedure as the national catalogue states it. `partial` marks a source that knows only a few columns.

    `made_public` is the ISO instant of publication, `returned_as` how results go out (paper, file).
    """

    code: str
    name: str
    scope: str = NATIONAL
    field: str = ""
    field_code: str = ""
    levels: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    promulgated_by: str = ""
    promulgated_by_code: str = ""
    applicants: tuple[str, ...] = ()
    channels: tuple[ChannelTerms, ...] = ()
    case_limits: tuple[CaseLimit, ...] = ()
    cases: tuple[Case, ...] = ()
    steps: tuple[str, ...] = ()
    conditions: str = ""
    legal_bases: tuple[Named, ...] = ()
    results: tuple[Named, ...] = ()
    online_level: str = ""
    vertical: bool = False
    internal: bool = False
    partial: bool = False
    decision: Decision = Decision()
    updated: str = ""
    source: str = ""
    doubts: tuple[str, ...] = ()
    made_public: str = ""
    offline_only: bool = False
    returned_as: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        """Return the record as plain JSON values, without the marks of where it was read.

        What only some sources state is left out where it is not stated, so that a record that lacks it is still equal
        to one that was kept before it was asked for.
        """
        values = {name: value for name, value in asdict(self).items() if name not in ("updated", "source")}
        return {name: value for name, value in values.items() if value or name not in STATED_BY_SOME}

    def digest(self) -> str:
        """Return the SHA-256 of the content: two sources that say the same have the same digest."""
        plain = json.dumps(self.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Pair:
    """What two crawls state of one procedure where they differ, each as (first, second).

    `time` is by channel, a limit as (number, unit in words); `only_in` names the crawl that alone has the code.
    """

    code: str
    name: tuple[str, str] | None = None
    levels: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    decision: tuple[str, str] | None = None
    time: tuple[tuple[str, Limit, Limit], ...] = ()
    only_in: str = ""

    def digest(self) -> str:
        """Return the SHA-256 of the question: the same for the two crawls in either order."""
        sides = [self.name, self.levels, self.decision, *((first, second) for _, first, second in self.time)]
        told = [sorted(repr(side) for side in pair) if pair else [] for pair in sides]
        return hashlib.sha256(repr((self.code, told, [channel for channel, _, _ in self.time])).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one record of a file became: a record, or (None) the reason why it cannot be taken as it stands.

    A file of differences between two crawls has no records: each of its readings holds a `pair`. Under a code that is
    no code stands what is `held` until a person says whose it is.
    """

    place: str
    code: str
    name: str
    record: NationalRecord | None = None
    verdict: str = "read"
    reasons: tuple[str, ...] = field(default=())
    pair: Pair | None = None
    held: NationalRecord | None = None


def build(kind: type, data: Any) -> Any:
    """Rebuild a dataclass of this module from its JSON, nested tuples included."""
    if not isinstance(data, dict) or not is_dataclass(kind):
        return tuple(data) if isinstance(data, list) else data
    values = {}
    for each in fields(kind):
        if each.name in data:
            values[each.name] = _value(_PARTS.get((kind.__name__, each.name)), data[each.name])
    return kind(**values)


def _value(part: type | None, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(build(part, item) if part else _value(None, item) for item in value)
    return build(part, value) if part else value


_PARTS: dict[tuple[str, str], type] = {
    ("NationalRecord", "channels"): ChannelTerms,
    ("NationalRecord", "case_limits"): CaseLimit,
    ("NationalRecord", "cases"): Case,
    ("NationalRecord", "legal_bases"): Named,
    ("NationalRecord", "results"): Named,
    ("NationalRecord", "decision"): Decision,
    ("ChannelTerms", "limit"): Limit,
    ("ChannelTerms", "fees"): FeeLine,
    ("CaseLimit", "limit"): Limit,
    ("Case", "papers"): Paper,
}
