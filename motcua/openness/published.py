"""What a unit shows to everybody: the one table of which its page, its data files and its card are made.

Whole months that are over, each as it was known at its end: what became known later changes no month of before, it is
told in the month in which it became known. Small numbers are hidden (`reports/suppression.py`); a sum over months is
shown where nothing of it is hidden, so that it never tells more than the months do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from motcua.core.clock import today
from motcua.dossiers.counted import EARLY, ON_DAY, RECEIVED
from motcua.dossiers.counted import LATE as ENDED_LATE
from motcua.indicators.standing import END, START, Ends, Scope, ends_of_each, known
from motcua.openness.models import Publication
from motcua.procedures.models import Edition
from motcua.reports import suppression
from motcua.reports.durations import NET, NINE_OF_TEN, measures, spread_of
from motcua.reports.suppression import LATE, ON_TIME, OPEN, SETTLED, TOLD_RECEIVED, TOLD_SETTLED, Rule, rule_on

ENDED = (EARLY, ON_DAY, ENDED_LATE)
ON = (EARLY, ON_DAY)
RATED, SATISFIED, DISSATISFIED = "rated", "satisfied_or_neutral", "dissatisfied"
LOW = "rated.low"
READ = (RECEIVED, *ENDED, RATED, LOW)
COLUMNS = (suppression.RECEIVED, SETTLED, ON_TIME, LATE, OPEN, TOLD_RECEIVED, TOLD_SETTLED)
RATINGS = (RATED, SATISFIED, DISSATISFIED)
TENTH = Decimal("0.1")
LAST_MONTHS = 12


class Span(NamedTuple):
    """A period: its first and its last day, both within."""

    first: date
    last: date


@dataclass(frozen=True)
class Shown:
    """One number as everybody may see it: `value` None where it is hidden, or where there are no data."""

    value: int | None = None
    hidden: bool = False

    @property
    def is_there(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Share:
    """A share in percent, to a tenth: exact, or no less than (no more than) that; all None where it is not told."""

    exact: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    hidden: bool = False


NOTHING = Shown()


@dataclass(frozen=True)
class Row:
    """The numbers of a period (a month, or all months shown of a page)."""

    first: date
    last: date
    cells: Mapping[str, Shown]
    on_time: Share
    satisfied: Share

    def of(self, name: str) -> Shown:
        return self.cells.get(name, NOTHING)


@dataclass(frozen=True)
class Handled:
    """A procedure in a period: how many were settled (not told in a period that others overlap), within how many
    working days 9 of 10 were finished (61: more than 60)."""

    code: str
    name: str
    settled: Shown
    days: Shown


@dataclass(frozen=True)
class Published:
    """Everything that a unit shows: months in order, procedures by the period they are told for."""

    publication: Publication
    months: Sequence[Row]
    current: date  # the first day of the month that is not over
    procedures: Mapping[str, Sequence[Handled]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """The years of which something is shown, the newest first."""
        return sorted({month.first.year for month in self.months}, reverse=True)

    def months_of(self, period: str) -> list[Row]:
        """Return the months of a year ("2026"), or the last twelve ("")."""
        if period:
            return [month for month in self.months if f"{month.first.year}" == period]
        return list(self.months[-LAST_MONTHS:])

    def is_over(self, year: int) -> bool:
        return year < self.current.year


def published(publication: Publication, *, periods: Sequence[str] | None = None) -> Published:
    """Return what a unit shows, procedures for some periods as in `Published.months_of`, None: for all that are told;
    as many queries whatever their number: seven."""
    current = today().replace(day=1)
    months = _months(publication, current)
    rows = _rows(publication, months)
    made = Published(publication, rows, current)
    wanted = ["", *map(str, made.years)] if periods is None else list(periods)
    return replace(made, procedures=_procedures(publication, made, wanted))


def _months(publication: Publication, current: date) -> list[Span]:
    """The whole months that are over, from the first one published; none after the unit's own end."""
    found, first, last = [], publication.since, publication.agency.valid_to
    while first < current and (last is None or first <= last):
        following = (first + timedelta(days=32)).replace(day=1)
        found.append(Span(first, following - timedelta(days=1)))
        first = following
    return found


def _rows(publication: Publication, months: Sequence[Span]) -> list[Row]:
    if not months:
        return []
    eve = months[0].first - timedelta(days=1)
    scope = Scope(agencies=[publication.agency_id])
    series = [found.get((), Ends()) for found in ends_of_each(scope, periods=[Span(eve, eve), *months], measures=READ)]
    numbers = [_numbers(before, ends) for before, ends in pairwise(series)]
    rules = [rule_on(month.first) for month in months]
    hidden = suppression.hidden_of_months(numbers, rules)
    rated = {RATED, LOW} <= known().keys()
    return [
        _row(month, cells, names, rule, _ratings(ends, rule) if rated else ({}, {}))
        for month, cells, names, rule, ends in zip(months, numbers, hidden, rules, series[1:], strict=True)
    ]


def _numbers(before: Ends, ends: Ends) -> dict[str, int]:
    """Return what of a month is published: in it, at its end, and what became known in it about months before."""
    late, on_time = _grown(ends, [ENDED_LATE]), _grown(ends, ON)
    return {
        suppression.RECEIVED: _grown(ends, [RECEIVED]), SETTLED: late + on_time, ON_TIME: on_time, LATE: late,
        OPEN: _at(ends, END, [RECEIVED]) - _at(ends, END, ENDED),
        TOLD_RECEIVED: _at(ends, START, [RECEIVED]) - _at(before, END, [RECEIVED]),
        TOLD_SETTLED: _at(ends, START, ENDED) - _at(before, END, ENDED),
    }  # fmt: skip


def _grown(ends: Ends, measures: Sequence[str]) -> int:
    return _at(ends, END, measures) - _at(ends, START, measures)


def _at(ends: Ends, when: str, measures: Sequence[str]) -> int:
    return sum(ends.at(when, measure) for measure in measures)


def _ratings(ends: Ends, rule: Rule) -> tuple[dict[str, int], dict[str, bool]]:
    rated, low = _grown(ends, [RATED]), _grown(ends, [LOW])
    parts = {RATED: rated, SATISFIED: rated - low, DISSATISFIED: low}
    return parts, suppression.hidden_of_parts(parts, rule, whole=RATED)


def _shown(numbers: Mapping[str, int], hidden: Mapping[str, bool]) -> dict[str, Shown]:
    return {name: Shown(hidden=True) if name in hidden else Shown(value) for name, value in numbers.items()}


def _row(
    month: Span,
    numbers: Mapping[str, int],
    hidden: Mapping[str, bool],
    rule: Rule,
    ratings: tuple[Mapping[str, int], Mapping[str, bool]],
) -> Row:
    rated, unrated = ratings
    cells, hidden = _shown({**numbers, **rated}, {**hidden, **unrated}), {**hidden, **unrated}
    pairs = ((SETTLED, ON_TIME, LATE), (RATED, SATISFIED, DISSATISFIED))
    on_time, satisfied = (
        _share_of(cells.get(whole, NOTHING), cells.get(part, NOTHING), hidden.get(rest), hidden.get(part), rule=rule)
        for whole, part, rest in pairs
    )
    return Row(month.first, month.last, cells, on_time, satisfied)


def _share_of(
    whole: Shown, part: Shown, few_off: bool | None = None, few_on: bool | None = None, *, rule: Rule
) -> Share:
    """Return a share of at least so many; where few are off (or on) it and hidden for that, the share that is sure."""
    if whole.value is None or whole.value < rule.share:
        return Share(hidden=whole.hidden or bool(whole.value))
    if part.value is not None:
        return Share(exact=_percent(part.value, whole.value, ROUND_HALF_UP))
    few = rule.cell - 1
    if few_off:
        return Share(least=_percent(whole.value - few, whole.value, ROUND_FLOOR), hidden=True)
    return Share(most=_percent(few, whole.value, ROUND_CEILING) if few_on else None, hidden=True)


def _percent(part: int, whole: int, rounding: str) -> Decimal:
    return (Decimal(part * 100) / whole).quantize(TENTH, rounding)


def total_of(rows: Sequence[Row]) -> Row | None:
    """Return the sums of some months: of a column of which every month is shown, hidden where one is; None of none."""
    if not rows:
        return None
    cells = {name: _sum([row.of(name) for row in rows]) for name in (*COLUMNS, *RATINGS) if name != OPEN}
    cells[OPEN] = rows[-1].of(OPEN)
    on_time = _sure_share(cells, rows, [row.on_time for row in rows], SETTLED, ON_TIME)
    satisfied = _sure_share(cells, rows, [row.satisfied for row in rows], RATED, SATISFIED)
    return Row(rows[0].first, rows[-1].last, cells, on_time, satisfied)


def _sum(cells: Sequence[Shown]) -> Shown:
    if any(each.hidden for each in cells):
        return Shown(hidden=True)
    values = [each.value for each in cells if each.value is not None]
    return Shown(sum(values)) if values else NOTHING


def _sure_share(
    cells: Mapping[str, Shown], rows: Sequence[Row], shares: Sequence[Share], whole: str, part: str
) -> Share:
    """Return a share over several months: exact, or what is sure when few were the others in some of them."""
    rule = rule_on(rows[-1].first)
    found = _share_of(cells[whole], cells[part], rule=rule)
    sum_of = cells[whole].value
    if found.exact is not None or sum_of is None or sum_of < rule.share:
        return found
    least = sum(_least(row, share, whole, part) for row, share in zip(rows, shares, strict=True))
    return Share(least=_percent(least, sum_of, ROUND_FLOOR), hidden=True)


def _least(row: Row, share: Share, whole: str, part: str) -> int:
    """So many of a month's whole belong to a part at least, as far as its published numbers tell."""
    value = row.of(part).value
    if value is not None:
        return value
    return (row.of(whole).value or 0) - (rule_on(row.first).cell - 1) if share.least is not None else 0


def _procedures(publication: Publication, made: Published, periods: Sequence[str]) -> dict[str, list[Handled]]:
    """Return period → its procedures; three queries. How many were settled is told only of years that are over, and
    only where every month of it tells: periods that overlap would tell what each of them hides."""
    spans = {period: Span(rows[0].first, rows[-1].last) for period in periods if (rows := made.months_of(period))}
    scope = Scope(agencies=[publication.agency_id])
    series = ends_of_each(scope, periods=[*spans.values()], measures=[*ENDED, *measures(NET)], by=["procedure"])
    names = _names({code for found in series for (code,) in found})
    return {
        period: _handled(found, names, rule_on(span.first), counts=_tells_counts(made, period))
        for (period, span), found in zip(spans.items(), series, strict=True)
    }


def _tells_counts(made: Published, period: str) -> bool:
    settled = (row.of(SETTLED).is_there for row in made.months_of(period))
    return bool(period) and made.is_over(int(period)) and all(settled)


def _handled(found: Mapping[Any, Ends], names: Mapping[str, str], rule: Rule, *, counts: bool) -> list[Handled]:
    settled = {code: _grown(ends, ENDED) for (code,), ends in found.items()}
    hidden = suppression.hidden_of_parts(settled, rule) if counts else {}
    rows = []
    for (code,), ends in found.items():
        if settled[code] <= 0:
            continue
        days = None if code in hidden else _days(ends, rule)
        number = Shown(settled[code]) if counts and code not in hidden else Shown(hidden=code in hidden)
        rows.append(Handled(code, names.get(code, code), number, Shown(days, hidden=days is None)))
    return sorted(rows, key=lambda row: (row.name, row.code))


def _days(ends: Ends, rule: Rule) -> int | None:
    """Return within how many working days 9 of 10 were finished; of too few it would tell of a single dossier."""
    spread = spread_of(NET, {each: _grown(ends, [each]) for each in measures(NET)})
    return spread.within(NINE_OF_TEN) if spread.number >= rule.days else None


def _names(codes: set[str]) -> dict[str, str]:
    rows = Edition.objects.filter(code__in=codes).order_by("code", "-pk").distinct("code")
    return dict(rows.values_list("code", "name"))
