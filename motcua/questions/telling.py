"""Answers as people read them: on the page where they check what they are about to send. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from motcua.questions.choices import Era, Kind
from motcua.questions.definition import Form, Question, Section
from motcua.questions.running import Outcome
from motcua.questions.units import LEVELS, names_of
from motcua.questions.words import VI, WORDS, in_language
from motcua.ui import formats

SILENT = (Kind.INFORMATION,)


class Told(NamedTuple):
    """One line: what was asked, what was answered."""

    label: str
    value: str


def told_answers(form: Form, outcome: Outcome, language: str = VI) -> list[tuple[Section, list[Told]]]:
    """Return the lines of each section in which anything was asked; rows one after the other."""
    found = []
    for section in form.sections:
        lines = [line for question in section.questions for line in _lines(question, outcome, language)]
        if lines:
            found.append((section, lines))
    return found


def _lines(question: Question, outcome: Outcome, language: str) -> Iterator[Told]:
    if question.code not in outcome.visible or question.kind in SILENT:
        return
    value = outcome.values.get(question.code)
    if question.kind != Kind.GROUP:
        yield Told(in_language(question.label, language), said(question, value, language))
        return
    for number, row in enumerate(value or (), start=1):
        title = f"{in_language(question.row_label or question.label, language)} {number}"
        for inner in question.questions:
            if inner.code in row and inner.shown:
                yield Told(f"{title}: {in_language(inner.label, language)}", said(inner, row[inner.code], language))


def said(question: Question, value: Any, language: str = VI) -> str:
    """Return an answer in words; "–" for none."""
    if value is None:
        return "–"
    teller = _TELLERS.get(question.kind)
    return teller(question, value, language) if teller else str(value)


def _chosen(question: Question, value: Any, language: str) -> str:
    labels = {option.code: in_language(option.label, language) for option in question.options}
    return ", ".join(labels[code] for code in ([value] if isinstance(value, str) else value))


def _place(question: Question, value: Mapping[str, str], language: str) -> str:
    if value["era"] == Era.ABROAD:
        return ", ".join(part for part in (value.get("line"), value["country"]) if part)
    era = Era(value["era"])
    names = names_of(era, tuple(value[level] for level in LEVELS[era] if level in value)) or []
    return ", ".join([*([value["line"]] if "line" in value else []), *reversed(names)])


def _files(question: Question, value: Any, language: str) -> str:
    return ", ".join(f"{file['name']} ({formats.size(file['size'])})" for file in value)


_TELLERS: dict[Kind, Any] = {
    Kind.NUMBER: lambda question, value, language: formats.number(value),
    Kind.MONEY: lambda question, value, language: formats.dong(value),
    Kind.DATE: lambda question, value, language: formats.day(date.fromisoformat(value)),
    Kind.YES_NO: lambda question, value, language: WORDS[language]["yes" if value else "no"],
    Kind.DECLARATION: lambda question, value, language: WORDS[language]["agreed"],
    Kind.CHOICE: _chosen,
    Kind.CHOICES: _chosen,
    Kind.ADDRESS: _place,
    Kind.FILE: _files,
}
