"""Facts are added by whoever makes something happen; what is over is folded into totals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from motcua.core.clock import today
from motcua.indicators.banks import bank_of
from motcua.indicators.models import Fact, Kind, Late, Line, Measure, Total

AT_ONCE = 500  # lines folded at a time
MOST = 400_000  # facts folded at a time, about 400 MB
LOCK = 6_001_766  # one at a time folds
Key = tuple[int, str, str, str, str, str]  # unit, kind, procedure, field, channel, bank


class Of(NamedTuple):
    """The dimensions of a fact: key of the unit, codes of procedure, field and channel."""

    agency: int
    procedure: str
    field: str
    channel: str


def facts(of: Of, changes: Mapping[tuple[str, date], int], *, known_on: date) -> list[Fact]:
    """Return new facts, (measure, day) → amount, to be written in the transaction of what happened."""
    return [
        Fact(
            agency_id=of.agency, procedure=of.procedure, field=of.field, channel=of.channel, measure=measure, day=day,
            known_on=known_on, seen_on=max(day, known_on), amount=amount,
        )
        for (measure, day), amount in changes.items() if amount
    ]  # fmt: skip


def compact(*, until: date | None = None, agencies: Sequence[int] | None = None) -> int:
    """Fold the facts (of some units) that count on or before a day (yesterday) into totals; return how many there were.

    Some days at a time, so that the facts of years fit in memory; those days all or nothing, and one at a time folds. A
    fact written late, by a transaction that was slow, is added to the totals of the days since. Figures are the same
    before, between and after, for who reads both in one statement.
    """
    units = None if agencies is None else list(agencies)
    return sum(_fold_until(day, units) for day in _steps(until or today() - timedelta(days=1), units))


def _steps(last: date, units: list[int] | None) -> Iterator[date]:
    """Yield the last of some days with as many facts as fit at once, or of one day with more."""
    with connection.cursor() as cursor:
        cursor.execute(_PER_DAY, [last, units, units])
        days: list[tuple[date, int]] = cursor.fetchall()
    waiting = 0
    for place, (day, number) in enumerate(days):
        waiting += number
        following = days[place + 1][1] if place + 1 < len(days) else MOST
        if waiting + following > MOST:
            yield day
            waiting = 0


_PER_DAY = """
SELECT seen_on, count(*) FROM indicators_fact
WHERE seen_on <= %s AND (%s::bigint[] IS NULL OR agency_id = ANY(%s)) GROUP BY seen_on ORDER BY seen_on
"""


def _fold_until(last: date, units: list[int] | None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(_TAKE, [last, units, units])
        taken = [_Taken(*row) for row in cursor.fetchall()]
        rows = list(_rolled(taken))
        places = _places({row.measure for row in taken})
        lines = _lines({key for key, _ in rows})
        _keep_late(rows, lines)
        _fold(rows, lines, places)
    return sum(row.number for row in taken)


class _Taken(NamedTuple):
    """Facts of one combination, measure and pair of days, added up."""

    agency: int
    procedure: str
    field: str
    channel: str
    measure: str
    day: date
    known_on: date
    seen_on: date
    amount: int
    number: int


def _rolled(taken: Sequence[_Taken]) -> Iterator[tuple[Key, _Taken]]:
    """Yield each with the lines to which it is added: its own, those of the units above, that of all procedures."""
    above = _above({row.agency for row in taken})
    for row in taken:
        bank = bank_of(row.measure)
        yield (row.agency, Kind.OWN, row.procedure, row.field, row.channel, bank), row
        yield (row.agency, Kind.WHOLE, "", "", row.channel, bank), row
        for unit in above.get(row.agency, ()):
            yield (unit, Kind.TREE, row.procedure, row.field, row.channel, bank), row


def _above(agencies: set[int]) -> dict[int, list[int]]:
    """Return the units above each, without itself."""
    found: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(agencies)])
        for unit, above in cursor.fetchall():
            found[unit].append(above)
    return found


_ABOVE = """
SELECT a.id, b.id FROM agencies_agency AS a JOIN agencies_agency AS b ON starts_with(a.path, b.path) AND a.id <> b.id
WHERE a.id = ANY(%s)
"""


def begin_anew() -> None:
    """Throw all facts and totals away, inside a transaction that makes them anew; nobody adds one meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("LOCK TABLE indicators_fact IN EXCLUSIVE MODE")
    for model in (Fact, Late, Total):
        model.objects.all().delete()


_TAKE = """
WITH taken AS (DELETE FROM indicators_fact
               WHERE seen_on <= %s AND (%s::bigint[] IS NULL OR agency_id = ANY(%s))
               RETURNING agency_id, procedure, field, channel, measure, day, known_on, seen_on, amount)
SELECT agency_id, procedure, field, channel, measure, day, known_on, seen_on, sum(amount)::bigint, count(*)
FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def _places(codes: set[str]) -> dict[str, int]:
    """Return where each measure stands in the rows of its bank, counted from 0; a new one comes at the end."""
    known = dict(Measure.objects.values_list("code", "place"))
    width = Counter(bank_of(code) for code in known)
    for code in sorted(codes - known.keys()):
        bank = bank_of(code)
        known[code] = Measure.objects.create(code=code, bank=bank, place=width[bank]).place
        width[bank] += 1
    return known


def _lines(keys: set[Key]) -> dict[Key, int]:
    """Return the key of the line of each combination, making those that are new."""
    Line.objects.bulk_create((Line(agency_id=a, kind=k, procedure=p, field=f, channel=c, bank=b)
                              for a, k, p, f, c, b in sorted(keys)), ignore_conflicts=True)  # fmt: skip
    found = Line.objects.filter(agency__in={key[0] for key in keys}, bank__in={key[5] for key in keys})
    rows = found.values_list("agency", "kind", "procedure", "field", "channel", "bank", "pk")
    return {row[:6]: row[6] for row in rows if row[:6] in keys}


def _keep_late(rows: Sequence[tuple[Key, _Taken]], lines: dict[Key, int]) -> None:
    Late.objects.bulk_create(
        [
            Late(line_id=lines[key], measure=row.measure, day=row.day, known_on=row.known_on, amount=row.amount)
            for key, row in rows
            if row.known_on > row.day and row.amount
        ],
        batch_size=AT_ONCE * 10,
    )


def _fold(rows: Sequence[tuple[Key, _Taken]], lines: dict[Key, int], places: dict[str, int]) -> None:
    """Add what was taken to the totals, from each fact's day on."""
    changes: dict[int, dict[date, dict[int, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for key, row in rows:
        changes[lines[key]][row.seen_on][places[row.measure]] += row.amount
    order = sorted(changes)
    for begin in range(0, len(order), AT_ONCE):
        some = order[begin : begin + AT_ONCE]
        kept = _standing(some, {line: min(changes[line]) for line in some})
        made = [
            Total(line_id=line, day=day, sums=sums)
            for line in some
            for day, sums in _run(kept.get(line, {}), changes[line])
        ]
        Total.objects.bulk_create(
            made, update_conflicts=True, update_fields=["sums"], unique_fields=["line", "day"], batch_size=5_000
        )


def _standing(lines: Sequence[int], since: dict[int, date]) -> dict[int, dict[date, list[int]]]:
    """Return of each line its totals from a day on, and the last one before."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(lines), [since[line] for line in lines]])
        found: dict[int, dict[date, list[int]]] = defaultdict(dict)
        for line, day, sums in cursor.fetchall():
            found[line][day] = sums
    return found


_STANDING = """
SELECT t.line_id, t.day, t.sums
FROM unnest(%s::bigint[], %s::date[]) AS wanted(line, since)
CROSS JOIN LATERAL (
    SELECT line_id, day, sums FROM indicators_total WHERE line_id = wanted.line AND day >= coalesce(
        (SELECT max(day) FROM indicators_total WHERE line_id = wanted.line AND day < wanted.since), wanted.since)
) AS t
"""


def _run(kept: dict[date, list[int]], changes: dict[date, dict[int, int]]) -> Iterable[tuple[date, list[int]]]:
    """Yield the totals that change or are new, day by day; a row is as long as its last measure that ever changed."""
    width = 1 + max(place for day in changes.values() for place in day)
    added = [0] * max(width, *(len(sums) for sums in kept.values())) if kept else [0] * width
    before: list[int] = []
    first = min(changes)
    for day in sorted({*kept, *changes}):
        for place, amount in changes.get(day, {}).items():
            added[place] += amount
        if day < first:
            before = kept[day]
            continue
        base = kept.get(day, before)
        before = base
        yield day, [(base[place] if place < len(base) else 0) + more for place, more in enumerate(added)]
