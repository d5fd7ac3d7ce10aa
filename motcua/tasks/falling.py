"""Due moments that fall into somebody's absence, or so shortly after it that nothing can be done any more."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from motcua.agencies import dues
from motcua.agencies.models import Absence, Agency, Post
from motcua.core.clock import LOCAL, today
from motcua.tasks.models import Task, TaskQuerySet
from motcua.worktime.standing import add_working_hours
from motcua.worktime.stored import calendar_of

AFTERWARDS = 8  # working hours: who is back has the first day to see what waits
NOTHING = Q(pk__in=[])


def span_of(unit: Agency, first: date, last: date) -> tuple[datetime, datetime]:
    """Return from when to when what is due falls into an absence: to the end of the first working day after it."""
    start, end = datetime.combine(first, time.min, tzinfo=LOCAL), datetime.combine(last, time.max, tzinfo=LOCAL)
    return start, add_working_hours(calendar_of(unit, last), end + timedelta(microseconds=1), AFTERWARDS)


def falling_into(rows: Iterable[Absence]) -> TaskQuerySet:
    """Return the unfinished work of absent people that is due while they are away: one condition for all of them."""
    ways = []
    for row in rows:
        start, end = span_of(row.post.agency, row.valid_from, row.valid_to)
        ways.append(Q(owner=row.post_id, due_at__gte=start, due_at__lte=end))
    return Task.objects.unfinished().filter(reduce(or_, ways, NOTHING))


def coming_absences(posts: Iterable[int]) -> list[Absence]:
    """Return the absences of some posts (keys) that go on or are still to come, the nearest first; one query."""
    rows = Absence.objects.filter(post__in=posts, cancelled_at=None, valid_to__gte=today())
    return list(rows.with_names().order_by("valid_from", "pk"))


def absence_over(owner: Post | None, due: datetime | None) -> Absence | None:
    """Return the absence into which a due moment of a post falls, None without one; one query."""
    if owner is None or due is None:
        return None
    for row in coming_absences([owner.pk]):
        start, end = span_of(row.post.agency, row.valid_from, row.valid_to)
        if start <= due <= end:
            return row
    return None


def _due(post: Post, first: date, last: date) -> list[dues.Due]:
    start, end = span_of(post.agency, first, last)
    rows = Task.objects.unfinished().filter(owner=post, due_at__gte=start, due_at__lte=end).most_urgent_first()
    return [dues.Due(row.title, row.about, row.due_at) for row in rows if row.due_at is not None]


dues.register(_due)
