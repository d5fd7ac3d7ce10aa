import json

import pytest
from django.db import connection
from django.test import Client


def beat(seconds_ago: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) SELECT now() - make_interval(secs => %s) RETURNING id",
            [seconds_ago],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_it_is_well_while_a_worker_beats(client: Client):
    beat(1)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.content)["status"] == "ok"
    assert answer.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_it_tells_that_no_worker_lives(client: Client):
    beat(11)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["worker"] is False
    assert answer.json()["database"] is True


@pytest.mark.django_db
def test_it_answers_whatever_name_or_address_is_asked_for(client: Client):
    beat(1)
    for host in ("10.1.2.3", "[::1]:8000", "khong.dau.ca"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200
        assert client.get("/tra-cuu/", headers={"Host": "khong.dau.ca"}).status_code == 400
    assert client.post("/healthz").status_code == 405
    assert "Content-Security-Policy" in client.get("/healthz", headers={"Host": "10.1.2.3"}).headers
