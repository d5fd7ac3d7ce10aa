"""Who asks too much is told to wait, in words and with Retry-After; nobody else is."""

import pytest

from motcua.agencies import actions
from motcua.agencies.actions import TooMany
from motcua.agencies.choices import Role
from motcua.agencies.models import Attempts
from motcua.core.errors import BadInput
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


def test_a_bucket_lets_through_as_many_as_a_minute_holds_and_fills_evenly():
    bucket = Pace()
    for _ in range(60):
        bucket.take(1, most=60, now=0)
    with pytest.raises(TooMany) as caught:
        bucket.take(1, most=60, now=0.5)
    assert caught.value.retry_after == 1
    bucket.take(1, most=60, now=1.1)
    with pytest.raises(TooMany):
        bucket.take(1, most=60, now=1.2)
    bucket.take(2, most=60, now=1.2)  # somebody else
    for _ in range(60):
        bucket.take(1, most=60, now=120)


def test_asking_on_while_refused_does_not_make_the_wait_longer():
    bucket = Pace()
    for _ in range(2):
        bucket.take(1, most=2, now=0)
    for tenth in range(1, 300):
        with pytest.raises(TooMany):
            bucket.take(1, most=2, now=tenth / 10)
    bucket.take(1, most=2, now=30.1)


def test_buckets_of_many_keys_do_not_fill_the_memory():
    bucket = Pace()
    for key in range(MOST_KEPT + 500):
        bucket.take(key, most=10, now=key)
    assert len(bucket._left) <= MOST_KEPT + 1


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
