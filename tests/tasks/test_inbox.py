"""The inbox: each unfinished task is in exactly one tab, and the counts are the rows."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.dossiers.kinds import STEP
from motcua.tasks.actions import close_task, give_task, open_task, pause_task, wake_task
from motcua.tasks.choices import State, Tab
from motcua.tasks.kinds import Kind, all_kinds, kind_of, register
from motcua.tasks.models import Task
from tests.factories import make_post

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=clock.LOCAL)  # a Wednesday


@pytest.fixture
def post(db):
    return make_post(Role.SPECIALIST)


def opened(post, *, due=None, owner=None, title="Thẩm định"):
    return open_task(
        kind=STEP.key, title=title, about="T1-260304-0001 · Thủ tục thử", agency=post.agency, role=post.role,
        owner=owner, url=("casework:dossier", "T1-260304-0001"), at=NOW, due=due,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "tab"),
    [
        ("2026-03-04T09:59:59", Tab.LATE),
        ("2026-03-04T10:00:00", Tab.TODAY),
        ("2026-03-04T23:59:59", Tab.TODAY),
        ("2026-03-05T00:00:00", Tab.WEEK),
        ("2026-03-08T23:59:59", Tab.WEEK),  # Sunday
        ("2026-03-09T00:00:00", Tab.LATER),
        (None, Tab.LATER),
    ],
)
def test_a_task_is_where_one_looks_for_it(post, due, tab):
    opened(post, due=datetime.fromisoformat(due).replace(tzinfo=clock.LOCAL) if due else None)
    assert [each for each in Tab if Task.objects.in_tab(each, NOW).exists()] == [tab]


def test_each_unfinished_task_is_in_exactly_one_tab_and_counts_are_rows(post):
    dice = random.Random(4)
    for _ in range(150):
        due = dice.choice(
            [None, NOW + timedelta(minutes=dice.choice([-1, 0, 1, 840, 841]) + 60 * dice.randint(-200, 200))]
        )
        task = opened(post, due=due)
        fate = dice.random()
        if fate < 0.2:
            pause_task(task)
        elif fate < 0.4:
            close_task(task, by=post, at=NOW, done=fate < 0.3)
    unfinished = set(Task.objects.unfinished().values_list("pk", flat=True))
    for hours in (0, 13.99, 14, 24 * 4, 24 * 5):  # now, tonight, midnight, Sunday, Monday
        now = NOW + timedelta(hours=hours)
        tabs = {tab.value: set(Task.objects.in_tab(tab, now).values_list("pk", flat=True)) for tab in Tab}
        done = tabs.pop(Tab.DONE)
        assert set().union(*tabs.values()) == unfinished
        assert sum(map(len, tabs.values())) == len(unfinished)
        assert Task.objects.tab_counts(now) == {tab: len(rows) for tab, rows in tabs.items()}
        assert not done & unfinished
        assert set(Task.objects.late(now).values_list("pk", flat=True)) == tabs[Tab.LATE]


def test_ones_own_tasks_and_those_of_ones_role_are_ones_inbox(post):
    colleague, other = make_post(Role.SPECIALIST, agency=post.agency), make_post(Role.SPECIALIST)
    head = make_post(Role.HEAD_OF_DIVISION, agency=post.agency)
    pool, own = opened(post), opened(post, owner=post)
    assert set(Task.objects.visible_to(post)) == {pool, own}
    assert set(Task.objects.visible_to(colleague)) == {pool}
    assert not Task.objects.visible_to(other).exists()
    assert not Task.objects.visible_to(head).exists()
    give_task(pool, to=colleague)
    assert set(Task.objects.visible_to(post)) == {own}
    assert set(Task.objects.visible_to(colleague)) == {pool}


def test_what_is_done_stays_with_who_did_it(post):
    colleague = make_post(Role.SPECIALIST, agency=post.agency)
    done, cancelled = opened(post), opened(post)
    close_task(done, by=colleague, at=NOW)
    close_task(cancelled, by=colleague, at=NOW, done=False)
    assert list(Task.objects.visible_to(colleague).in_tab(Tab.DONE, NOW)) == [done]
    assert not Task.objects.visible_to(post).in_tab(Tab.DONE, NOW).exists()
    assert not Task.objects.unfinished().exists()


def test_a_waiting_task_is_nobodys_lateness_until_it_is_woken(post):
    task = opened(post, due=NOW)
    pause_task(task)
    much_later = NOW + timedelta(days=30)
    assert not Task.objects.late(much_later).exists()
    wake_task(task, due=much_later)
    assert Task.objects.get().state == State.OPEN
    assert not Task.objects.late(much_later).exists()
    assert Task.objects.late(much_later + timedelta(seconds=1)).exists()


def test_the_most_urgent_come_first_and_what_has_no_due_moment_last(post):
    never, later, soon = opened(post), opened(post, due=NOW + timedelta(days=2)), opened(post, due=NOW)
    assert list(Task.objects.most_urgent_first()) == [soon, later, never]


def test_counting_is_one_query(post):
    opened(post)
    post.standing = False  # the door has asked, with the session
    with CaptureQueriesContext(connection) as context:
        Task.objects.visible_to(post).tab_counts(NOW)
    assert len(context.captured_queries) == 1


def test_kinds_are_registered_once_and_unknown_ones_are_refused(post):
    assert STEP in all_kinds()
    assert register(STEP) == STEP
    with pytest.raises(ValueError, match="two kinds"):
        register(Kind(STEP.key, "Khác", "x"))
    with pytest.raises(KeyError):
        kind_of("nothing")
    with pytest.raises(KeyError):
        open_task(
            kind="nothing", title="x", about="", agency=post.agency, role=post.role, owner=None, url=("x", "x"), at=NOW,
            due=None,
        )  # fmt: skip


def test_the_database_keeps_done_and_moment_together(post):
    task = opened(post)
    for changed in ({"state": State.DONE}, {"done_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**changed)
