"""What one page of a form shows: questions, rows, information, computed values, errors at their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from motcua.core.text import fold
from motcua.questions.choices import Era, Kind
from motcua.questions.definition import Question
from motcua.questions.forms import PageForm, data_of, era_of, fields_of, place_of, unclear_in
from motcua.questions.running import Outcome
from motcua.questions.telling import said
from motcua.questions.trials import Trial, name_of
from motcua.questions.unit_choices import edition_of, province_today
from motcua.questions.units import LEVELS, units
from motcua.questions.wording import answer_message
from motcua.questions.words import WORDS, in_language

Item = dict[str, Any]


@dataclass(slots=True)
class _Page:
    """What is gathered while the questions of a page are gone through."""

    outcome: Outcome
    errors: Mapping[str, str]
    language: str
    fields: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str | None, str]] = field(default_factory=list)  # input, what is wrong there
    listed: set[Era] = field(default_factory=set)  # of which provinces are on the page


def drawn(trial: Trial) -> tuple[PageForm, list[Item]]:
    """Return the form of the page a trial is at, and what stands on it from top to bottom."""
    page = _Page(trial.run(with_empty_rows=True), trial.errors() if trial.complaining else {}, trial.language)
    questions = trial.asked(trial.page, page.outcome)
    items = [_item(question, trial.answers.get(question.code), page) for question in questions]
    form = PageForm(page.fields, page.data)
    form.is_valid()
    for name, message in page.told:
        form.add_error(name, message)
    _bind(items, form)
    return form, items


def _item(question: Question, answer: Any, page: _Page) -> Item:
    if question.kind == Kind.GROUP:
        return _group(question, answer, page)
    if question.computed is not None:
        return _computed(question, page.outcome.values, page.language)
    return _single(question, name_of(question.code), question.code, answer, page)


def _group(group: Question, answer: Any, page: _Page) -> Item:
    rows = answer if isinstance(answer, list) else []
    if code := page.errors.get(group.code):
        label = in_language(group.label, page.language)
        page.told.append((None, f"{label}: {answer_message(code, group, page.language)}"))
    values = [*page.outcome.values.get(group.code, ()), *({} for _ in rows)]  # those of the rows that are objects
    numbered = [(number, row) for number, row in enumerate(rows) if isinstance(row, dict)]
    drawn_rows = [_row(group, number, row, page, value) for (number, row), value in zip(numbered, values, strict=False)]
    return _said("group", group, page.language) | {"rows": drawn_rows}


def _row(group: Question, number: int, row: Mapping[str, Any], page: _Page, values: Mapping[str, Any]) -> Item:
    place = f"{group.code}.{number}."
    asked = [inner for inner in group.questions if f"{place}{inner.code}" in page.outcome.visible]
    items = [
        _computed(inner, values, page.language)
        if inner.computed is not None
        else _single(inner, name_of(inner.code, group.code, number), place + inner.code, row.get(inner.code), page)
        for inner in asked
    ]
    title = in_language(group.row_label or group.label, page.language)
    return {"title": f"{title} {number + 1}", "drop": f"drop-{group.code}-{number}", "items": items}


def _said(sort: str, question: Question, language: str) -> Item:
    """Return what every item has: its texts in the language of the page, and the engine's own words."""
    texts = {"label": question.label, "help": question.help, "text": question.text, "row_label": question.row_label}
    said_texts = {name: in_language(words, language) for name, words in texts.items()}
    return {"sort": sort, "question": question, "words": WORDS[language], **said_texts}


def _computed(question: Question, values: Mapping[str, Any], language: str) -> Item:
    return _said("computed", question, language) | {"said": said(question, values.get(question.code), language)}


def _single(question: Question, name: str, place: str, answer: Any, page: _Page) -> Item:
    if question.kind == Kind.INFORMATION:
        return _said("information", question, page.language)
    required = question.required is True
    code = page.errors.get(place, "")
    complain = code == "unknown_unit"
    language = page.language
    fields = dict(fields_of(question, name, required=required, language=language, value=answer, complain=complain))
    page.fields |= fields
    page.data |= data_of(question, name, answer)
    if code:
        message = answer_message(code, question, page.language)
        about = f"{in_language(question.label, page.language)}: " if question.kind == Kind.ADDRESS else ""
        unclear = unclear_in(question, answer) if complain else None
        page.told.append((place_of(question, name, code, unclear), f"{about}{message}"))
    sort = {Kind.ADDRESS: "address", Kind.FILE: "file"}.get(question.kind, "field")
    chosen = [file["name"] for file in answer if isinstance(file, dict)] if sort == "file" and answer else []
    more = _address(question, answer, page) if sort == "address" else {}
    return _said(sort, question, page.language) | {"names": list(fields), "chosen": chosen, "place": place, **more}


def _address(question: Question, answer: Any, page: _Page) -> Item:
    """Return what an address has beside its inputs: the provinces to suggest, once a page, and what is old today."""
    eras = [era for era in LEVELS if era in question.limits.get("eras", [Era.CURRENT])]
    lists = [_list(era) for era in eras if era not in page.listed]
    page.listed.update(eras)
    old = era_of(question, answer) == Era.BEFORE and isinstance(answer, dict)
    today = province_today(str(answer.get("province", ""))) if old else None
    return {
        "lists": lists,
        "inland": bool(eras),
        "era": str(era_of(question, answer)),
        "was": Era.BEFORE in eras,
        "today": today,
    }


def _list(era: Era) -> Item:
    """Return the provinces of a time to suggest, found without marks too, and the address of what is below one."""
    address = reverse("questions:units", args=[era, "00"])
    provinces = [
        (code, unit.name, fold(unit.name), province_today(code) if era == Era.BEFORE else None)
        for code, unit in units(era).items()
    ]
    return {"era": str(era), "url": f"{address}?v={edition_of(era)}", "provinces": provinces}


def _bind(items: list[Item], form: PageForm) -> None:
    """Put the bound fields where the template draws them."""
    for item in items:
        for row in item.get("rows", ()):
            _bind(row["items"], form)
        item["fields"] = [form[name] for name in item.get("names", ())]
