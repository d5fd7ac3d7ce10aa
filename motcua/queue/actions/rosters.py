"""Who sits at which window, day by day, in the sessions of the desk's calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.queue import hours, permissions
from motcua.queue.choices import Action
from motcua.queue.models import Hall, Shift, Window


class Seat(NamedTuple):
    """One post at one window in the session that begins at a minute of the day."""

    window: Window
    start: int
    post: Post


@action(Action.SET_ROSTER, permit=permissions.may_set)
def set_roster(hall: Hall, *, by: Post, day: date, seats: Iterable[Seat]) -> dict[str, Any]:
    """Set a day's roster in the place of the one before. Raises BadInput `day_off`, `no_session`, `no_window`,
    `no_post` (not a receptionist of the desk on that day), `twice` (one post at two windows of a session).
    """
    kept = _put(hall, day, list(seats))
    return {"day": day, "seats": [[seat.window.pk, seat.start, seat.post.pk] for seat in kept]}


def _put(hall: Hall, day: date, seats: list[Seat]) -> list[Seat]:
    ends = {span.start: span.end for span in hours.spans_on(hall, day)}
    if not ends:
        raise BadInput("day_off", f"Ngày {day:%d/%m/%Y} không có buổi làm việc nào theo lịch của đơn vị.", field="day")
    _check(hall, day, seats, ends)
    Shift.objects.filter(window__hall=hall, day=day).delete()
    Shift.objects.bulk_create(
        Shift(window=seat.window, day=day, start=seat.start, end=ends[seat.start], post=seat.post) for seat in seats
    )
    return seats


def _check(hall: Hall, day: date, seats: list[Seat], ends: dict[int, int]) -> None:
    able = set(permitted(hall, day).values_list("pk", flat=True))
    seen: set[tuple[int, int]] = set()
    for seat in seats:
        if seat.start not in ends:
            raise BadInput("no_session", "Có buổi không còn trong lịch làm việc của ngày này.")
        if seat.window.hall_id != hall.pk or seat.window.retired_at is not None:
            raise BadInput("no_window", "Có quầy không còn dùng.")
        if seat.post.pk not in able:
            raise BadInput("no_post", f"{seat.post} không phải cán bộ một cửa của đơn vị vào ngày này.")
        if (seat.post.pk, seat.start) in seen:
            raise BadInput("twice", f"{seat.post} được phân công hai quầy trong cùng một buổi.")
        seen.add((seat.post.pk, seat.start))
    if len({(seat.window.pk, seat.start) for seat in seats}) < len(seats):
        raise BadInput("twice", "Một quầy có hai người trong cùng một buổi.")


def permitted(hall: Hall, day: date) -> Any:
    """Return the posts that may sit at a window on a day: the desk's receptionists."""
    return Post.objects.held(day).filter(agency=hall.agency_id, role__in=permissions.WORKERS).with_names()


@action(Action.COPY_ROSTER, permit=permissions.may_set)
def copy_roster(hall: Hall, *, by: Post, source: date, day: date) -> dict[str, Any]:
    """Put the roster of one day to another: session by session in their order, as many as the day has.

    So a weekday's morning becomes a Saturday's; who holds the post no more is left out. Raises BadInput
    `nothing_to_copy`, `day_off`.
    """
    rows = list(Shift.objects.filter(window__hall=hall, window__retired_at=None, day=source).select_related("post"))
    if not rows:
        raise BadInput("nothing_to_copy", f"Ngày {source:%d/%m/%Y} chưa có phân công.", field="source")
    there = [span.start for span in hours.spans_on(hall, day)]
    places = dict(zip(sorted({row.start for row in rows}), there, strict=False))
    able = set(permitted(hall, day).values_list("pk", flat=True))
    fitting = [row for row in rows if row.start in places and row.post_id in able]
    kept = _put(hall, day, [Seat(row.window, places[row.start], row.post) for row in fitting])
    return {"from": source, "day": day, "seats": [[seat.window.pk, seat.start, seat.post.pk] for seat in kept]}
