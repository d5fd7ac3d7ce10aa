"""An inbox in the ways that have an index each: the rows and the counts of the plain form, sooner.

`Task.objects.visible_to(by)` says in one condition what is somebody's to do; of thousands of tasks PostgreSQL then
reads and sorts all for each page, and reads all again to count them. Here each way (one's own, one's unit's, somebody
else's) gives its first rows in the order of its index, and is counted in its index (docs/decisions/0036).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any, Self

from django.db.models import DateTimeField, Model, Q

from motcua.agencies.models import Post
from motcua.agencies.prepared import PreparedFor
from motcua.core.prepared import Given
from motcua.tasks.choices import State, Tab
from motcua.tasks.models import (
    COUNTED,
    Edges,
    Task,
    TaskQuerySet,
    edges_at,
    inbox_of,
    own_ways_of,
    ways_instead,
    ways_of,
)

ORDER = ("due_at", "pk")  # the most urgent first, what has no due moment last
BACK = ("-due_at", "-pk")
ALL, NOTHING = Q(), Q(pk__in=[])


@dataclass(frozen=True)
class Listed:
    """Those of `rows` to which a way leads, in `states`, the most urgent first or the other way round.

    Narrowed like a queryset, then cut: `listed.order_by(*ORDER)[:26]` gives a list.
    """

    rows: TaskQuerySet
    ways: tuple[Q, ...]
    states: tuple[State, ...]
    order: tuple[str, ...] = ORDER
    taken: tuple[str, ...] = ()
    flat: bool = False
    dated: Q = ALL  # where a page begins among what has a due moment, and among what has none
    undated: Q = ALL

    def filter(self, *conditions: Any, **named: Any) -> Self:
        return replace(self, rows=self.rows.filter(*conditions, **named))

    def select_related(self, *names: str) -> Self:
        return replace(self, rows=self.rows.select_related(*names))

    def in_tab(self, tab: str, now: datetime) -> Self:
        return replace(self, rows=self.rows.in_tab(tab, now))

    def own_of(self, by: Post) -> Self:
        """Only what the post must do in its own name."""
        return replace(self, ways=(*own_ways_of(by),))

    def only_for_others(self, by: Post) -> Self:
        """Only what is somebody else's, and not what anybody of the post's own unit may do."""
        return replace(self, rows=self.rows.exclude(inbox_of(by)), ways=(*ways_instead(by),) or (NOTHING,))

    def order_by(self, *names: str) -> Self:
        if names not in (ORDER, BACK):
            raise ValueError(f"an inbox is in the order of its due moments, not of {names}")
        return replace(self, order=names)

    def values_list(self, *names: str, flat: bool = False) -> Self:
        """Give tuples instead of tasks, or a single value."""
        return replace(self, taken=names, flat=flat)

    def beyond(self, values: Sequence[Any], *, back: bool) -> Self:
        """Begin after a due moment and key, or before them; the plain limit leads the index to the first row."""
        due, key = values
        after = Q(pk__lt=key) if back else Q(pk__gt=key)
        if due is None:
            dated, undated = ALL if back else NOTHING, after
        elif back:
            dated, undated = Q(due_at__lte=due) & (Q(due_at__lt=due) | after), NOTHING
        else:
            dated, undated = Q(due_at__gte=due) & (Q(due_at__gt=due) | after), ALL
        return replace(self, dated=self.dated & dated, undated=self.undated & undated)

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    @property
    def query(self) -> Any:
        return self.rows.query

    def first(self) -> Any:
        return next(iter(self[:1]), None)

    def __getitem__(self, part: slice) -> list[Any]:
        if part.start is not None or part.stop is None:
            raise TypeError("only the first rows are given")
        found = self.rows.filter(pk__in=self._first(part.stop)).order_by(*self.order)[: part.stop]
        return list(found.values_list(*self.taken, flat=self.flat) if self.taken else found)

    def _first(self, count: int) -> Any:
        """The first of each way and state, what has no due moment apart: the first of all are among them."""
        rows = self.rows.select_related(None).order_by(*self.order).values("pk")
        due = (Q(due_at__isnull=False) & self.dated, Q(due_at__isnull=True) & self.undated)
        parts = [
            rows.filter(way & moment, state=state)[:count]
            for way, state, moment in product(self.ways, self.states, due)
        ]
        return parts[0].union(*parts[1:], all=True)


def to_do(by: Post, *states: State) -> Listed:
    """Return what the post must do, in ways: what `visible_to` gives of these states."""
    return Listed(Task.objects.all(), ways=(*ways_of(by),), states=states)


def to_do_in(by: Post, tab: str, *, now: datetime) -> Listed:
    """Return one of COUNTED, in ways."""
    return to_do(by, State.WAITING if tab == Tab.WAITING else State.OPEN).in_tab(tab, now)


def _by_title(by: Post) -> Any:
    """Counted way by way; what somebody does in another's place may lie in two, and is counted at once."""
    if by.places:
        return Task.objects.visible_to(by).counts_by_title(EDGES)
    first, second = (Task.objects.filter(way).counts_by_title(EDGES) for way in own_ways_of(by))
    return first.union(second, all=True)


def _late(by: Post) -> Any:
    if by.places:
        return Task.objects.visible_to(by).late(NOW).order_by().values("pk")
    first, second = (Task.objects.filter(way).late(NOW).order_by().values("pk") for way in own_ways_of(by))
    return first.union(second, all=True)


EDGES = Edges(*(Given(name, DateTimeField()) for name in Edges._fields))
NOW = Given("now", DateTimeField())  # core_now() itself would be called for each row
COUNTS: PreparedFor[Any] = PreparedFor(_by_title)
LATE: PreparedFor[Any] = PreparedFor(_late)


def counted(by: Post, *, now: datetime) -> dict[str, dict[str, int]]:
    """Return step's title → tab → number of the post's tasks, what is done not counted; one query."""
    found: dict[str, dict[str, int]] = {}
    for title, *numbers in COUNTS.rows(by, **edges_at(now)._asdict()):
        counts = found.setdefault(title, dict.fromkeys(map(str, COUNTED), 0))
        for tab, number in zip(COUNTED, numbers, strict=True):
            counts[tab] += number
    return found


def tab_counts(steps: dict[str, dict[str, int]]) -> dict[str, int]:
    """Return tab → number of tasks, from what `counted` found."""
    return {str(tab): sum(counts[tab] for counts in steps.values()) for tab in COUNTED}


def late_of(by: Post, *, now: datetime) -> int:
    """Return how many of the post's tasks are late; one query."""
    return LATE.count(by, now=now)
