"""Whether what reports of the past state adds up: in one statement, and between those that contain each other. Pure.

Nothing is smoothed: what is left over is told as its own number. It is *broken* where all that could explain it was
stated, and *unexplained* where the report does not state something that could.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from motcua.reports.choices import Mark, Measure
from motcua.reports.history.statements import FLOWS, Statement, days_told, outermost, wholes

DATA = Path(__file__).parent / "identities.json"
COMPARED = (*FLOWS, Measure.OPEN)
ROUGHLY = Decimal(1)  # of a rate that is stated as “about”, in points
ROUNDED = Decimal("0.06")  # of one stated with one decimal


@dataclass(frozen=True)
class Finding:
    """What does not add up: `left` is stated of `of`, `right` of its parts; `missing`: what was not stated."""

    rule: str
    of: Statement
    measure: str
    left: Decimal
    right: Decimal
    missing: tuple[str, ...] = ()
    parts: tuple[Statement, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.left - self.right

    @property
    def is_broken(self) -> bool:
        """Nothing that was left unsaid could explain it."""
        return not self.missing


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return found


@cache
def names() -> dict[str, str]:
    """Return code → what has to hold, in words."""
    return {each["code"]: each["name"] for each in [*_data()["identities"], *_data()["between"]]}


def findings(statements: Sequence[Statement]) -> list[Finding]:
    """Return all that does not add up, in the order of the statements."""
    inner: dict[tuple[Any, ...], dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for whole, part in wholes(statements):
        if rule := _rule(whole, part):
            inner[whole.key][rule].append(part)
    found: list[Finding] = []
    for each in statements:
        found += [*_within(each), *_rate(each), *_between(each, inner.get(each.key, {}))]
    return found


def _within(statement: Statement) -> Iterator[Finding]:
    for identity in _data()["identities"]:
        whole = [statement.known(measure) for measure in identity["whole"]]
        if None in whole:
            continue
        more = [statement.known(measure) for measure in identity.get("whole_if_told", ())]
        left = _sum(whole) + _sum(more)
        parts, missing = _parts(statement, identity["parts"])
        if not parts or (rest := left - sum(parts.values())) == 0:
            continue
        unsaid = [name for name in identity.get("whole_if_told", ()) if statement.known(name) is None]
        explains = missing if rest > 0 else unsaid
        yield Finding(identity["code"], statement, identity["whole"][0], left, _sum(parts.values()), tuple(explains))


def _parts(statement: Statement, wanted: Sequence[str]) -> tuple[dict[str, Decimal], list[str]]:
    """Return what is stated of the parts, each by itself or by what makes it up, and what of them is not."""
    found: dict[str, Decimal] = {}
    missing: list[str] = []
    for measure in wanted:
        number, made = statement.known(measure), _data()["made_of"].get(measure)
        if number is not None:
            found[measure] = number
        elif made:
            inner, lacking = _parts(statement, made)
            found |= inner
            missing += lacking if inner else [measure]
        else:
            missing.append(measure)
    return found, missing


def _sum(numbers: Any) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _rate(statement: Statement) -> Iterator[Finding]:
    stated, on_time, settled = (statement.known(each) for each in (Measure.RATE, Measure.ON_TIME, Measure.SETTLED))
    if stated is None or on_time is None or not settled:
        return
    counted = (on_time * 100 / settled).quantize(Decimal("0.01"))
    mark = statement.marks.get(Measure.RATE, "")
    wrong = {
        Mark.ABOUT: abs(stated - counted) > ROUGHLY, Mark.OVER: counted <= stated, Mark.UNDER: counted >= stated,
    }.get(Mark(mark), abs(stated - counted) > ROUNDED)  # fmt: skip
    if wrong:
        yield Finding("rate", statement, Measure.RATE, stated, counted)


def _between(whole: Statement, inner: Mapping[str, list[Statement]]) -> Iterator[Finding]:
    for rule, found in inner.items():
        parts = outermost(found)
        whole_told = _is_all(rule, whole, parts)
        for measure in COMPARED:
            yield from _compared(rule, whole, parts, measure, whole_told=whole_told)


def _rule(whole: Statement, part: Statement) -> str:
    """By what a part differs from the whole; "" for more than one thing at once, told by what lies between."""
    differs = {
        "levels": whole.agency == part.agency and whole.span != part.span,
        "units": whole.agency != part.agency,
        "fields": whole.field != part.field,
        "periods": whole.period != part.period,
    }
    found = [name for name, does in differs.items() if does]
    return found[0] if len(found) == 1 else ""


def _is_all(rule: str, whole: Statement, parts: Sequence[Statement]) -> bool:
    """Whether the parts, by their nature, make up the whole: all levels, all days; fields one takes to be all."""
    if rule == "levels":
        return frozenset().union(*(part.levels for part in parts)) == whole.levels
    if rule == "periods":
        return days_told([part.period for part in parts], whole.first, whole.last)
    return rule == "fields"


def _compared(
    rule: str, whole: Statement, parts: Sequence[Statement], measure: str, *, whole_told: bool
) -> Iterator[Finding]:
    if rule == "periods" and measure == Measure.OPEN:
        return  # what is open at the end of each is not added
    left, numbers = left_open(whole, measure), [left_open(part, measure) for part in parts]
    told = [number for number in numbers if number is not None]
    if left is None or not told:
        return
    rest = left - sum(told)
    if rest < 0 or (rest > 0 and whole_told and len(told) == len(numbers)):
        yield Finding(rule, whole, measure, left, sum(told, Decimal(0)), parts=tuple(parts))


def left_open(statement: Statement, measure: str) -> Decimal | None:
    """The number of a measure; where it is not stated how many are open: what was received less what was settled."""
    number = statement.known(measure)
    if number is not None or measure != Measure.OPEN:
        return number
    received, settled = statement.known(Measure.RECEIVED), statement.known(Measure.SETTLED)
    if received is None or settled is None:
        return None
    return received + (statement.known(Measure.CARRIED) or 0) - settled
