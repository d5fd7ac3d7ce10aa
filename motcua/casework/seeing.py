"""Lists as one likes to see them: which columns, which named filters, which one to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, QuerySet
from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.models import ListView, Post
from motcua.agencies.prepared import PreparedFor
from motcua.core.prepared import Given

INBOX, DOSSIERS = "inbox", "dossiers"
FIXED = 3  # code, names, the thing to do


@dataclass(frozen=True)
class Listed:
    """A list whose look may be chosen: its name, its address, the columns one may hide, its filters in an address."""

    label: str
    url_name: str
    columns: Mapping[str, str]
    filters: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


LISTS = {
    INBOX: Listed(
        "Hộp việc", "casework:inbox",
        {"step": "Bước", "due": "Hạn của bước", "promised": "Hẹn trả"}, ("tab", "q", "kind", "step"),
    ),
    DOSSIERS: Listed(
        "Hồ sơ", "casework:dossiers",
        {"state": "Trạng thái", "received": "Ngày nhận", "promised": "Hẹn trả"}, ("q", "state", "procedure", "work"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Seeing:
    """How a post sees a list: hidden columns, its own and shared filters, where it begins ("" for plainly)."""

    screen: str
    hidden: frozenset[str] = frozenset()
    views: list[dict[str, Any]] = field(default_factory=list)
    begins: str = ""
    filter: str = ""

    @property
    def span(self) -> int:
        """The width of a heading over the whole table: without a column of boxes."""
        return FIXED + len(LISTS[self.screen].columns) - len(self.hidden)

    @property
    def columns(self) -> list[tuple[str, str, bool]]:
        """Key, name and whether it is shown, of the columns one may hide."""
        return [(key, label, key not in self.hidden) for key, label in LISTS[self.screen].columns.items()]


def _views(by: Post) -> "QuerySet[ListView]":
    return ListView.objects.visible_to(by).filter(screen=Given("screen", CharField())).select_related("person")


VIEWS = PreparedFor(_views)


def seen_by(by: Post, name: str, *, asked: QueryDict) -> Seeing:
    """Return how the post sees a list; one query."""
    rows = VIEWS.rows(by, screen=name)
    listed, now = LISTS[name], filter_of(name, asked)
    chosen: list[str] = next((row.hidden for row in rows if not row.name), [])
    hidden = set(chosen) & set(listed.columns)  # a column that an older version had is forgotten
    first = next((row for row in rows if row.starts and row.person_id == by.person_id), None)
    return Seeing(
        screen=name,
        hidden=frozenset(hidden),
        views=[
            {
                "name": row.name,
                "url": address_of(row),
                "current": bool(now) and row.query == now,
                "whose": "" if row.person_id == by.person_id else row.person.name,
            }
            for row in rows
            if row.name
        ],
        begins=f"{listed.url}?{first.query}" if first is not None and not asked else "",
        filter=now,
    )


def filter_of(name: str, asked: QueryDict) -> str:
    """Return the part of an address that is worth keeping: the list's filters, never the page."""
    kept = QueryDict(mutable=True)
    for one in LISTS[name].filters:
        if asked.get(one):
            kept[one] = str(asked[one])
    if name == INBOX:
        kept.setdefault("tab", "")  # opened, it is not led on to where one begins
    return "" if name == INBOX and kept.urlencode() == "tab=" else kept.urlencode()


def address_of(view: ListView) -> str:
    """Return where a kept filter leads."""
    return f"{LISTS[view.screen].url}?{view.query}"


def kept_by(by: Post) -> list[dict[str, Any]]:
    """Return everything kept, list by list, for the page on which it is changed."""
    rows = [row for row in ListView.objects.visible_to(by).select_related("person", "shared_with") if row.name]
    return [
        {
            "label": listed.label,
            "url": listed.url,
            "views": [
                {"view": row, "url": address_of(row), "own": row.person_id == by.person_id}
                for row in rows
                if row.screen == name
            ],
        }
        for name, listed in LISTS.items()
    ]
