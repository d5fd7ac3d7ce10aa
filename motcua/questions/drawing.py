"""What one page of a form shows: questions, rows, information, computed values, errors at their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.questions.choices import Kind
from motcua.questions.definition import Question
from motcua.questions.forms import PageForm, data_of, fields_of, place_of
from motcua.questions.running import Outcome
from motcua.questions.telling import said
from motcua.questions.trials import Trial, name_of
from motcua.questions.wording import answer_message

Item = dict[str, Any]


@dataclass(slots=True)
class _Page:
    """What is gathered while the questions of a page are gone through."""

    outcome: Outcome
    errors: Mapping[str, str]
    fields: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str | None, str]] = field(default_factory=list)  # input, what is wrong there


def drawn(trial: Trial) -> tuple[PageForm, list[Item]]:
    """Return the form of the page a trial is at, and what stands on it from top to bottom."""
    page = _Page(trial.run(with_empty_rows=True), trial.errors() if trial.complaining else {})
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
        return _computed(question, page.outcome.values)
    return _single(question, name_of(question.code), question.code, answer, page)


def _group(group: Question, answer: Any, page: _Page) -> Item:
    rows = answer if isinstance(answer, list) else []
    if code := page.errors.get(group.code):
        page.told.append((None, f"{group.label['vi']}: {answer_message(code, group)}"))
    values = [*page.outcome.values.get(group.code, ()), *({} for _ in rows)]  # those of the rows that are objects
    numbered = [(number, row) for number, row in enumerate(rows) if isinstance(row, dict)]
    drawn_rows = [_row(group, number, row, page, value) for (number, row), value in zip(numbered, values, strict=False)]
    return {"sort": "group", "question": group, "rows": drawn_rows}


def _row(group: Question, number: int, row: Mapping[str, Any], page: _Page, values: Mapping[str, Any]) -> Item:
    place = f"{group.code}.{number}."
    asked = [inner for inner in group.questions if f"{place}{inner.code}" in page.outcome.visible]
    items = [
        _computed(inner, values)
        if inner.computed is not None
        else _single(inner, name_of(inner.code, group.code, number), place + inner.code, row.get(inner.code), page)
        for inner in asked
    ]
    title = (group.row_label or group.label)["vi"]
    return {"title": f"{title} {number + 1}", "drop": f"drop-{group.code}-{number}", "items": items}


def _computed(question: Question, values: Mapping[str, Any]) -> Item:
    return {"sort": "computed", "question": question, "said": said(question, values.get(question.code))}


def _single(question: Question, name: str, place: str, answer: Any, page: _Page) -> Item:
    if question.kind == Kind.INFORMATION:
        return {"sort": "information", "question": question}
    if question.computed is not None:
        return {
            "sort": "computed",
            "question": question,
            "said": said(question, page.outcome.values.get(question.code)),
        }
    required = question.required is True
    fields = dict(fields_of(question, name, required=required))
    page.fields |= fields
    page.data |= data_of(question, name, answer)
    if code := page.errors.get(place):
        message = answer_message(code, question)
        about = f"{question.label['vi']}: " if question.kind == Kind.ADDRESS else ""
        page.told.append((place_of(question, name, code), f"{about}{message}"))
    sort = {Kind.ADDRESS: "address", Kind.FILE: "file"}.get(question.kind, "field")
    chosen = [file["name"] for file in answer if isinstance(file, dict)] if sort == "file" and answer else []
    return {"sort": sort, "question": question, "names": list(fields), "chosen": chosen}


def _bind(items: list[Item], form: PageForm) -> None:
    """Put the bound fields where the template draws them."""
    for item in items:
        for row in item.get("rows", ()):
            _bind(row["items"], form)
        item["fields"] = [form[name] for name in item.get("names", ())]
