"""What the index of service quality counts over dossiers: measures of the facts, and two rules that have no measure.

The columns are those of a report, so every one of them opens its dossiers like a cell of any report.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from motcua.agencies.models import Agency
from motcua.core.clock import midnight
from motcua.dossiers.counted import EARLY, LATE, LONGEST, NET, ON_DAY
from motcua.indicators.standing import TREE, Scope, ends_of
from motcua.reports.layouts import Column, Layout

PLAIN = Path(__file__).parent / "plain"
ENDED = (EARLY, ON_DAY, LATE)
DAYS = {NET.format(days): days for days in range(LONGEST + 1)}  # the last one counts so many days and more


def _column(key: str, way: str = "in_period", *, channels: Sequence[str] = (), **weights: int) -> Column:
    named = {name.replace("__", "."): weight for name, weight in weights.items()}
    return Column(key=key, name=key, way=way, weights=named or {key: 1}, channels=channels)


CARRIED = {"received": 1, **dict.fromkeys(ENDED, -1)}
COLUMNS = (
    _column("received"),
    Column(key="carried", name="carried", way="at_start", weights=CARRIED),
    Column(key="handled", name="handled", plus=("received", "carried")),
    _column("ended_late", ended__late=1),
    _column("overdue", "at_end", open__overdue=1),
    Column(key="late", name="late", plus=("ended_late", "overdue")),
    _column("online", channels=("online",), received=1),
    _column("finished"),
    _column("charged"),
    _column("paid_online", paid__online=1),
    _column("result", result__filed=1),
    _column("whole", digitised__whole=1),
    _column("reused"),
    _column("rated"),
    _column("low", rated__low=1),
)
COUNTS = Layout(code="766", name="", form="", group="procedure", counted_when="handled", columns=COLUMNS, identities=())
TIMES = Layout(
    code="766.2.2", name="", form="", group="procedure", counted_when="timed", identities=(),
    columns=(
        Column(key="days", name="days", way="in_period", weights={name: days for name, days in DAYS.items() if days}),
        Column(key="timed", name="timed", way="in_period", weights=dict.fromkeys(DAYS, 1)),
    ),
)  # fmt: skip
Cells = Mapping[str, Mapping[str, int]]  # procedure → column → number


class Found(NamedTuple):
    """A dossier that a rule counts."""

    key: int
    agency: int
    procedure: str


def counted(layout: Layout, tops: Sequence[Agency], *, first: date, last: date) -> dict[int, dict[str, dict[str, int]]]:
    """Return of each unit with those below it the columns of each procedure, from the facts; two queries."""
    scope = Scope(agencies=[], trees=[top.pk for top in tops])
    found = ends_of(scope, first=first, last=last, by=[TREE, "procedure"], measures=layout.measures)
    cells: dict[int, dict[str, dict[str, int]]] = {top.pk: {} for top in tops}
    for (top, procedure), ends in found.items():
        cells[top][procedure] = layout.cells(ends)
    return cells


def late_waiting(units: Sequence[int], *, last: date) -> list[Found]:
    """Return the dossiers that wait for the applicant at the end of a day and are late by the rule of 2.1."""
    return _asked("index.waiting", {"over": midnight(last + timedelta(days=1)), "agencies": list(units)})


def online_with_result(units: Sequence[int], procedures: Sequence[str], *, first: date, last: date) -> list[Found]:
    """Return the dossiers of procedures received online in a period that have an electronic result (3.3)."""
    if not procedures:
        return []
    given = {"begin": midnight(first), "over": midnight(last + timedelta(days=1))}
    return _asked("index.online", given | {"agencies": list(units), "procedures": list(procedures)})


def by_procedure(rows: Iterable[Found], units: Container[int]) -> Counter[str]:
    """Return how many there are of each procedure in some units."""
    return Counter(row.procedure for row in rows if row.agency in units)


def _asked(name: str, given: dict[str, Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute((PLAIN / f"{name}.sql").read_text("utf-8"), given)
        return [Found(*row) for row in cursor.fetchall()]
