import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from motcua.core.models import BackupDeed, BackupRecord


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


def put_aside(deed: BackupDeed, *, hours: float = 0, **more: Any) -> None:
    fields = {"manifest": "a" * 64, "place": "may:/sao-luu/1", "bytes": 5, "rows": 4, "files": 3} | more
    BackupRecord.objects.create(deed=deed, recorded_at=Now() - timedelta(hours=hours), **fields)


def ask(client: Client, **more: Any) -> Any:
    return client.get("/healthz/sao-luu", **more)


@pytest.mark.django_db
def test_backups_and_drills_as_they_should_be_are_told_with_their_age(client: Client):
    put_aside(BackupDeed.MADE, hours=3, keys_apart=True)
    put_aside(BackupDeed.CHECKED, hours=2)
    put_aside(BackupDeed.DRILLED, hours=48)
    answer = ask(client)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["status"], told["troubles"]) == ("ok", [])
    assert told["backup"] == {"age_seconds": told["backup"]["age_seconds"], "files": 3, "rows": 4, "bytes": 5,
                              "keys_apart": True}  # fmt: skip
    assert 3 * 3600 <= told["backup"]["age_seconds"] < 3 * 3600 + 600
    assert told["check"]["result"] == "checked"
    assert 48 * 3600 <= told["drill"]["age_seconds"] < 48 * 3600 + 600
    assert "may:" not in answer.text  # no machine, no folder
    assert answer.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_what_is_missing_old_or_broken_is_told_by_code_and_status(client: Client, settings: Any):
    answer = ask(client)
    assert answer.status_code == 503
    assert answer.json()["troubles"] == ["no_backup", "no_drill"]
    assert answer.json()["backup"] is None
    put_aside(BackupDeed.MADE, hours=30)
    put_aside(BackupDeed.FAILED_CHECK, told="tệp thiếu")
    put_aside(BackupDeed.DRILLED, hours=24 * 101)
    answer = ask(client)
    assert answer.status_code == 503
    assert answer.json()["troubles"] == ["old_backup", "broken_backup", "old_drill"]
    settings.BACKUP_HOURS = settings.DRILL_DAYS = 0
    assert ask(client).json()["troubles"] == ["broken_backup"]


@pytest.mark.django_db
def test_strangers_are_told_nothing_of_backups(client: Client, settings: Any):
    put_aside(BackupDeed.MADE)
    settings.MONITOR_TOKEN = ""
    refused = [
        ask(client, REMOTE_ADDR="10.1.2.3"),
        ask(client, REMOTE_ADDR=""),
        ask(client, headers={"X-Forwarded-For": "203.0.113.5"}),  # by the proxy of this machine
        ask(client, headers={"Forwarded": "for=127.0.0.1"}),
        ask(client, REMOTE_ADDR="10.1.2.3", headers={"X-Forwarded-For": "127.0.0.1"}),
        ask(client, REMOTE_ADDR="10.1.2.3", headers={"Authorization": "Bearer "}),
        ask(client, REMOTE_ADDR="10.1.2.3", headers={"Authorization": "Bearer x"}),
    ]
    assert [(each.status_code, each.json()) for each in refused] == [(404, {"status": "unknown_address"})] * 7
    settings.MONITOR_TOKEN = "một khóa dài của máy giám sát"
    assert ask(client, headers={"Authorization": "Bearer sai"}).status_code == 404  # a wrong token opens no other door
    token = settings.MONITOR_TOKEN.encode().decode("latin-1")
    assert ask(client, REMOTE_ADDR="10.1.2.3", headers={"Authorization": f"Basic {token}"}).status_code == 404
    assert client.post("/healthz/sao-luu").status_code == 405


@pytest.mark.django_db
def test_the_monitors_token_opens_from_elsewhere_whatever_the_host(client: Client, settings: Any):
    put_aside(BackupDeed.MADE)
    put_aside(BackupDeed.DRILLED)
    settings.MONITOR_TOKEN = "a-long-token-of-the-monitor"
    headers = {"Authorization": f"Bearer {settings.MONITOR_TOKEN}", "X-Forwarded-For": "10.1.2.3", "Host": "10.0.0.1"}
    assert ask(client, REMOTE_ADDR="10.1.2.3", headers=headers).json()["status"] == "ok"
