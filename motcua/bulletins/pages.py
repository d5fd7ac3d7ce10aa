"""Which pages may be kept, and what a mail tells of them: a registry that the desk above fills in its kept_pages.py."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import Resolver404, resolve

from motcua.agencies.models import Post
from motcua.core.errors import BadInput

LONGEST = 2_000  # signs of an address
PASSING = ("cursor",)  # of an address, what leads only to one page of a list
Period = tuple[date, date]


@dataclass(frozen=True)
class Told:
    """What a mail tells: numbers in words, the page, and how the file of it is asked for (kind, parameters)."""

    lines: list[str]
    address: str
    file: tuple[str, dict[str, Any]] | None = None


# (what stands in the path, what in the query, period, who reads it, form of the file) → Told; raises LookupError
Telling = Callable[[Mapping[str, Any], Mapping[str, str], Period, Post, str], Told]


@dataclass
class _Known:
    apps: dict[str, Collection[str]] = field(default_factory=dict)
    tellings: dict[str, Telling] = field(default_factory=dict)


_known = _Known()


def keep(app: str, *names: str) -> None:
    """Let pages of an app be kept, by the names of their addresses."""
    _known.apps[app] = frozenset(names)


def tells(name: str) -> Callable[[Telling], Telling]:
    """Register what a mail tells of a page, by its full name ("figures:report")."""

    def register(telling: Telling) -> Telling:
        if _known.tellings.setdefault(name, telling) != telling:
            raise ValueError(f"{name} is told of twice")
        return telling

    return register


def checked(address: str) -> str:
    """Return an address as it is kept: the path of a page of figures and its query. Raises BadInput (`no_such_page`).

    Only what this very installation serves is kept, so nobody is led elsewhere by a name in a list.
    """
    parts = urlsplit(address) if len(address) <= LONGEST and address.startswith("/") else None
    if parts is None or parts.scheme or parts.netloc or "\\" in address or not _may_be_kept(parts.path):
        raise BadInput("no_such_page", "Chỉ lưu được địa chỉ của một trang số liệu.", field="address")
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] not in PASSING])
    return f"{parts.path}?{query}" if query else parts.path


def _may_be_kept(path: str) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.url_name in _known.apps.get(found.app_name, ())


def told_of(address: str, *, period: Period, by: Post, form: str) -> Told:
    """Return what a mail tells the post of a kept page, for a period. Raises LookupError for what is gone."""
    path, _, query = address.partition("?")
    given = dict(parse_qsl(query))
    try:
        found = resolve(path)
    except Resolver404 as error:
        raise LookupError(path) from error
    telling = _known.tellings.get(found.view_name)
    if telling is not None:
        return telling(found.kwargs, given, period, by, form)
    return Told([], f"{path}?{urlencode(given | days_of(period))}")


def days_of(period: Period) -> dict[str, str]:
    """Return a period as addresses of pages of figures say it."""
    return {"first": f"{period[0]:%d/%m/%Y}", "last": f"{period[1]:%d/%m/%Y}"}
