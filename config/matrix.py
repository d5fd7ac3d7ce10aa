"""`motcua permissions matrix --json`: every address × method × role × relation × situation → what is expected.

The rules are declared in `config.matrix_rules` and below; the tests walk all of it through the real site, and an
address that is not listed here fails the build.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

from config.matrix_rules import ACTS, BY_ROLE, DESK, HOLDERS, POINTLESS, RELATIONS, SITUATIONS, sees
from motcua.agencies.choices import Role

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ALLOWED, FORBIDDEN, HIDDEN, CONFLICT = "allowed", "forbidden", "hidden", "conflict"
LOGIN, UNAUTHENTICATED, NO_METHOD, REFUSED = "login", "unauthenticated", "method_not_allowed", "refused"
ALL = frozenset(BY_ROLE)
OVERSEERS = frozenset({Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER})
BOOKS = OVERSEERS | {Role.RECEPTIONIST, Role.HEAD_OF_DIVISION}
CLERKS = frozenset({Role.RECEPTIONIST})
STRANGER = "anonymous"


@dataclass(frozen=True)
class Row:
    """One expectation. `relation` and `state` are "" where an address knows no dossier, `action` where it is no act."""

    route: str
    method: str
    role: str
    expect: str
    relation: str = ""
    state: str = ""
    situation: str = ""
    action: str = ""


@dataclass(frozen=True)
class Public:
    """Open to everybody; `gives` is what everybody gets."""

    gives: str = ALLOWED

    def rows(self, route: str, method: str) -> Iterator[Row]:
        for role in (STRANGER, *BY_ROLE):
            yield Row(route, method, role, self.gives)


@dataclass(frozen=True)
class Posts:
    """Open to posts, or to those of some roles; `api` tells strangers by 401 instead of leading to the log-in."""

    roles: frozenset[Role] = ALL
    api: bool = False
    gives: str = ALLOWED

    def rows(self, route: str, method: str) -> Iterator[Row]:
        yield Row(route, method, STRANGER, UNAUTHENTICATED if self.api else LOGIN)
        for role in BY_ROLE:
            yield Row(route, method, role, self.gives if role in self.roles else FORBIDDEN, relation=BY_ROLE[role])


@dataclass(frozen=True)
class Reads:
    """A dossier's content: for whoever sees it, and of the roles; for others it does not exist.

    `absent` are situations in which there is nothing to be read, `only` narrows who reads by situation.
    """

    roles: frozenset[Role] = ALL
    api: bool = False
    absent: tuple[str, ...] = ()
    only: dict[str, set[str]] | None = field(default=None, hash=False)

    def rows(self, route: str, method: str) -> Iterator[Row]:
        for situation, state in SITUATIONS.items():
            yield Row(route, method, STRANGER, UNAUTHENTICATED if self.api else LOGIN, "", state, situation)
            for relation, role in RELATIONS.items():
                yield Row(route, method, role, self._expect(relation, role, situation), relation, state, situation)

    def _expect(self, relation: str, role: Role, situation: str) -> str:
        if role not in self.roles:
            return FORBIDDEN
        readers = sees(situation) if self.only is None else self.only.get(situation, set()) & sees(situation)
        return ALLOWED if relation in readers and situation not in self.absent else HIDDEN


@dataclass(frozen=True)
class Acts:
    """The actions on a dossier. `kind`: page (the form: only where it is offered), sent (the form sent), api."""

    kind: str

    def rows(self, route: str, method: str) -> Iterator[Row]:
        for action in ACTS:
            for situation, state in SITUATIONS.items():
                stranger = UNAUTHENTICATED if self.kind == "api" else LOGIN
                yield Row(route, method, STRANGER, stranger, "", state, situation, action)
                for relation, role in RELATIONS.items():
                    expect = self._expect(relation, action, situation)
                    yield Row(route, method, role, expect, relation, state, situation, action)

    def _expect(self, relation: str, action: str, situation: str) -> str:
        if relation not in sees(situation):
            return HIDDEN
        allowed = relation in ACTS[action].get(situation, set())
        if self.kind == "page":
            return ALLOWED if allowed and situation not in POINTLESS.get(action, ()) else HIDDEN
        if self.kind == "sent":
            return ALLOWED if allowed else REFUSED
        if situation not in ACTS[action]:
            return CONFLICT
        return ALLOWED if allowed else FORBIDDEN


@dataclass(frozen=True)
class NoMethod:
    """The address exists, the method does not."""

    def rows(self, route: str, method: str) -> Iterator[Row]:
        yield Row(route, method, "any", NO_METHOD)


# The desk, and whoever has the open step, lay files beside papers until the dossier is closed.
ATTACHERS = {situation: holders | DESK for situation, holders in HOLDERS.items()}
NOTHING_PRINTED = ("submitted",)
NOT_RECEIVED = ("submitted", "refused")
CODE, FILE = "/xu-ly/ho-so/<str:code>/", "/xu-ly/ho-so/<str:code>/tep/<uuid:file>/"
API = "/api/v1/dossiers/<code>"
GALLERY = "/ui/"  # in the demo and the tests only
token = Posts(api=True)

ROUTES: dict[str, dict[str, Any]] = {
    "/healthz": {"GET": Public()},
    # the citizens' pages
    "/": {"GET": Public()},
    "/tra-cuu/": {"GET": Public(), "POST": Public()},
    "/t/<str:token>": {"GET": Public()},
    # coming in and going
    "/dang-nhap/": {"GET": Public(), "POST": Public()},
    "/dang-xuat/": {"POST": Public(LOGIN)},
    "/chon-vi-tri/": {"GET": Posts(), "POST": Posts(gives=HIDDEN)},  # without naming one of one's own posts
    "/doi-mat-khau/": {"GET": Posts(), "POST": Posts()},
    "/vao-viec/": {"GET": Posts(), "POST": Posts()},
    # the desk
    "/tiep-nhan/": {"GET": Posts(CLERKS), "POST": Posts(CLERKS)},
    "/tiep-nhan/thu-tuc/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/giay-to/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/ban-nhap/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/ban-nhap/<int:key>/bo/": {"POST": Posts(CLERKS)},
    "/tiep-nhan/tra-ket-qua/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/tra-ket-qua/<str:code>/": {
        "GET": Reads(CLERKS, only={"to_return": DESK}),
        "POST": Reads(CLERKS, only={"to_return": DESK}),
    },
    "/tiep-nhan/da-nhan/<str:code>/": {"GET": Reads(CLERKS)},
    "/tiep-nhan/da-nhan/<str:code>/phieu/<uuid:paper>.pdf": {"GET": Reads(CLERKS, absent=NOTHING_PRINTED)},
    # those who settle
    "/xu-ly/": {"GET": Posts()},
    "/xu-ly/ho-so/": {"GET": Posts()},
    "/xu-ly/toan-don-vi/": {"GET": Posts(OVERSEERS)},
    "/xu-ly/quet/": {"GET": Posts()},
    "/xu-ly/so-theo-doi/": {"GET": Posts(BOOKS)},
    CODE: {"GET": Reads()},
    f"{CODE}viec/<slug:action>/": {"GET": Acts("page"), "POST": Acts("sent")},
    f"{CODE}dinh-danh/": {"POST": Reads()},
    f"{CODE}giay-to/<int:paper>/tep/": {"GET": Reads(only=ATTACHERS), "POST": Reads(only=ATTACHERS)},
    f"{CODE}phieu/<uuid:paper>.pdf": {"GET": Reads(absent=NOTHING_PRINTED)},
    f"{CODE}phieu-kiem-soat.<slug:kind>": {"GET": Reads(absent=NOT_RECEIVED)},
    FILE: {"GET": Reads()},
    f"{FILE}khung/": {"GET": Reads()},
    f"{FILE}trang/<int:number>.png": {"GET": Reads()},
    f"{FILE}tai-ve/": {"GET": Reads()},
    # machines
    "/api/v1/openapi.json": {"GET": Public()},
    "/api/v1/": dict.fromkeys(METHODS, Public(HIDDEN)),  # whatever is no address of the API, too
    "/api/v1/dossiers": {"GET": token, "POST": Posts(CLERKS, api=True)},
    API: {"GET": Reads(api=True)},
    f"{API}/actions/<action>": {"POST": Acts("api")},
    f"{API}/events": {"GET": Reads(api=True)},
    f"{API}/documents/<form>.pdf": {"GET": Reads(api=True, absent=NOTHING_PRINTED)},
    "/api/v1/files": {"POST": Posts(ALL - {Role.INSPECTOR}, api=True)},
    "/api/v1/tracking/<code>": {"GET": Public()},
    "/api/v1/procedures": {"GET": token},
    "/api/v1/tasks": {"GET": token},
    "/api/v1/demo/clock": {"PUT": token},
    # the gallery
    "/ui/": dict.fromkeys(METHODS, Public()),
    "/ui/bieu-mau-loi/": dict.fromkeys(METHODS, Public(CONFLICT)),
    "/ui/cong-dan/": dict.fromkeys(METHODS, Public()),
    "/ui/ban-in/": dict.fromkeys(METHODS, Public()),
    "/ui/loi/<int:status>/": dict.fromkeys(METHODS, Public(HIDDEN)),  # an error page, asked for 404
}


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Yield the pattern of every address of the site, as urls.py writes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        place = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLPattern):
            yield place
        else:
            yield from addresses(entry, place)


def unlisted() -> set[str]:
    """Return the addresses for which nothing is declared."""
    return set(addresses()) - set(ROUTES)


def gone() -> set[str]:
    """Return what is declared for addresses that the site has not."""
    return {route for route in set(ROUTES) - set(addresses()) if not route.startswith(GALLERY)}


def rows() -> Iterator[Row]:
    """Yield every expectation for the addresses of this installation."""
    here = set(addresses())
    for route, methods in ((route, ROUTES[route]) for route in ROUTES if route in here):
        for method in METHODS:
            yield from methods.get(method, NoMethod()).rows(route, method)


def main(argv: list[str]) -> int:
    """`motcua permissions matrix [--json]`; fails, naming them, when addresses are not listed."""
    parser = argparse.ArgumentParser("motcua permissions", description="Ai được làm gì, ở địa chỉ nào.")
    parser.add_argument("what", choices=["matrix"])
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    options = parser.parse_args(argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if missing := unlisted() | gone():
        sys.exit("Chưa khai báo quyền, hoặc địa chỉ không còn: " + ", ".join(sorted(missing)))
    found = [vars(row) for row in rows()]
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for row in found:
            print("\t".join(str(value) for value in row.values()))
    return 0
