"""What the inbox says beside its list: of somebody who stands in for others or is away, and of what was opened last."""

from datetime import datetime, time
from typing import Any

from django.urls import reverse

from motcua.agencies.models import Absence, Post
from motcua.agencies.standing_in import Place
from motcua.casework.answering import warnings_of
from motcua.casework.inbox import FOR_ME, INSTEAD, opened_lately
from motcua.casework.people import warnings_of as falling_due
from motcua.core.clock import LOCAL
from motcua.tasks.choices import Tab
from motcua.tasks.models import Task
from motcua.ui import formats


def around(by: Post, *, now: datetime) -> dict[str, Any]:
    """What stands around the inbox: answers that run out, in whose place one works, what was opened last."""
    calm = [{"tone": "new"} | row for row in standing_of(by)]
    return {"standing": [*warnings_of(by, now=now), *falling_due(by), *calm], "lately": opened_lately(by)}


def standing_of(by: Post) -> list[dict[str, Any]]:
    """Say in whose place one stands today, until when, and that one is away: nothing asked where it is not so."""
    lines = [_standing(*pair) for pair in zip(by.places, Task.objects.counts_in_places(by), strict=True)]
    if getattr(by, "came_back", False):
        lines += _done_meanwhile(by)
    if getattr(by, "is_away", False):
        for row in Absence.objects.in_force().filter(post=by).with_names():
            stands = f"{row.substitute.person.name} làm thay" if row.substitute else "chưa có người làm thay"
            lines.append(
                {
                    "text": f"Bạn được ghi vắng đến hết {formats.day(row.valid_to)}, {stands}.",
                    "url": reverse("agencies:absences"),
                    "way": "Đã đi làm lại?",
                }
            )
    return lines


def _done_meanwhile(by: Post) -> list[dict[str, Any]]:
    """Say what was done for somebody who is back, absence by absence."""
    rows = Absence.objects.lately_over().filter(post=by).with_names().order_by("-valid_to")
    return [_back_from(row, Task.objects.done_instead_of(by)) for row in rows]


def _back_from(row: Absence, done: Any) -> dict[str, Any]:
    first, last = (
        datetime.combine(row.valid_from, time.min, tzinfo=LOCAL),
        datetime.combine(row.valid_to, time.max, tzinfo=LOCAL),
    )
    count = done.filter(done_at__gte=first, done_at__lte=last).count()
    span = f"{formats.day(row.valid_from)} – {formats.day(row.valid_to)}"
    stood = row.substitute.person.name if row.substitute else ""
    what = f"{count} việc đã được làm thay bạn" if count else "không có việc nào phải làm thay bạn"
    way = {"url": reverse("agencies:absences"), "way": "Xem các lần vắng"}
    if count:
        way = {"url": f"?tab={Tab.DONE}&whose={FOR_ME}", "way": "Xem việc đã được làm thay"}
    return {"text": f"Khi bạn vắng ({span}, {stood} làm thay): {what}."} | way


def _standing(place: Place, waiting: tuple[int, int]) -> dict[str, Any]:
    name = f"{place.post.person.name}, {place.post.title}"
    ground = place.delegation or place.absence
    until = f"đến hết {formats.day(ground.valid_to)}" if ground else ""
    if place.delegation is not None:
        text = f"Bạn được {name} ủy quyền ký (số {place.delegation.number}) {until}."
    else:
        text = f"Bạn làm thay {name} {until}."
    count, late = waiting
    told = f"{count} việc đang chờ{f', {late} quá hạn' if late else ''}." if count else "Không có việc nào đang chờ."
    return {"text": f"{text} {told}", "url": f"?tab=&whose={INSTEAD}", "way": "Xem việc làm thay"}
