"""What in a form names a question: conditions, days counted from its answer, prefill, expressions. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from motcua.questions.choices import Kind
from motcua.questions.conditions import EQUAL, LISTED, ORDERED
from motcua.questions.designing.outline import Data, listed, questions_of, sections_of, text_at

CONDITIONS = ("show_if", "required")
BOUNDS = ("earliest", "latest")
_DAY = re.compile(r"([a-z][a-z0-9_]*)((?:[+-]\d{1,4}[dmy])?)", re.ASCII)
_PARTS = re.compile(r"\"[^\"]*\"|'[^']*'|[a-z][a-z0-9_]*(?!\s*\(|[a-z0-9_])", re.ASCII)


class Mention(NamedTuple):
    """Where a question is named: the sort ("question", "section", "fee"), code and name of the thing, its part."""

    sort: str
    code: str
    label: str
    part: str


class Renaming:
    """One code that becomes another, wherever a form names it."""

    def __init__(self, form: Any, old: str, new: str) -> None:
        self.old, self.new = old, new
        kinds = {found.question.get("code"): found.question.get("kind") for found in questions_of(form)}
        self.dates = {code for code, kind in kinds.items() if kind == Kind.DATE}

    def code(self, value: Any) -> Any:
        return self.new if value == self.old else value

    def condition(self, data: Any) -> Any:
        """Return a condition with the code renamed, in questions, groups, other answers and days counted from it."""
        if isinstance(data, list):
            return [self.condition(each) for each in data]
        if not isinstance(data, Mapping):
            return data
        date = data.get("question") in self.dates
        return {name: self._worded(name, value, date) for name, value in data.items()}

    def _worded(self, name: str, value: Any, date: bool) -> Any:
        if name in ("question", "any_row", "every_row", "count"):
            return self.code(value)
        if name in (*EQUAL, *LISTED, *ORDERED) and not isinstance(value, Mapping):
            values = [self.day(each) if date else each for each in (value if isinstance(value, list) else [value])]
            return values if isinstance(value, list) else values[0]
        return self.condition(value)

    def day(self, value: Any) -> Any:
        """Return a day written as "born+60d" with the code renamed."""
        found = _DAY.fullmatch(value) if isinstance(value, str) else None
        return f"{self.code(found[1])}{found[2]}" if found else value

    def expression(self, value: Any) -> Any:
        """Return an expression with the name renamed; texts in quotes and functions stay."""
        return _PARTS.sub(lambda found: str(self.code(found[0])), value) if isinstance(value, str) else value

    def question(self, data: Data) -> Data:
        """Return a question whose parts name the code anew; its own code stays."""
        changed = dict(data)
        for name in CONDITIONS:
            if name in changed:
                changed[name] = self.condition(changed[name])
        if isinstance(changed.get("limits"), dict):
            limits = changed["limits"]
            changed["limits"] = {k: self.day(v) if k in BOUNDS else v for k, v in limits.items()}
        if isinstance(changed.get("prefill"), dict):
            changed["prefill"] = {k: self.code(v) if k == "question" else v for k, v in changed["prefill"].items()}
        if "computed" in changed:
            changed["computed"] = self.expression(changed["computed"])
        if isinstance(changed.get("stop_if"), list):
            changed["stop_if"] = [self._iffed(stop) for stop in changed["stop_if"]]
        if isinstance(changed.get("questions"), list):
            changed["questions"] = [
                self.question(each) if isinstance(each, dict) else each for each in data["questions"]
            ]
        return changed

    def _iffed(self, data: Any) -> Any:
        return data | {"if": self.condition(data["if"])} if isinstance(data, dict) and "if" in data else data

    def section(self, data: Data) -> Data:
        """Return a section and all in it with the code named anew."""
        changed = dict(data)
        if "show_if" in changed:
            changed["show_if"] = self.condition(changed["show_if"])
        if isinstance(changed.get("questions"), list):
            changed["questions"] = [
                self.question(each) if isinstance(each, dict) else each for each in data["questions"]
            ]
        return changed

    def fee(self, data: Data) -> Data:
        """Return a line of fees with the code named anew."""
        changed = self._iffed(data)
        per_copy = changed.get("per_copy")
        if isinstance(per_copy, dict) and "count" in per_copy:
            changed = changed | {"per_copy": per_copy | {"count": self.expression(per_copy["count"])}}
        if isinstance(changed.get("exemptions"), list):
            changed = changed | {"exemptions": [self._iffed(each) for each in changed["exemptions"]]}
        return dict(changed)


def renamed(form: Data, old: str, new: str) -> Data:
    """Return the form in which everything that named the question `old` names `new`; codes themselves stay."""
    renaming = Renaming(form, old, new)
    changed = dict(form)
    if isinstance(form.get("sections"), list):
        changed["sections"] = [renaming.section(each) if isinstance(each, dict) else each for each in form["sections"]]
    if isinstance(form.get("fees"), list):
        changed["fees"] = [renaming.fee(each) if isinstance(each, dict) else each for each in form["fees"]]
    return changed


def mentions(form: Any, code: str) -> list[Mention]:
    """Return what leans on a question, its own parts and what stands in its rows left out."""
    renaming = Renaming(form, code, f"{code}\0")
    found: list[Mention] = []
    for each in questions_of(form):
        own = code in (each.question.get("code"), each.group and each.group.get("code"))
        if not own:
            found += _parts("question", each.question | {"questions": []}, renaming.question)
    for section in sections_of(form):
        found += _parts("section", section | {"questions": []}, renaming.section)
    for fee in listed(form, "fees"):
        found += _parts("fee", fee, renaming.fee) if isinstance(fee, dict) else []
    return found


def _parts(sort: str, data: Data, rename: Any) -> Iterator[Mention]:
    after = rename(data)
    for name, value in data.items():
        if after[name] != value:
            yield Mention(sort, str(data.get("code", "")), text_at(data, "title") or text_at(data, "label"), name)


def options_renamed(form: Data, code: str, names: Mapping[str, str]) -> Data:
    """Return the form in which what compares a question with its options uses their new codes (old → new)."""
    if not names:
        return form

    def walk(data: Any) -> Any:
        if isinstance(data, list):
            return [walk(each) for each in data]
        if not isinstance(data, Mapping):
            return data
        if data.get("question") == code and "kind" not in data:
            return {name: _named(value, names) if name != "question" else value for name, value in data.items()}
        return {name: walk(value) for name, value in data.items()}

    changed: Data = walk(form)
    return changed


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_named(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value
