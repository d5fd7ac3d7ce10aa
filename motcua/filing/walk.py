"""A filing on its way through the form of its edition: the same pages as a trial, with files that are really kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from motcua.filing.models import FilingFile
from motcua.questions.choices import Kind
from motcua.questions.definition import Question
from motcua.questions.running import Outcome, Runner
from motcua.questions.trials import Trial

Place = tuple[str, str, int]  # question, group ("" outside of groups), row


@dataclass(slots=True)
class Walk(Trial):
    """`files` are the filing's; their answers come from them alone, whatever a page sends."""

    ready: Runner | None = None  # made once for the edition: a trial makes its own
    files: dict[Place, list[FilingFile]] = field(default_factory=dict)
    sent: int = 0  # the section whose page was sent

    def __post_init__(self) -> None:
        self.runner = self.ready or Runner(self.form)
        self.lay_in_files()

    def lay_in_files(self) -> None:
        """Put what is told of the files where the form asks for it."""
        for _, question, group in self.form.every_question():
            if question.kind == Kind.FILE:
                if group is None:
                    self.answers[question.code] = self.told(question.code)
                else:
                    self._lay_in_rows(question, group)

    def _lay_in_rows(self, question: Question, group: Question) -> None:
        rows = self.answers.get(group.code)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                row[question.code] = self.told(question.code, group.code, number)

    def told(self, question: str, group: str = "", row: int = 0) -> list[dict[str, Any]] | None:
        """Return what the form is told of the files at a place, None when there are none."""
        return [about(each) for each in self.files.get((question, group, row), ())] or None

    def to_keep(self, section: int) -> dict[str, Any]:
        """Return the answers of a section as they are kept: without files, which have rows of their own."""
        asked = self.form.sections[section].questions
        return {each.code: _without_files(each, self.answers.get(each.code)) for each in asked if _is_kept(each)}


def _is_kept(question: Question) -> bool:
    return question.computed is None and question.kind not in (Kind.INFORMATION, Kind.FILE)


def _without_files(question: Question, value: Any) -> Any:
    if question.kind != Kind.GROUP or not isinstance(value, list):
        return value
    files = {inner.code for inner in question.questions if inner.kind == Kind.FILE}
    return [
        {code: each for code, each in row.items() if code not in files} if isinstance(row, dict) else row
        for row in value
    ]


def about(given: FilingFile) -> dict[str, Any]:
    """Return what the form is told of a stored file."""
    file = given.file
    return {"file": str(file.pk), "name": file.name, "size": file.size, "type": file.media_type}


def by_place(given: Iterable[FilingFile]) -> dict[Place, list[FilingFile]]:
    """Return the files by the place in the form at which they stand, in their order."""
    found: dict[Place, list[FilingFile]] = {}
    for each in given:
        found.setdefault((each.question, each.group, each.row), []).append(each)
    return found


@dataclass(frozen=True)
class Part:
    """A section as the list of tasks tells it: "done", "doing" (begun, or wrong) or "" (nothing there yet)."""

    number: int
    title: Any
    state: str
    errors: int = 0


def parts_of(walk: Walk, outcome: Outcome, *, touched: Iterable[str]) -> list[Part]:
    """Return the sections in which anything is asked, and how far each is."""
    found, seen = [], set(touched)
    for number, section in enumerate(walk.form.sections):
        asked = {question.code for question in walk.asked(number, outcome)}
        if not asked:
            continue
        wrong = sum(place.partition(".")[0] in asked for place in outcome.errors)
        begun = section.code in seen or any(walk.files.get((code, "", 0)) for code in asked)
        state = "doing" if begun and wrong else "done" if begun else ""
        found.append(Part(number, section.title, state, wrong))
    return found
