"""Trying the expectations of the matrix on the real site; nothing that is tried stays."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from config.matrix.expectations import (
    ALLOWED,
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    LOGIN,
    NO_METHOD,
    REFUSED,
    STRANGER,
    UNAUTHENTICATED,
    Row,
)
from tests.permissions.office import Office

WORDS = {401: UNAUTHENTICATED, 403: FORBIDDEN, 404: HIDDEN, 405: NO_METHOD, 409: CONFLICT}
ANSWERS = (200, 201, 422)  # the door is open, whatever then becomes of the request
DOORS = ("/dang-nhap/", "/chon-vi-tri/", "/dang-nhap-cong-dan/?")


def walk(office: Office, rows: Iterable[Row]) -> list[str]:
    """Try every row; return in words what is not as expected."""
    return [f"{told(row)}: expected {row.expect}, found {found}" for row in rows if (found := _try(office, row))]


def told(row: Row) -> str:
    return " ".join(filter(None, (row.method, row.route, row.action, "·", row.relation or row.role, row.situation)))


def _try(office: Office, row: Row) -> str:
    """Return what the site does in the matrix's words, "" where it is as expected."""
    before = _events()
    with transaction.atomic():
        answer = _ask(office, row)
        transaction.set_rollback(True)
    found, wrote = _word(row, answer), _events() != before
    if row.expect == REFUSED:
        return f"{found} that writes" if wrote else ""
    if found != row.expect:
        return found
    return f"{found}, but an event was written" if wrote and row.expect != ALLOWED else ""


def _events() -> int:
    """How many events were ever begun: a sequence is not rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM dossiers_dossierevent_id_seq")
        return int(cursor.fetchone()[0])


def _ask(office: Office, row: Row) -> Any:
    path, key = address(office, row), "" if row.role == STRANGER else row.relation
    if row.route.startswith("/api/"):
        return _machine(office, row, path, office.tokens[key])
    client = office.browsers[key]
    session = dict(client.cookies)
    try:
        if row.method != "POST":
            return client.generic(row.method, path)
        version = office.dossiers[row.situation].version if row.situation else 1
        return client.post(path, {"version": version})
    finally:
        client.cookies.clear()
        client.cookies.update(session)


def address(office: Office, row: Row) -> str:
    """Return the row's pattern with the values of its dossier."""
    action = row.action or "approve"
    path = row.route.replace("<action>", action).replace("<slug:action>", action.replace("_", "-"))
    for name, value in office.values[row.situation].items():
        path = path.replace(name, value)
    return f"{path}?check=5274" if "/tracking/" in path else path


def _machine(office: Office, row: Row, path: str, token: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = Client(raise_request_exception=False, headers=headers)
    ask: Callable[..., Any] = getattr(client, row.method.lower())
    if row.method == "GET":
        return ask(path)
    if path == "/api/v1/files" and row.method == "POST":
        return ask(path, {"file": SimpleUploadedFile("a.txt", b"a")})
    return ask(path, _body(office, row), "application/json")


def _body(office: Office, row: Row) -> Any:
    if row.action:
        return {"version": office.dossiers[row.situation].version, "inputs": {}}
    return office.body if row.route == "/api/v1/dossiers" else {"now": "2026-03-02T09:00"}


def _word(row: Row, answer: Any) -> str:
    status = answer.status_code
    if status in (301, 302, 303):
        return LOGIN if answer.headers["Location"].startswith(DOORS) else ALLOWED
    if row.route.startswith("/healthz") and status == 503:
        return ALLOWED  # it says that no worker lives in the tests
    return WORDS.get(status, ALLOWED if status in ANSWERS else f"status {status}")
