"""The whole unit at a glance: what lies where, how much of it is late, and a list that names nobody in full."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField

from motcua.agencies.models import Post
from motcua.agencies.prepared import PreparedFor
from motcua.casework.acting import url_of
from motcua.citizens.choices import Kind
from motcua.citizens.models import Applicant
from motcua.core.prepared import Among, Given
from motcua.dossiers.choices import PAUSED, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import NOW, THEN, held_by, late_replies, listable_with_history, named_by_unit

WORKING = (State.RECEIVED, State.IN_PROGRESS)
STOPPED = "paused"  # in an address: every state in which the clock stands


def masked_name(applicant: Applicant) -> str:
    """Return a person's name as family name and initials (Trần T. M.), an organisation's as it is."""
    words = applicant.name.split()
    if applicant.kind != Kind.PERSON or len(words) < 2:
        return applicant.name
    return " ".join([words[0], *(f"{word[:1].upper()}." for word in words[1:])])


def figures(by: Post, *, now: datetime) -> list[dict[str, Any]]:
    """Return the numbers of the unit's tree, each with the address that shows exactly its rows; three queries."""
    held = held_by(by, now=now)
    by_state, late = {state: one.number for state, one in held.items()}, sum(one.late for one in held.values())
    overdue = {"label": "Đang quá hạn", "value": late, "url": "?late=open", "tone": "late" if late else ""}
    stopped = sum(by_state.get(state, 0) for state in PAUSED)
    waiting = {
        "label": "Đang dừng đồng hồ",
        "value": stopped,
        "url": f"?state={STOPPED}",
        "tone": "wait" if stopped else "",
    }
    slow = late_replies(by, now=now)
    unanswered = {
        "label": "Chậm trả lời trực tuyến", "value": slow, "url": "?late=reply", "tone": "late" if slow else "",
    }  # fmt: skip
    return [overdue, unanswered, waiting] + [
        {"label": state.label, "value": by_state.get(state, 0), "url": f"?state={state}"}
        for state in (State.SUBMITTED, *WORKING, State.DECIDED)
    ]


def listed(by: Post, *, asked: str) -> Any:
    """Return the unit's list with its history, units named as was asked ("then", else "now")."""
    rows = listable_with_history(by).exclude(code=None).select_related("applicant", "edition", "desk", "agency")
    return named_by_unit(rows.defer("edition__content"), seen=THEN if asked == THEN else NOW)


def dated(dossiers: Sequence[Dossier], *, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page with their address and how the promised day stands."""
    return [_promised(dossier, now=now) | {"dossier": dossier, "url": url_of(dossier)} for dossier in dossiers]


def _promised(dossier: Dossier, *, now: datetime) -> dict[str, Any]:
    """The promised day as the column shows it: none for what ended without a result."""
    if dossier.closed_at and not dossier.decided_at:
        return {"due": None}
    if dossier.state in PAUSED:
        return {"due": dossier.appointed_due, "waiting": "Đang dừng", "done": None, "days": None}
    days = dossier.days_left_at(now)
    return {"due": dossier.appointed_due, "waiting": "", "done": dossier.decided_at, "days": days}


def _of_keys(by: Post) -> Any:
    rows = Dossier.objects.visible_to(by, named=True)
    return rows.filter(Among("pk", Given("keys", ArrayField(BigIntegerField())))).values("pk")


OF_KEYS: PreparedFor[Any] = PreparedFor(_of_keys)


def masked(dossiers: Sequence[Dossier], *, by: Post, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page with shortened names, and with the address only where the post may read: one query."""
    keys = [dossier.pk for dossier in dossiers]
    readable = {key for (key,) in OF_KEYS.rows(by, keys=keys)}
    return [
        row | {"name": masked_name(row["dossier"].applicant), "readable": row["dossier"].pk in readable}
        for row in dated(dossiers, now=now)
    ]
