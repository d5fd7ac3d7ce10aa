"""Many things in one go: each alone, in key order, nothing twice, what cannot be done said per item."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from motcua.agencies.actions import end_post
from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.tasks import bulk
from motcua.tasks.actions import AT_ONCE, MOST_IN_A_BATCH, begin_batch, forget_batches, run_batch
from motcua.tasks.choices import Outcome
from motcua.tasks.jobs import run
from motcua.tasks.models import Batch, BatchItem
from tests.factories import make_post, system

calls: list[tuple[int, int, str]] = []


def act(key, *, by, version, inputs):
    calls.append((key, version, inputs.get("note", "")))
    if key % 10 == 3:
        raise BadInput("odd", f"Số {key} không làm được.")
    if key % 10 == 7:
        raise ZeroDivisionError


VERB = bulk.register(bulk.BulkVerb("test.count", "Đếm", act))


@pytest.fixture
def post(db):
    calls.clear()
    return make_post()


def told(batch):
    return {item.key: (item.outcome, item.said) for item in batch.items.all()}


def test_each_is_done_in_key_order_with_the_answers_given_once(post):
    batch = begin_batch([(5, "E", 1), (1, "A", 4)], by=post, verb=VERB.code, inputs={"note": "cả hai"})
    assert calls == [(1, 4, "cả hai"), (5, 1, "cả hai")]
    assert told(batch) == {1: (Outcome.DONE, ""), 5: (Outcome.DONE, "")}


def test_what_is_refused_or_fails_is_said_and_stops_no_other(post):
    batch = begin_batch([(1, "A", 1), (3, "C", 1), (7, "G", 1), (8, "H", 1)], by=post, verb=VERB.code, inputs={})
    assert told(batch)[3] == (Outcome.REFUSED, "Số 3 không làm được.")
    assert told(batch)[7][1].startswith("Lỗi của hệ thống")
    assert told(batch)[8] == (Outcome.DONE, "")


def test_run_again_nothing_is_done_twice(post):
    batch = begin_batch([(1, "A", 1), (3, "C", 1)], by=post, verb=VERB.code, inputs={})
    assert run_batch(batch) == 0
    assert len(calls) == 2


def test_many_wait_for_a_worker_and_may_be_begun_by_hand(post):
    batch = begin_batch([(key * 10, "A", 1) for key in range(AT_ONCE + 5)], by=post, verb=VERB.code, inputs={})
    assert calls == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'tasks.run_batch'")
        assert str(batch.pk) in str(cursor.fetchall())
    assert run_batch(batch, most=AT_ONCE) == AT_ONCE
    assert len(calls) == AT_ONCE
    run(str(batch.pk))
    assert len(calls) == AT_ONCE + 5
    assert not batch.items.filter(outcome=Outcome.WAITING).exists()


@pytest.mark.parametrize("many", [0, MOST_IN_A_BATCH + 1])
def test_none_and_too_many_are_refused(post, many):
    with pytest.raises(BadInput):
        begin_batch([(key, "A", 1) for key in range(many)], by=post, verb=VERB.code, inputs={})
    assert not Batch.objects.exists()


def test_who_no_longer_holds_the_post_does_nothing_more(post):
    batch = begin_batch([(key * 10, "A", 1) for key in range(AT_ONCE + 1)], by=post, verb=VERB.code, inputs={})
    end_post(post, by=system())
    run(str(batch.pk))
    assert calls == []
    assert {said for _, said in told(batch).values()} == {"Người bắt đầu lượt này không còn giữ vị trí đó."}


def test_a_batch_is_seen_by_who_began_it_and_its_answers_are_not_in_clear(post):
    batch = begin_batch([(1, "A", 1)], by=post, verb=VERB.code, inputs={"note": "Bà Trần Thị Mẫu"})
    assert list(Batch.objects.visible_to(post)) == [batch]
    assert not Batch.objects.visible_to(make_post()).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT inputs FROM tasks_batch")
        assert "Mẫu".encode() not in bytes(cursor.fetchone()[0])


def test_old_batches_are_forgotten(post):
    old = begin_batch([(1, "A", 1)], by=post, verb=VERB.code, inputs={})
    new = begin_batch([(1, "A", 1)], by=post, verb=VERB.code, inputs={})
    Batch.objects.filter(pk=old.pk).update(begun_at=clock.now() - timedelta(days=31))
    forget_batches()
    assert list(Batch.objects.all()) == [new]
    assert BatchItem.objects.count() == 1


def test_a_verb_is_registered_once(post):
    assert bulk.register(VERB) is VERB
    with pytest.raises(ValueError, match="two bulk verbs"):
        bulk.register(bulk.BulkVerb(VERB.code, "Khác", act))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_item_once(post):
    batch = begin_batch([(key * 10, "A", 1) for key in range(AT_ONCE + 20)], by=post, verb=VERB.code, inputs={})

    def work():
        try:
            run(str(batch.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run(str(batch.pk))
    assert sorted(key for key, _, _ in calls) == [key * 10 for key in range(AT_ONCE + 20)]
