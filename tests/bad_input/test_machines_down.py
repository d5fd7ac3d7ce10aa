"""The worker stands still, the database is away or restarted, a connection is cut in the middle of an upload."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from motcua.agencies.actions.posts import issue_token
from motcua.core.models import ReactionDone
from motcua.dossiers.models import Dossier, PrintedPaper
from motcua.files.models import StoredFile
from tests.counter.pages import URL, send, sheet
from tests.dossier_factories import make_house, received
from tests.factories import signed_in
from tests.files.samples import pdf


@contextmanager
def beside() -> Iterator[psycopg.Connection]:
    """A connection of the server's owner, not to the tests' database."""
    held = connection.settings_dict
    where = {"host": held["HOST"], "port": held["PORT"], "user": held["USER"], "password": held["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in where.items() if v}) as made:
        yield made


def cut_everybody_off(by: psycopg.Connection) -> None:
    name = connection.settings_dict["NAME"]
    by.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@contextmanager
def database_away() -> Iterator[None]:
    """Nobody gets in and nobody stays: what a server that restarts looks like from outside."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    connection.close()
    with beside() as by:
        by.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            cut_everybody_off(by)
            yield
        finally:
            by.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def ask(address: str, **headers: str) -> tuple[int, str, Any]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), refused.headers


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_told_in_words_and_the_web_recovers_by_itself(live_server):
    house = make_house()
    dossier = received(house)
    page = f"{live_server.url}/t/{dossier.tracking_token}"
    assert ask(page)[0] == 200
    with database_away():
        status, text, headers = ask(page)
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "khởi động lại" in text
        assert "gửi lại" in text
        status, text, headers = ask(f"{live_server.url}/api/v1/procedures", Authorization="Bearer mc_x")
        assert (status, headers["Content-Type"]) == (503, "application/problem+json")
        assert "database_away" in text
    assert ask(page)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_receipt_during_which_the_database_fell_away_is_sent_again_and_made_once():
    house = make_house()
    desk = signed_in(Client(raise_request_exception=False), house.clerk)
    page = sheet(house)
    with database_away():
        refused = send(desk, page)
        assert refused.status_code == 503
        assert "chỉ được ghi một lần" in refused.text
        connection.close()
    for _ in range(2):
        assert send(desk, page).status_code == 303
    assert Dossier.objects.count() == 1


@contextmanager
def standby() -> Iterator[None]:
    """Every statement meets what a standby's would: nothing can be written."""

    def read_only(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            sql, params, many = "SET LOCAL transaction_read_only = on; CREATE TABLE x (); ", None, False
        return execute(sql, params, many, context)

    with connection.execute_wrapper(read_only):
        yield


@pytest.mark.django_db(transaction=True)
def test_a_standby_that_only_answers_refuses_in_words():
    house = make_house()
    desk = signed_in(Client(raise_request_exception=False), house.clerk)
    page = sheet(house)
    with standby():
        refused = send(desk, page)
    assert refused.status_code == 503
    assert "bản dự phòng" in refused.text
    token = issue_token(house.clerk, by=house.administrator, name="máy").issued_token
    machine = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
    body = {"agency": house.centre.code, "procedure": "9.000001", "applicant": {"name": "Trần Thị Mẫu"}}
    with standby():
        answer = machine.post("/api/v1/dossiers", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "read_only")
    assert Dossier.objects.count() == 0


@pytest.mark.django_db
def test_without_a_worker_people_are_served_and_the_paper_comes_with_the_first_look(client):
    house = make_house()
    desk = signed_in(client, house.clerk)
    done = send(desk, sheet(house))
    assert done.status_code == 303
    dossier, paper = Dossier.objects.get(), PrintedPaper.objects.get()
    assert not ReactionDone.objects.exists()  # no worker has run
    answer = desk.get(f"/tiep-nhan/da-nhan/{dossier.code}/phieu/{paper.pk}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(b"%PDF")
    assert client.get("/healthz").json()["worker"] is False


@pytest.mark.django_db(transaction=True)
def test_an_upload_cut_in_the_middle_leaves_nothing_and_the_next_is_served(live_server):
    house = make_house()
    browser = signed_in(Client(), house.clerk)
    csrf = "a" * 32
    page = {name: value for name, value in sheet(house).items() if isinstance(value, str)}
    boundary = "vach-ngan"
    fields = {"csrfmiddlewaretoken": csrf, **page}
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ).encode()
    body += f'--{boundary}\r\nContent-Disposition: form-data; name="p0-file"; filename="a.pdf"\r\n\r\n'.encode()
    head = (
        f"POST {URL} HTTP/1.1\r\nHost: {live_server.thread.host}:{live_server.thread.port}\r\n"
        f"Cookie: sessionid={browser.cookies['sessionid'].value}; csrftoken={csrf}\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {len(body) + 500_000}\r\n\r\n"
    ).encode()
    with socket.create_connection((live_server.thread.host, live_server.thread.port), timeout=10) as wire:
        wire.sendall(head + body + pdf(pages=2))
    assert ask(f"{live_server.url}{URL}")[0] == 200  # whoever comes next is served
    assert (Dossier.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert browser.get(URL).status_code == 200
    assert send(browser, sheet(house)).status_code == 303
