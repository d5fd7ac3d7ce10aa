"""What the inbox says beside its list: of somebody who stands in for others or is away, and of what was opened last."""

from typing import Any

from django.urls import reverse

from motcua.agencies.models import Absence, Post
from motcua.agencies.standing_in import Place
from motcua.casework.inbox import INSTEAD, opened_lately
from motcua.ui import formats


def around(by: Post) -> dict[str, Any]:
    """What stands around the list of the inbox: in whose place one works, and what one opened last."""
    return {"standing": standing_of(by), "lately": opened_lately(by)}


def standing_of(by: Post) -> list[dict[str, Any]]:
    """Say in whose place one stands today, until when, and that one is away: nothing asked where it is not so."""
    lines = [_standing(place) for place in by.places]
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


def _standing(place: Place) -> dict[str, Any]:
    name = f"{place.post.person.name}, {place.post.title}"
    ground = place.delegation or place.absence
    until = f"đến hết {formats.day(ground.valid_to)}" if ground else ""
    if place.delegation is not None:
        text = f"Bạn được {name} ủy quyền ký (số {place.delegation.number}) {until}."
    else:
        text = f"Bạn làm thay {name} {until}."
    return {"text": text, "url": f"?tab=&whose={INSTEAD}", "way": "Xem việc làm thay"}
