"""Every form that carries a version, found by walking the screens, sent as an old page would send it.

The answer is 409 with words on what happened, everything typed is still there, and nothing was done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from motcua.core import clock
from motcua.guidance.actions import write
from motcua.privacy import actions
from tests import kept
from tests.files import samples
from tests.permissions.office import Office, open_office
from tests.privacy.conftest import ASKED
from tests.standing import away, delegated

TYPED = "Chữ đã gõ"
TOLD = ("vừa được người khác thay đổi", "Việc này không còn làm được", "Nội dung đã thay đổi kể từ khi bạn mở trang")
SOUND = {
    "valid_": "05/03/2026", "crosses_from": "05/03/2026",
    "last_day": "05/03/2026", "due": "05/05/2026", "cutoff": "15:00", "amount": "1",
    "days": "5", "_length": "5", "code": "T-01", "date": "05/03/2026", "letter": "Z",
}  # fmt: skip
HANDLING = ("desk", "holder", "consulted", "head", "leader", "registry")
OWN = ("session", "files_")  # a browser's; an upload that nothing took up, which a job removes (files/abandoned.py)
BIRTHS = ("don-vi-moi", "vi-tri-moi")  # what is made is new: the page's version is that of what it is made under
RELATIONS = (*HANDLING, "inspector", "reform_officer", "administrator")
STARTS = ("/quan-tri/", "/xu-ly/", "/tiep-nhan/", "/quyen-du-lieu/", "/vang-mat/")
SKIPPED = ("/ui/", "/api/", "/dang-xuat", "/huong-dan", "/thu-tuc", "/tra-cuu", "/t/")
NAMES = ("deed", "action")  # parts of an address that make it another form


@dataclass(frozen=True)
class Found:
    """A form with a version: where it stands, where it is sent, who saw it, what a browser would send."""

    page: str
    action: str
    relation: str
    data: dict[str, Any]
    typed: tuple[str, ...]
    files: tuple[str, ...]
    version: int


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Office, dict[str, Found]]]:
    """An office, and the forms with a version that its screens show."""
    with kept.for_module(django_db_blocker):
        clock.set_now(datetime(2026, 3, 2, 9, tzinfo=clock.LOCAL))
        office = furnished(open_office())
        yield office, forms_of(office)


def furnished(office: Office) -> Office:
    """Add what the matrix's office lacks: somebody away, a delegation, a request, a hold, an instruction."""
    by = office.posts
    unit = by["leader"].agency
    away(by["holder"], by["division"])
    delegated(by["leader"], by["head"])
    given = {"office": unit, "post": by["registry"], "source": "QĐ 7/QĐ-UBND", "valid_from": date(2026, 3, 1)}
    actions.name_duty(by=by["leader"], **given)
    actions.receive(by=by["desk"], **ASKED)
    actions.hold(by=by["leader"], office=unit, dossier_code=office.dossiers["returned"].code, source="Khiếu nại số 3")
    write(by=by["administrator"], agency=unit, title="Giờ nhận", body="Nhận đến 16 giờ", source="TB 1/TB-UBND")
    return office


def kind_of(path: str) -> str:
    """An address without the thing it names: what is the same form for every thing."""
    found = resolve(urlsplit(path).path)
    named = {name: value for name, value in found.kwargs.items() if any(each in name for each in NAMES)}
    return f"{found.route} {named or ''}".strip()


def links_of(tree: Any, path: str) -> Iterator[str]:
    for link in tree.iterlinks():
        element, attribute, url, _ = link
        where = urljoin(path, url)
        if element.tag == "a" and attribute == "href" and where.startswith("/") and not where.startswith("/static"):
            yield where.partition("#")[0]


def pages_of(client: Client, starts: list[str]) -> Iterator[tuple[str, Any]]:
    """Every page that is reached by links, one of each kind besides those at which it starts."""
    waiting, seen, looked = list(starts), set(starts), set()
    while waiting:
        path = waiting.pop(0)
        try:
            kind = kind_of(path)
        except Resolver404:
            continue
        if (kind in looked and path not in starts) or path.startswith(SKIPPED):
            continue
        looked.add(kind)
        answer = client.get(path)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        tree = lxml.html.document_fromstring(answer.content.decode())
        yield path, tree
        for link in links_of(tree, path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def filled(form: Any) -> tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]:
    """What a browser sends of a form after somebody typed into it, the names of what was typed, and of files."""
    data: dict[str, Any] = {}
    named = [element for element in form.inputs if element.get("name")]
    kinds = {element: (element.get("type") or "text").lower() for element in named}
    files = tuple(element.get("name") for element in named if kinds[element] == "file")
    for element in named:
        if kinds[element] not in ("file", "submit", "button"):
            _fill(data, element, kinds[element])
    if "whom" in data:
        data["due"] = ""  # a moment, where others ask for a day; it may be left out
    return data, tuple(name for name, value in data.items() if value == TYPED), files


def _fill(data: dict[str, Any], element: Any, kind: str) -> None:
    name = element.get("name")
    if element.tag == "select":
        data[name] = element.value or next((value for value in element.value_options if value), "")
    elif kind in ("checkbox", "radio"):
        if element.get("checked") is not None or name not in data:
            data[name] = element.get("value") or "on"
    elif kind == "hidden":
        data[name] = element.value or ""
    elif element.get("list"):
        data[name] = element.xpath(f"//datalist[@id='{element.get('list')}']/option/@value")[0]
    else:
        data[name] = (element.value or "").strip() or value_for(name)


def value_for(name: str) -> str:
    """Something sound for an empty input."""
    return next((value for part, value in SOUND.items() if part in name), TYPED)


def forms_of(office: Office) -> dict[str, Found]:
    """Every form with a version on the screens of every post, once for each kind of address."""
    found: dict[str, Found] = {}
    dossiers = [f"/xu-ly/ho-so/{dossier.code}/" for dossier in office.dossiers.values()]
    for relation in RELATIONS:
        starts = [*STARTS, *(dossiers if relation in HANDLING else ())]
        client = office.browsers[relation]
        for path, tree in pages_of(client, starts):
            for form in tree.forms:
                if "version" not in form.fields or form.method != "POST":
                    continue
                action = urljoin(path, form.action or path)
                data, typed, files = filled(form)
                version = int(data["version"])
                found.setdefault(kind_of(action), Found(path, action, relation, data, typed, files, version))
    return found


def writes_of(queries: Any) -> list[str]:
    """What was written, and not taken back with its savepoint, besides OWN."""
    kept: list[str] = []
    for sql in (each["sql"] for each in queries):
        if sql.startswith("ROLLBACK TO SAVEPOINT"):
            kept = kept[: kept.index(sql.removeprefix("ROLLBACK TO "))]
        elif sql.startswith(("SAVEPOINT", "INSERT", "UPDATE", "DELETE")) and not any(each in sql[:60] for each in OWN):
            kept.append(sql[:160])
    return [sql for sql in kept if not sql.startswith("SAVEPOINT")]


def sent(office: Office, form: Found, version: int) -> tuple[Any, list[str]]:
    """Send a form with a version; nothing of it stays. Returns the answer and what was written."""
    content = b"{}" if "/bieu-mau/" in form.action else samples.picture("PNG")  # a form file is JSON
    files = {name: SimpleUploadedFile("a.png", content) for name in form.files}
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        answer = office.browsers[form.relation].post(form.action, form.data | files | {"version": str(version)})
        transaction.set_rollback(True)
    return answer, writes_of(asked)


Walked = tuple[Office, dict[str, Found]]


def test_an_old_page_is_told_so_keeps_what_was_typed_and_does_nothing(walked: Walked, db: None) -> None:
    office, found = walked
    wrong = []
    for kind, form in found.items():
        if any(birth in kind for birth in BIRTHS):
            continue
        answer, written = sent(office, form, form.version - 1)
        told = [words for words in TOLD if words in answer.text]
        lost = [name for name in form.typed if TYPED not in answer.text]
        if answer.status_code != 409 or not told or lost or written:
            why = answer.context["form"].errors if answer.status_code == 422 and "form" in answer.context else ""
            wrong.append(f"{kind} ({form.relation}): {answer.status_code} {told} {lost} {written} {why}")
    assert not wrong, "\n".join(wrong)
    assert len(found) >= 40, sorted(found)  # the forms were found
    assert sum(bool(form.typed) for form in found.values()) >= 20


def test_the_same_forms_of_a_fresh_page_are_not_called_old(walked: Walked, db: None) -> None:
    """So that the walk above does not pass because everything is refused."""
    office, found = walked
    answers = [sent(office, form, form.version)[0] for form in found.values() if form.relation in HANDLING]
    assert not any(words in answer.text for answer in answers for words in TOLD)
    assert sum(answer.status_code == 303 for answer in answers) >= 8
