"""When something is asked, required, stopped or charged: conditions over answers. Pure.

Written as JSON: {"question": "married", "is": "yes"}, {"all": […]}, {"any": […]}, {"not": …},
{"any_row": "children", "where": …}, {"every_row": "children", "where": …}, {"count": "children", "at_least": 2}.
A question without an answer (also one that is not asked) makes every comparison false, "is_not" too;
{"answered": false} and {"not": …} are how its absence is told. A group nobody filled in has no rows: its count is 0.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.questions.days import Bound, bound_of

EQUAL = ("is", "is_not")
LISTED = ("in", "not_in")
ORDERED = ("less_than", "at_most", "more_than", "at_least")
COUNTED = (*EQUAL, *ORDERED)
OPERATORS = (*EQUAL, *LISTED, *ORDERED, "includes", "answered")

Look = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Other:
    """The answer to another question, to compare with."""

    question: str


@dataclass(frozen=True, slots=True)
class Compare:
    """The answer to a question held against a value, a list of them or another answer."""

    question: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Rows:
    """The part holds in at least one row of a group, or with `every` in each of at least one."""

    group: str
    part: "Condition"
    every: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a group there are, held against a whole number."""

    group: str
    operator: str
    value: int


Atom = Compare | Rows | Count
Condition = All | Either | Not | Atom


def condition_of(data: Mapping[str, Any]) -> Condition:
    """Read a condition whose shape the schema of the form file has passed."""
    if "all" in data:
        return All(tuple(map(condition_of, data["all"])))
    if "any" in data:
        return Either(tuple(map(condition_of, data["any"])))
    if "not" in data:
        return Not(condition_of(data["not"]))
    for word in ("any_row", "every_row"):
        if word in data:
            return Rows(data[word], condition_of(data["where"]), word == "every_row")
    operator = next(word for word in OPERATORS if word in data)
    if "count" in data:
        return Count(data["count"], operator, data[operator])
    return Compare(data["question"], operator, _value_of(data[operator]))


def _value_of(value: Any) -> Any:
    if isinstance(value, dict):
        return Other(value["question"])
    if isinstance(value, list):
        return tuple(map(_value_of, value))
    return Decimal(str(value)) if isinstance(value, float) else value


def comparisons(condition: Condition) -> Iterator[tuple[Atom, str | None]]:
    """Yield every comparison and every look at rows, with the group in whose rows a comparison stands."""
    waiting: list[tuple[Condition, str | None]] = [(condition, None)]
    while waiting:
        each, group = waiting.pop()
        if isinstance(each, All | Either):
            waiting.extend((part, group) for part in each.parts)
        elif isinstance(each, Not):
            waiting.append((each.part, group))
        else:
            yield each, group
            if isinstance(each, Rows):
                waiting.append((each.part, each.group))


def questions_in(condition: Condition, dates: Collection[str]) -> set[str]:
    """Return the codes of the questions that a condition reads, groups and what stands in their rows included.

    `dates` are the questions that ask for a day: only what these are held against may name a question to count from.
    """
    found = set()
    for each, _ in comparisons(condition):
        if isinstance(each, Rows | Count):
            found.add(each.group)
            continue
        found.add(each.question)
        if isinstance(each.value, Other):
            found.add(each.value.question)
        elif each.question in dates:
            bounds = map(day_bound, each.value if isinstance(each.value, tuple) else (each.value,))
            found |= {bound.question for bound in bounds if bound and bound.question}
    return found


def day_bound(value: Any) -> Bound | None:
    """Return the day that a value of a comparison means ("today-18y"), None when it means none."""
    try:
        return bound_of(value) if isinstance(value, str) else None
    except ValueError:
        return None


def holds(condition: Condition, look: Look, today: date) -> bool:
    """Tell whether a condition holds.

    `look` gives the value of a question (None without answer); of a group a list of such functions, one a row.
    """
    if isinstance(condition, All):
        return all(holds(part, look, today) for part in condition.parts)
    if isinstance(condition, Either):
        return any(holds(part, look, today) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, look, today)
    if isinstance(condition, Rows):
        rows = look(condition.group) or []
        every = all if condition.every else any
        return bool(rows) and every(holds(condition.part, row, today) for row in rows)
    if isinstance(condition, Count):
        return compare(condition.operator, len(look(condition.group) or ()), condition.value)
    return _compared(condition, look, today)


def _compared(condition: Compare, look: Look, today: date) -> bool:
    value = look(condition.question)
    if condition.operator == "answered":
        return (value is not None) is condition.value
    other = look(condition.value.question) if isinstance(condition.value, Other) else condition.value
    if isinstance(value, date):
        other = _day_or_days(other, look, today)
    return value is not None and other is not None and compare(condition.operator, value, other)


def _day_or_days(other: Any, look: Look, today: date) -> Any:
    """Return the day, or the days of a list, that are meant; None when one of them cannot be told."""
    if isinstance(other, tuple):
        days = tuple(_day_or_days(each, look, today) for each in other)
        return None if None in days else days
    bound = day_bound(other)
    return bound.day(today, look) if bound else other


def compare(operator: str, value: Any, other: Any) -> bool:
    """Hold an answer against a value of its kind."""
    return _COMPARED[operator](value, other)


def _listed(value: Any, others: Any) -> bool:
    return any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in others)


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, other: _listed(value, (other,)),
    "is_not": lambda value, other: not _listed(value, (other,)),
    "in": _listed,
    "not_in": lambda value, others: not _listed(value, others),
    "less_than": lambda value, other: value < other,
    "at_most": lambda value, other: value <= other,
    "more_than": lambda value, other: value > other,
    "at_least": lambda value, other: value >= other,
    "includes": lambda value, other: other in value,
}
