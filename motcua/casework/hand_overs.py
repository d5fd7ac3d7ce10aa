"""Bàn giao chưa xác nhận: hand-overs between offices that wait here, or that others have not confirmed yet."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.casework.lines import DOSSIER, slug_of
from motcua.casework.looks import Look
from motcua.casework.origins import HANDED
from motcua.core.text import clean
from motcua.dossiers.choices import Action
from motcua.dossiers.hand_overs import AWAY, HERE, confirms, unconfirmed
from motcua.dossiers.models import Step
from motcua.ui.inputs import LineField
from motcua.ui.pages import Filters

ORDER = ("take_by", "pk")
WAYS = {HERE: "Chờ mình xác nhận", AWAY: "Mình giao, chưa được xác nhận"}
EMPTY = {HERE: "Không có hồ sơ nào chờ xác nhận bàn giao", AWAY: "Mọi bàn giao của đơn vị đều đã được xác nhận"}


class HandOverFilters(Filters):
    q = LineField(label="Tìm theo mã hồ sơ, mã thủ tục", required=False, max_length=60)

    def filter_q(self, rows: "QuerySet[Step]", words: str) -> "QuerySet[Step]":
        code = clean(words).upper()
        return rows.filter(dossier__code__contains=code) | rows.filter(dossier__procedure_code=code)


def way_of(asked: QueryDict) -> str:
    """Return the direction that an address asks for."""
    return AWAY if asked.get(HANDED) == AWAY else HERE


def rows_of(by: Post, way: str) -> "QuerySet[Step]":
    """Return the rows with all that a page shows of them."""
    found = unconfirmed(by, way).select_related("agency", "dossier__edition", "handed_by__agency", "handed_by__person")
    return found.defer("dossier__edition__content")


def tabs_of(way: str) -> list[dict[str, Any]]:
    """Return the two directions as tabs."""
    here = reverse("casework:hand_overs")
    return [{"label": label, "url": f"{here}?{HANDED}={key}", "current": key == way} for key, label in WAYS.items()]


def shown(rows: Sequence[Step], *, by: Post, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page: who gave it to whom, whether it is late, whether this post may confirm it."""
    return [
        {
            "step": step, "dossier": step.dossier, "url": reverse(DOSSIER, args=[step.dossier.code]),
            "late": step.take_by is not None and step.take_by < now, "may": confirms(by, step),
            "from": step.handed_by.agency.short_name if step.handed_by else "",
        }
        for step in rows
    ]  # fmt: skip


def context_of(by: Post, way: str, *, now: datetime) -> dict[str, Any]:
    """Return what the list's template needs beside the rows."""
    return {
        "look": Look(partial(shown, by=by, now=now)), "now": now, "way": way, "query": f"?{HANDED}={way}",
        "confirm": slug_of(Action.TAKE_OVER),
    }  # fmt: skip
