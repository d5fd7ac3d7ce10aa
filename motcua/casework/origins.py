"""The list from which a dossier was opened, kept in the address: the way back, and to the rows before and after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.casework import inbox
from motcua.casework.dossier_page import own_task
from motcua.casework.forms import DossierFilters
from motcua.dossiers.finding import searched
from motcua.dossiers.models import Dossier
from motcua.ui.paging import place_of

MARK = "ds"  # in an address: one came from the list of dossiers
HANDED = "giao"  # names the list of hand-overs, and its direction
FILTERS = ("q", "state", "procedure", "work")
ORDER = ("-pk",)


@dataclass(frozen=True)
class Around:
    """The addresses before and after a dossier in the list one came from, and its place in words ("7 / 38")."""

    urls: tuple[str, str] = ("", "")
    place: str = ""


NOWHERE = Around()


@dataclass(frozen=True)
class Origin:
    """A list with its filters. `crumbs` lead back to it, `around` tells what stands before and after a dossier."""

    crumbs: list[tuple[str, str]]
    query: str
    around: Callable[[Dossier], Around]


def query_kept(asked: QueryDict) -> str:
    """Return the list one came from as it goes on in addresses, "" when one came from elsewhere."""
    if "tab" in asked:
        return inbox.query_of(asked)
    return list_query(asked) if MARK in asked else ""


def list_query(asked: QueryDict) -> str:
    """Return what the rows of the list of dossiers add to their addresses: that list with its filters."""
    kept = QueryDict(mutable=True)
    kept[MARK] = "1"
    for name in FILTERS:
        if asked.get(name):
            kept[name] = str(asked[name])
    return f"?{kept.urlencode()}"


def home(query: str) -> tuple[str, str]:
    """Return the crumb of the list that an address names: its label and address."""
    if query.startswith(f"?{HANDED}="):
        return "Bàn giao chưa xác nhận", reverse("casework:hand_overs") + query
    if query.startswith(f"?{MARK}="):
        return "Hồ sơ", reverse("casework:dossiers") + query
    return "Hộp việc", reverse("casework:inbox") + query


def origin_of(by: Post, asked: QueryDict, *, now: datetime) -> Origin:
    """Return the list from which a page was opened; without one there is nothing before and after."""
    query = query_kept(asked)
    came = inbox.came_from(by, asked, now=now)
    if came is not None:
        crumbs = [("Hộp việc", reverse("casework:inbox")), (came.label, reverse("casework:inbox") + query)]
        return Origin(crumbs, query, lambda dossier: _around_task(came, dossier, by=by, query=query))
    crumbs = [("Hồ sơ", reverse("casework:dossiers") + query)]
    if not query:
        return Origin(crumbs, query, lambda dossier: NOWHERE)
    return Origin(crumbs, query, lambda dossier: _around_dossier(dossier, asked, by=by, query=query))


def _around_task(came: inbox.Inbox, dossier: Dossier, *, by: Post, query: str) -> Around:
    task = own_task(dossier, by=by)
    if task is None:
        return NOWHERE
    place = inbox.place_in(came, task)
    before, after = (reverse(row[0], args=[row[1]]) + query if row else "" for row in (place.previous, place.next))
    return Around((before, after), place.words)


def _around_dossier(dossier: Dossier, asked: QueryDict, *, by: Post, query: str) -> Around:
    found: Any = searched(by)
    rows = DossierFilters(asked).narrow(found).only("code")
    place = place_of(rows, order=ORDER, item=dossier, take=("code",))
    before, after = (
        reverse("casework:dossier", args=[row[0]]) + query if row else "" for row in (place.previous, place.next)
    )
    return Around((before, after), place.words)
