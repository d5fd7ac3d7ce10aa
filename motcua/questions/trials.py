"""A form tried page by page: which page, with which answers, and what the next press of a button makes of them. Pure.

A trial keeps nothing on the server: the page carries the form and the answers given so far.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from motcua.questions.choices import Kind
from motcua.questions.definition import Form, Question
from motcua.questions.running import Outcome, Runner

PARTS = ("era", "province", "district", "commune", "country", "line")
NOT_ASKED = (Kind.INFORMATION, Kind.GROUP)
KEPT_ROW = {"_": True}  # an empty row somebody asked for: shown, but never counted


class Posted(Protocol):
    """What a browser sent: one value or all values of a name."""

    def get(self, name: str) -> Any: ...

    def getlist(self, name: str) -> list[Any]: ...


def name_of(code: str, group: str = "", row: int = 0) -> str:
    """Return the name of a question's input on the page."""
    return f"q-{group}-{row}-{code}" if group else f"q-{code}"


@dataclass(slots=True)
class Trial:
    """A form on its way: the page is the number of a section, len(sections) is the page where answers are checked."""

    form: Form
    today: date
    answers: dict[str, Any] = field(default_factory=dict)
    page: int = 0
    language: str = "vi"  # in which the form is shown
    complaining: bool = False  # whether the page tells its errors
    seen: set[str] = field(default_factory=set)  # what stood on the page that was sent
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        self.runner = Runner(self.form)

    def run(self, *, with_empty_rows: bool = False) -> Outcome:
        """Run the form; with `with_empty_rows` also rows in which nothing stands yet are asked."""
        answers = self.answers
        if with_empty_rows:
            answers = {code: _kept(value) for code, value in answers.items()}
        return self.runner.run(answers, today=self.today)

    def asked(self, page: int, outcome: Outcome) -> list[Question]:
        """Return what is asked on a page."""
        section = self.form.sections[page]
        return [question for question in section.questions if question.code in outcome.visible]

    def take(self, posted: Posted, files: Posted, *, shown: Collection[str] | None = None) -> None:
        """Read what the page sent into the answers; `shown`: the codes of what stood on it, where the page tells them.

        What was kept while somebody typed may hide a question that the page still shows: what the page says last
        decides, so that what it answers comes to be asked is read, too.
        """
        self.seen, first = set(), True
        while fresh := [
            question
            for question in self.asked(self.page, self.run(with_empty_rows=True))
            if question.code not in self.seen and _stood(question, posted, shown, first=first)
        ]:
            for question in fresh:
                self._read(question, posted, files)
            self.seen |= {question.code for question in fresh}
            first = False
            if shown is not None and self.seen.issuperset(shown):
                return

    def _read(self, question: Question, posted: Posted, files: Posted) -> None:
        if question.kind == Kind.GROUP:
            self.answers[question.code] = self._rows(question, posted, files)
        elif question.computed is None and question.kind not in NOT_ASKED:
            before = self.answers.get(question.code)
            self.answers[question.code] = read(question, name_of(question.code), posted, files, before)

    def _rows(self, group: Question, posted: Posted, files: Posted) -> list[dict[str, Any]]:
        before = self.answers.get(group.code)
        before = before if isinstance(before, list) else []
        rows = []
        for number, row_before in enumerate(before):
            old = row_before if isinstance(row_before, dict) else {}
            row = {}
            for inner in group.questions:
                if inner.computed is None and inner.kind not in NOT_ASKED:
                    name = name_of(inner.code, group.code, number)
                    row[inner.code] = read(inner, name, posted, files, old.get(inner.code))
            rows.append({code: value for code, value in row.items() if value is not None})
        return rows

    def press(self, button: str) -> None:
        """Go where a button leads: next, back, to-<page>, add-<group>, drop-<group>-<row>; speak-<language> stays."""
        verb, _, about = button.partition("-")
        if verb == "speak":
            self.language = self.form.spoken_in(about)
            return
        if verb == "add":
            self._add(about)
        elif verb == "drop":
            self._drop(*about.rpartition("-")[::2])
        elif verb == "back":
            self.page = next(reversed([page for page in self.pages() if page < self.page]), 0)
        elif verb == "to" and about.isdecimal() and len(about) < 4:
            self.page = min(int(about), len(self.form.sections))
        else:
            self._next()
        self._open_rows()

    def pages(self) -> Iterator[int]:
        """Yield the sections in which anything is asked, and the page of checking."""
        outcome = self.run()
        yield from (page for page in range(len(self.form.sections)) if self.asked(page, outcome))
        yield len(self.form.sections)

    def _next(self) -> None:
        """Go on when the page is in order; where new questions came up or something is wrong, stay and say so."""
        errors = self.errors()
        self.complaining = bool(errors)
        if not errors and not self._came_up():
            self.page = next((page for page in self.pages() if page > self.page), len(self.form.sections))

    def _came_up(self) -> set[str]:
        """The questions of this page that were not there yet when it was sent."""
        if self.page >= len(self.form.sections):
            return set()
        return {question.code for question in self.asked(self.page, self.run())} - self.seen

    def errors(self) -> dict[str, str]:
        """Return the errors of what stood on the page that was sent."""
        return {place: code for place, code in self.run().errors.items() if place.partition(".")[0] in self.seen}

    def _add(self, group: str) -> None:
        rows = self.answers.get(group)
        self.answers[group] = [*(rows if isinstance(rows, list) else []), {}]

    def _drop(self, group: str, row: str) -> None:
        rows = self.answers.get(group)
        if isinstance(rows, list) and row.isdecimal():
            self.answers[group] = [each for number, each in enumerate(rows) if str(number) != row]

    def _open_rows(self) -> None:
        """Show one empty row of a group that needs any."""
        if self.page < len(self.form.sections):
            for question in self.form.sections[self.page].questions:
                if question.kind == Kind.GROUP and question.required and not self.answers.get(question.code):
                    self.answers[question.code] = [{}]


def _stood(question: Question, posted: Posted, shown: Collection[str] | None, *, first: bool) -> bool:
    """Tell whether a question stood on the page: as the page says; else it was asked before, or something is sent."""
    if shown is not None:
        return question.code in shown
    return first or posted.get(name_of(question.code)) is not None


def _kept(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [KEPT_ROW | row if isinstance(row, dict) and "file" not in row else row for row in value]


def read(question: Question, name: str, posted: Posted, files: Posted, before: Any) -> Any:
    """Return what was typed, ticked or chosen for a question, None when nothing was."""
    if question.kind == Kind.CHOICES:
        return posted.getlist(name) or None
    if question.kind == Kind.ADDRESS:
        parts: Mapping[str, str] = {part: posted.get(f"{name}-{part}") or "" for part in PARTS}
        given = {part: text for part, text in parts.items() if text}
        return given if set(given) - {"era"} else None
    if question.kind == Kind.FILE:
        return [_about(file) for file in files.getlist(name)] or before
    return posted.get(name) or None


def _about(file: Any) -> dict[str, Any]:
    """Tell of a file what a stored one would tell; in a trial the file itself is let go."""
    return {"file": "trial", "name": file.name, "size": file.size, "type": file.content_type}
