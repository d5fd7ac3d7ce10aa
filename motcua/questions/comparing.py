"""Whether a condition compares what exists, what is known by then, and like with like. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from motcua.questions.choices import FITS, KIND_LABELS, Kind
from motcua.questions.conditions import (
    EQUAL,
    LISTED,
    ORDERED,
    All,
    Compare,
    Condition,
    Count,
    Either,
    Not,
    Other,
    Rows,
    day_bound,
)
from motcua.questions.reading import short
from motcua.questions.scope import EVERYTHING, Here, Place, View
from motcua.questions.wording import Problem

TEXTS = (Kind.TEXT, Kind.LONG_TEXT, Kind.IDENTITY, Kind.PHONE, Kind.EMAIL)


def comparison_problems(condition: Condition, here: Here) -> Iterator[Problem]:
    """Yield what is wrong with a condition."""
    if isinstance(condition, All | Either):
        for part in condition.parts:
            yield from comparison_problems(part, here)
    elif isinstance(condition, Not):
        yield from comparison_problems(condition.part, here)
    elif isinstance(condition, Rows):
        yield from _rows(condition, here)
    elif isinstance(condition, Count):
        yield from _count(condition, here)
    else:
        yield from _comparison(condition, here)


def seen(code: str, here: Here) -> Iterator[Problem]:
    """Say why a question cannot be looked at from here, if so."""
    place = here.scope.places.get(code)
    if place is None:
        yield Problem(here.at, "unknown_reference", f"Nhắc câu hỏi “{short(code)}” không có trong biểu mẫu.")
    elif place.group not in (None, here.view.group):
        message = f"Câu hỏi “{code}” nằm trong nhóm lặp “{place.group}”; từ ngoài chỉ hỏi được “any_row”, “every_row”."
        yield Problem(here.at, "row_from_outside", message)
    elif place.number >= here.view.before or code == here.view.group:
        yield Problem(here.at, "condition_on_later", f"Dựa vào câu hỏi “{code}” chưa hỏi tới lúc đó.")


def _rows(condition: Rows, here: Here) -> Iterator[Problem]:
    found = list(seen(condition.group, here))
    yield from found
    place = here.scope.places.get(condition.group)
    if here.view.before == EVERYTHING and here.view.group:
        yield Problem(here.at, "wrong_comparison", "“any_row”, “every_row” không đặt được bên trong nhau.")
    elif place and place.question.kind != Kind.GROUP:
        yield Problem(here.at, "wrong_comparison", f"“{condition.group}” không phải nhóm lặp.")
    elif not found:
        inside = replace(here, view=View(EVERYTHING, condition.group))
        yield from comparison_problems(condition.part, inside)


def _count(condition: Count, here: Here) -> Iterator[Problem]:
    yield from seen(condition.group, here)
    place = here.scope.places.get(condition.group)
    if place and place.question.kind != Kind.GROUP:
        yield Problem(here.at, "wrong_comparison", f"“{condition.group}” không phải nhóm lặp.")


def _comparison(condition: Compare, here: Here) -> Iterator[Problem]:
    found = list(seen(condition.question, here))
    yield from found
    if found:
        return
    place = here.scope.places[condition.question]
    if condition.operator == "answered":
        if place.question.kind == Kind.INFORMATION:
            yield _unlike(condition, place, here)
    elif isinstance(condition.value, Other):
        yield from _with_other(condition, place, here)
    else:
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        for value in values:
            yield from _with_value(condition, place, value, here)


def _unlike(condition: Compare, place: Place, here: Here) -> Problem:
    kind = KIND_LABELS[place.question.kind]
    message = f"Câu hỏi “{condition.question}” là {kind}: không so sánh “{condition.operator}” như vậy được."
    return Problem(here.at, "wrong_comparison", message)


def _with_other(condition: Compare, place: Place, here: Here) -> Iterator[Problem]:
    other = condition.value.question
    found = list(seen(other, here))
    yield from found
    if found:
        return
    fits, others = FITS[place.question.kind], FITS[here.scope.places[other].question.kind]
    alike = fits.expression == others.expression and fits.expression not in (None, "list")
    if not alike or condition.operator in (*LISTED, "includes") or (condition.operator in ORDERED and not fits.ordered):
        yield _unlike(condition, place, here)


def _with_value(condition: Compare, place: Place, value: Any, here: Here) -> Iterator[Problem]:
    question, operator = place.question, condition.operator
    if operator == "includes":
        fits = question.kind == Kind.CHOICES
    else:
        known = (*EQUAL, *LISTED) if not FITS[question.kind].ordered else (*EQUAL, *LISTED, *ORDERED)
        fits = operator in known and _is_of(question.kind, value)
    if not fits:
        yield _unlike(condition, place, here)
    elif question.options and value not in {option.code for option in question.options}:
        yield Problem(here.at, "unknown_option", f"Câu hỏi “{question.code}” không có lựa chọn “{short(str(value))}”.")
    elif question.kind == Kind.DATE and (bound := day_bound(value)) and bound.question:
        yield from day_problems(bound.question, here)


def day_problems(code: str, here: Here) -> Iterator[Problem]:
    """Say why a day cannot be counted from the answer to a question, if so."""
    found = list(seen(code, here))
    yield from found
    if not found and here.scope.places[code].question.kind != Kind.DATE:
        yield Problem(here.at, "wrong_comparison", f"Câu hỏi “{code}” không hỏi ngày.")


def _is_of(kind: Kind, value: Any) -> bool:
    if kind in (Kind.YES_NO, Kind.DECLARATION):
        return isinstance(value, bool)
    if FITS[kind].expression == "number":
        return not isinstance(value, bool | str)
    if kind == Kind.DATE:
        return day_bound(value) is not None
    return isinstance(value, str) and kind in (*TEXTS, Kind.CHOICE)
