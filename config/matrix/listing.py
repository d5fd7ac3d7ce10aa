"""`motcua permissions matrix --json`: every address × method × role × relation × situation → what is expected.

The rules are declared beside this file, audience by audience; the tests walk all of it through the real site, and an
address that is not listed there fails the build.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

from config.matrix import administration, catalogue, desks, hall, history, machines, public
from config.matrix.expectations import METHODS, NoMethod, Row
from config.matrix.public import GALLERY

ROUTES: dict[str, dict[str, Any]] = {
    **public.ROUTES,
    **desks.ROUTES,
    **hall.ROUTES,
    **history.ROUTES,
    **administration.ROUTES,
    **catalogue.ROUTES,
    **machines.ROUTES,
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
