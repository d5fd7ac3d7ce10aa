"""Every page, asked and sent what nobody should send: it answers in words, never with an error of ours."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from config.matrix import administration, catalogue, desks, public
from tests import dossier_factories as make
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
NASTY = {
    "nothing visible": "\u200b\u202e\u2066\x00",
    "NUL and direction": "Nguye\u0302\u0303n\x00 \u202eAn",
    "too long": "Ễ" * 3_000,
    "a day that is none": "2026-02-31",
    "a day far away": "31/12/99999",
    "a number that is none": "-1e999",
    "a huge number": "9" * 40,
    "half a letter": "\ufffd",
    "a quote": "'\"\\%_; --<x>{y}",
}
OWN = ("q", "deed", "pick", "version", "key", "next", "action")
QUERY = ("q", "page", "after", "before", "so", "tab", "state", "from", "to", "tu", "den", "loai", "nhom", "ngay", "gui")


@pytest.fixture
def office(house: SimpleNamespace) -> SimpleNamespace:
    """A house with one dossier, and browsers of everybody who works in it."""
    dossier = make.in_progress(house)
    posts = (house.clerk, house.administrator, house.leader, house.registry, house.inspector, house.reform)
    browsers = [signed_in(Client(raise_request_exception=True), post) for post in posts]
    return SimpleNamespace(code=dossier.code, browsers=browsers, posts=posts)


def addresses() -> Iterator[str]:
    """Every address of people's pages that names no thing, and the page of a dossier with its deeds."""
    for module in (public, desks, administration, catalogue):
        yield from (route for route in module.ROUTES if "<" not in route and "{" not in route)


def door_of(office: SimpleNamespace, path: str) -> Any:
    """The first browser that is let in."""
    for browser in office.browsers:
        answer = browser.get(path)
        if answer.status_code not in (302, 303, 403, 404):
            return browser, answer
    return office.browsers[0], None


def names_of(answer: Any) -> list[str]:
    """What a page's form asks for; of its own fields in any case."""
    form = (answer.context or {}).get("form") if answer is not None and answer.context else None
    return [*(form.fields if form is not None else ()), *OWN]


def tried(browser: Client, verb: str, path: str, data: dict[str, str]) -> str:
    """Ask, and let nothing stay; returns what went wrong, "" for any answer in words."""
    with transaction.atomic():
        try:
            answer = getattr(browser, verb)(path, data)
            wrong = f"{answer.status_code}" if answer.status_code >= 500 else ""
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"[:160]
        transaction.set_rollback(True)
    return wrong


def test_no_page_breaks_over_what_it_is_asked_or_sent(office: SimpleNamespace) -> None:
    """Each page gets three of the nine texts, so that neighbours get all of them."""
    broken, asked_for = [], 0
    paths = sorted({*addresses(), f"/xu-ly/ho-so/{office.code}/"})
    for place, path in enumerate(path for path in paths if not path.startswith(("/healthz", "/ui/"))):
        browser, page = door_of(office, path)
        names = names_of(page)
        asked_for += len(names) - len(OWN)
        for what in list(NASTY)[place % 3 :: 3]:
            asked = tried(browser, "get", path, dict.fromkeys(QUERY, NASTY[what]))
            given = tried(browser, "post", path, dict.fromkeys(names, NASTY[what]))
            broken += [f"{verb} {path} ({what}): {said}" for verb, said in (("GET", asked), ("POST", given)) if said]
    assert broken == []
    assert asked_for > 60  # the forms were found


def test_an_error_of_ours_would_be_seen() -> None:
    class Breaking:
        def get(self, path: str, data: dict[str, str]) -> SimpleNamespace:
            if path == "/vo/":
                raise ValueError("A string literal cannot contain NUL (0x00) characters.")
            return SimpleNamespace(status_code=int(path.strip("/")))

    assert [tried(Breaking(), "get", path, {}) for path in ("/200/", "/422/", "/503/")] == ["", "", "503"]  # type: ignore[arg-type]
    assert "NUL" in tried(Breaking(), "get", "/vo/", {})  # type: ignore[arg-type]
