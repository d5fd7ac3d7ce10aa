"""Who asks too much is told to wait, in words and with Retry-After; nobody else is."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.db.models import F

from config.places import CHECKOUT
from motcua.agencies import actions
from motcua.agencies.actions import TooMany
from motcua.agencies.choices import Role
from motcua.agencies.models import Attempts
from motcua.core.errors import BadInput
from motcua.exchange.actions import take_calls
from motcua.exchange.models import Allowance
from motcua.exchange.pace import MOST_KEPT, Pace, pace
from motcua.files.actions import store
from motcua.files.choices import Purpose
from tests.exchange.machines import Machine
from tests.factories import make_post


@pytest.fixture
def quiet_pace():
    pace.__init__()
    yield
    pace.__init__()


class Bucket:
    """Stands for the table: gives what it holds, and counts how often it is asked."""

    def __init__(self, holds):
        self.holds, self.asked = holds, 0

    def __call__(self, post, *, most, amount):
        self.asked += 1
        given = self.holds >= amount
        self.holds -= amount if given else 0
        return given, 0.0 if given else 30.0


def test_one_call_in_many_asks_the_table_and_who_is_refused_asks_it_once():
    table = Bucket(3_000)
    mine = Pace(table)
    for _ in range(3_000):
        mine.take(1, most=3_000, now=0)
    assert table.asked == 60
    for second in range(30):
        with pytest.raises(TooMany) as caught:
            mine.take(1, most=3_000, now=second)
    assert caught.value.retry_after == 2
    assert table.asked == 61
    table.holds = 50
    mine.take(1, most=3_000, now=30)


def test_calls_taken_and_not_used_are_forgotten_after_a_minute():
    mine = Pace(Bucket(50))
    mine.take(1, most=3_000, now=0)
    mine.take(1, most=3_000, now=59)
    with pytest.raises(TooMany):
        mine.take(1, most=3_000, now=120)


def test_buckets_of_many_posts_do_not_fill_the_memory():
    mine = Pace(Bucket(1_000_000))
    for key in range(MOST_KEPT + 500):
        mine.take(key, most=10, now=0)
    assert len(mine._held) == MOST_KEPT


def back(post, seconds):
    """Let time pass for a post's bucket."""
    Allowance.objects.filter(post=post).update(at=F("at") - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_a_bucket_lets_through_as_many_as_a_minute_holds_and_fills_evenly():
    post, other = make_post().pk, make_post().pk
    given = [take_calls(post, most=6, amount=1) for _ in range(7)]
    assert [fine for fine, _ in given] == [True] * 6 + [False]
    assert 0 < given[-1][1] <= 10
    assert take_calls(other, most=6, amount=1)[0]
    back(post, 10)
    assert [take_calls(post, most=6, amount=1)[0] for _ in range(2)] == [True, False]
    back(post, 3_600)
    assert [take_calls(post, most=6, amount=2)[0] for _ in range(4)] == [True, True, True, False]  # no more is saved up


@pytest.mark.django_db
def test_asking_on_while_refused_does_not_make_the_wait_longer():
    post = make_post().pk
    assert take_calls(post, most=1, amount=1)[0]
    waits = [take_calls(post, most=1, amount=1)[1] for _ in range(20)]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] <= 60


def let_through(post, *, tries):
    """How many of a process's calls are let through; each `Pace` is a process of its own."""
    mine, through = Pace(), 0
    for _ in range(tries):
        with suppress(TooMany):
            mine.take(post, most=60, now=0)
            through += 1
    return through


@pytest.mark.django_db(transaction=True)
def test_four_processes_at_once_share_one_limit(together):
    post = make_post().pk
    began = time.monotonic()
    found = together(*[partial(let_through, post, tries=60)] * 4)
    assert 60 <= sum(found) <= 60 + (time.monotonic() - began) + 1  # one more a second fills in


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_finds_what_another_has_used_up():
    post = make_post().pk
    began = time.monotonic()
    assert let_through(post, tries=70) >= 60
    code = "import django; django.setup(); from tests.threats.test_limits import let_through as go"
    code += f"; print(go({post}, tries=60))"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(CHECKOUT),
        "PGDATABASE": str(connection.settings_dict["NAME"]),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) <= time.monotonic() - began + 1


@pytest.mark.django_db
def test_a_token_that_calls_too_fast_gets_429_as_a_problem_and_others_go_on(settings, quiet_pace):
    settings.API_CALLS_PER_MINUTE = 3
    fast, other = Machine(make_post(Role.SPECIALIST)), Machine(make_post(Role.SPECIALIST))
    answers = [fast.get("/tasks") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2
    told = answers[-1]
    assert told.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(told.headers["Retry-After"]) <= 21
    assert told.json()["code"] == "too_many"
    assert "gọi quá nhanh" in told.json()["detail"]
    assert other.get("/tasks").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_on_a_standby_which_cannot_count_reads_are_answered():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        assert take_calls(1, most=60, amount=1) == (True, 0.0)
    finally:
        connection.close()


@pytest.mark.django_db
def test_who_has_no_token_takes_nothing_from_who_has_one(settings, quiet_pace):
    settings.API_CALLS_PER_MINUTE = 1
    machine = Machine(make_post(Role.SPECIALIST))
    for _ in range(3):
        assert Machine(None).get("/tasks").status_code == 401
    assert machine.get("/tasks").status_code == 200


@pytest.mark.django_db
def test_uploads_are_counted_by_post_refused_ones_too_and_printed_papers_not(settings):
    settings.UPLOADS_PER_TEN_MINUTES = 3
    post, colleague = make_post(), make_post()
    store(by=post, name="a.txt", content=b"xin")
    for _ in range(2):
        with pytest.raises(BadInput):
            store(by=post, name="a.exe", content=b"MZ\x90\x00")
    with pytest.raises(TooMany) as caught:
        store(by=post, name="b.txt", content=b"xin")
    assert caught.value.status == 429
    assert "quá nhiều tệp" in caught.value.message
    store(by=colleague, name="b.txt", content=b"xin")
    store(by=post, name="giay.txt", content=b"giay", purpose=Purpose.PRINTED)


@pytest.mark.django_db
def test_an_upload_too_many_over_the_api_says_when_to_come_again(settings):
    settings.UPLOADS_PER_TEN_MINUTES = 1
    machine = Machine(make_post(Role.RECEPTIONIST))
    store(by=machine.post, name="a.txt", content=b"xin")
    answer = machine.ask("POST", "/files", raw=b"--x\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 422)
    settings.UPLOADS_PER_TEN_MINUTES = 0
    assert Attempts.objects.get(kind="upload").count == 1


@pytest.mark.django_db
def test_what_was_counted_is_forgotten_after_an_hour():
    actions.let_through("upload", "1", most=5, minutes=10, message="")
    Attempts.objects.update(span="2020-01-01T00:00:00Z")
    actions.let_through("upload", "2", most=5, minutes=10, message="")
    actions.forget_old_entries()
    assert list(Attempts.objects.values_list("who", flat=True)) == ["2"]
