"""The figures of a period: what reports of the past state of it, and what the facts count of it, put together. Pure.

Nothing is counted twice (of statements only the outermost are added) and nothing is guessed: a number that one of the
statements to be added does not tell is not told of their sum either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from motcua.indicators.standing import END, START, Ends
from motcua.reports.choices import Measure, Span
from motcua.reports.history.statements import FLOWS, LEVELS, Statement, days_told, outermost

ENDED = ("ended.early", "ended.on_day", "ended.late")
COUNTED = ("received", *ENDED, "finished", "finished.early", "finished.on_day")
SETTLED, DERIVED, STATED, FINISHED = "settled", "derived", "stated", "finished"  # by what an on-time rate was divided
RATES = {
    FINISHED: "(trước hạn + đúng hạn) / đã có kết quả, đếm từ hồ sơ",
    SETTLED: "(trước hạn + đúng hạn) / đã giải quyết, theo báo cáo cũ",
    DERIVED: "(trước hạn + đúng hạn) / (tiếp nhận − đang giải quyết), vì báo cáo cũ không ghi số đã giải quyết",
    STATED: "chép tỷ lệ báo cáo cũ ghi, báo cáo không ghi số lượng để tính",
}
Period = tuple[date, date]


@dataclass(frozen=True)
class Unit:
    """Where a unit stands."""

    path: str
    level: str


@dataclass(frozen=True)
class Group:
    """Whose figures are added: units under some paths, of one level or (“”) of all; `unit`: whose path it is."""

    name: str
    paths: Sequence[str]
    level: str = ""
    unit: int | None = None
    is_part: bool = False  # of what the facts were asked for: since when there are some of it is not known

    def has(self, path: str, levels: Iterable[str]) -> bool:
        return path.startswith(tuple(self.paths)) and (not self.level or {*levels} == {self.level})


@dataclass
class Rolled:
    """The figures of a group and a period; a number that nobody tells is None, which is not 0."""

    period: Period
    numbers: dict[str, Decimal | None] = field(default_factory=dict)
    rate: Decimal | None = None
    basis: str = ""
    mark: str = ""
    statements: list[Statement] = field(default_factory=list)
    is_counted: bool = False  # the facts tell of these days, or of some of them
    counted_from: date | None = None  # where they begin within the period
    only_within: list[Statement] = field(default_factory=list)  # longer ones, of which this period is only a part
    overlap: int = 0  # dossiers that are in the facts and in what a report of the past states: left out of the sum

    @property
    def is_past(self) -> bool:
        return bool(self.statements)

    @property
    def is_told(self) -> bool:
        return self.is_past or self.is_counted

    @property
    def is_whole(self) -> bool:
        """Whether every day of the period is told of."""
        periods = [each.period for each in self.statements]
        if self.is_counted:
            periods.append((self.counted_from or self.period[0], self.period[1]))
        return days_told(periods, *self.period)

    @property
    def spans(self) -> list[str]:
        """What of the units the statements tell, where it is not all."""
        return sorted(
            {Span(each.span).label for each in self.statements if LEVELS[-1] != each.level and each.span != Span.TREE}
        )

    def number(self, measure: str) -> Decimal | None:
        return self.rate if measure == Measure.RATE else self.numbers.get(measure)


@dataclass(frozen=True)
class Facts:
    """What the facts count, by period and unit; `since`: the first day of a unit's group of which they tell."""

    since: date | None
    by_unit: Mapping[Period, Mapping[int, Ends]]
    units: Mapping[int, Unit]

    def tells(self, period: Period) -> bool:
        return self.since is not None and self.since <= period[1]

    def of(self, group: Group, period: Period) -> list[Ends]:
        """Return what is counted of each unit of a group."""
        found = self.by_unit.get(period, {})
        return [
            ends
            for key, ends in found.items()
            if key in self.units and group.has(self.units[key].path, {self.units[key].level})
        ]


def roll(group: Group, period: Period, statements: Sequence[Statement], facts: Facts) -> Rolled:
    """Return the figures of a group and a period."""
    mine = [each for each in statements if group.has(each.path, each.levels)]
    found = Rolled(period, statements=outermost([each for each in mine if each.is_within(*period)]))
    if not found.statements:
        found.only_within = [each for each in mine if each.first <= period[0] and period[1] <= each.last]
    counted = facts.of(group, period) if facts.tells(period) else []
    found.is_counted = bool(counted)  # a unit that nothing was counted of yet has no figures, which is not 0
    if found.is_counted and not group.is_part and facts.since and facts.since > period[0]:
        found.counted_from = facts.since
    past = _past(found)
    here = _here(counted) if found.is_counted else {}
    found.overlap = _take_out(found.statements, facts, here)
    found.numbers = _together(past, here, found)
    _set_rate(found, past, here)
    return found


def _past(found: Rolled) -> dict[str, Decimal | None]:
    """Add the statements up, each measure that all of them tell; those that state only a rate tell no numbers."""
    told = [each for each in found.statements if set(each.values) - {Measure.RATE}]
    if not told:
        return {}
    first, last = min(each.first for each in told), max(each.last for each in told)
    numbers: dict[str, Decimal | None] = {measure: _all_of(told, measure) for measure in FLOWS}
    numbers[Measure.CARRIED] = _all_of([each for each in told if each.first == first], Measure.CARRIED)
    numbers[Measure.OPEN] = _all_of([each for each in told if each.last == last], Measure.OPEN)
    return numbers


def _all_of(statements: Sequence[Statement], measure: str) -> Decimal | None:
    told = [each.known(measure) for each in statements]
    return None if None in told else sum((number for number in told if number is not None), Decimal(0))


def _here(counted: Sequence[Ends]) -> dict[str, Decimal]:
    """Add up what the facts count, in the words of the past reports."""

    def grown(*measures: str) -> Decimal:
        return Decimal(sum(ends.at(END, each) - ends.at(START, each) for ends in counted for each in measures))

    def standing(when: str) -> Decimal:
        ended = sum(ends.at(when, each) for ends in counted for each in ENDED)
        return Decimal(sum(ends.at(when, "received") for ends in counted) - ended)

    early, on_day, late = (grown(each) for each in ENDED)
    return {
        Measure.RECEIVED: grown("received"), Measure.SETTLED: early + on_day + late, Measure.EARLY: early,
        Measure.ON_DAY: on_day, Measure.ON_TIME: early + on_day, Measure.LATE: late, Measure.CARRIED: standing(START),
        Measure.OPEN: standing(END), "finished": grown("finished"),
        "finished.on_time": grown("finished.early", "finished.on_day"),
    }  # fmt: skip


def _take_out(statements: Sequence[Statement], facts: Facts, here: dict[str, Decimal]) -> int:
    """Leave out of the facts what a statement tells of already; return how many dossiers received that were."""
    found = 0
    for each in statements:
        if not here or facts.since is None or facts.since > each.last:
            continue
        level = {Span.OWN: each.level, Span.TREE: ""}.get(Span(each.span), each.span)
        group = Group("", [each.path], level)
        twice = _here(facts.of(group, each.period))
        found += int(twice[Measure.RECEIVED])
        for measure in here:
            if measure not in (Measure.CARRIED, Measure.OPEN):
                here[measure] -= twice[measure]
    return found


def _together(
    past: Mapping[str, Decimal | None], here: Mapping[str, Decimal], found: Rolled
) -> dict[str, Decimal | None]:
    if not past or not here:
        only: Mapping[str, Decimal | None] = past or here
        return {measure: only.get(measure) for measure in Measure}
    numbers: dict[str, Decimal | None] = {}
    for measure in FLOWS:
        before = past.get(measure)
        numbers[measure] = None if before is None else before + here[measure]
    numbers[Measure.CARRIED], numbers[Measure.OPEN] = past.get(Measure.CARRIED), here[Measure.OPEN]
    return numbers


def _set_rate(found: Rolled, past: Mapping[str, Decimal | None], here: Mapping[str, Decimal]) -> None:
    on_time, settled, basis = past.get(Measure.ON_TIME), past.get(Measure.SETTLED), SETTLED
    if settled is None and not here:
        settled, basis = _derived(past), DERIVED
    if here and not past:
        on_time, settled, basis = here["finished.on_time"], here["finished"], FINISHED
    elif here and on_time is not None and settled is not None:
        on_time, settled = on_time + here["finished.on_time"], settled + here["finished"]
    if on_time is not None and settled:
        found.rate, found.basis = on_time * 100 / settled, basis
        return
    stated = [each for each in found.statements if Measure.RATE in each.values]
    if len(stated) == len(found.statements) == 1 and not here:
        found.rate, found.basis = stated[0].values[Measure.RATE], STATED
        found.mark = stated[0].marks.get(Measure.RATE, "")


def _derived(past: Mapping[str, Decimal | None]) -> Decimal | None:
    received, still_open = past.get(Measure.RECEIVED), past.get(Measure.OPEN)
    if received is None or still_open is None:
        return None
    return received + (past.get(Measure.CARRIED) or 0) - still_open


def change(before: Rolled | None, after: Rolled, measure: str) -> tuple[Decimal | None, Decimal | None]:
    """Return by how much a number grew, absolute and in percent; None where one of them is not told."""
    was, now = before.number(measure) if before else None, after.number(measure)
    if was is None or now is None:
        return None, None
    return now - was, ((now - was) * 100 / was if was else None)
