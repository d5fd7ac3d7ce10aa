"""What hangs at a desk: put up, replaced by a newer edition, taken down; by whom, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.procedures.actions.posting import put_up, take_down
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.choices import PostingAction, PostingState
from motcua.procedures.models import Edition, Posting, held_against

DAY = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def _on_that_day(set_clock):
    set_clock("2026-02-10T09:00")


@pytest.fixture
def edition(published):
    return Edition.objects.get()


@pytest.fixture
def clerk(post, office):
    return post(office.desk, Role.RECEPTIONIST)


@pytest.fixture
def posting(edition, office, clerk):
    return put_up(by=clerk, desk=office.desk, edition=edition, posted_on=DAY)


def statuses(office, on=date(2026, 2, 10)):
    rows = held_against(Edition.objects.receivable_at(office.desk, on), office.desk)
    return [(row.number, row.hangs_number, row.hangs_since) for row in rows]


def test_putting_up_records_who_and_when(posting, office, clerk, edition):
    event = posting.events.get()
    assert (event.action, event.by, posting.state) == (PostingAction.PUT_UP, clerk, PostingState.POSTED)
    assert (posting.posted_on, posting.posted_by, posting.procedure) == (DAY, clerk, edition.procedure)
    assert rebuild(posting) == tracked(posting)
    assert statuses(office) == [(1, 1, DAY)]


def test_what_was_never_posted_is_told_from_what_hangs(edition, office):
    assert statuses(office) == [(1, None, None)]


def test_a_newer_edition_makes_it_outdated_and_takes_its_place(posting, published, office, clerk, system, set_clock):
    publish(published, by=system, valid_from=date(2026, 3, 1))
    set_clock("2026-03-05T09:00")
    assert statuses(office, date(2026, 3, 5)) == [(2, 1, DAY)]
    newer = put_up(by=clerk, desk=office.desk, edition=Edition.objects.get(number=2))
    posting.refresh_from_db()
    assert (posting.state, posting.taken_down_on, posting.taken_down_by) == (
        PostingState.TAKEN_DOWN, date(2026, 3, 5), clerk,
    )  # fmt: skip
    assert list(Posting.objects.standing()) == [newer]
    assert rebuild(posting) == tracked(posting)


def test_what_is_no_longer_received_is_left_over_until_it_is_taken_down(posting, published, office, clerk, system):
    assert not Posting.objects.left_over(office.desk, date(2026, 2, 28)).exists()
    end(published, by=system, last_day=date(2026, 2, 28), reason="Bãi bỏ", document="1/QĐ")
    assert list(Posting.objects.left_over(office.desk, date(2026, 3, 1))) == [posting]
    take_down(posting, by=clerk)
    assert not Posting.objects.left_over(office.desk, date(2026, 3, 1)).exists()


@pytest.mark.parametrize(("at", "role"), [("ward", Role.REFORM_OFFICER), ("division", Role.ADMINISTRATOR)])
def test_those_who_keep_the_catalogue_may_post(edition, office, post, at, role):
    assert put_up(by=post(getattr(office, at), role), desk=office.desk, edition=edition).pk


@pytest.mark.parametrize(
    ("at", "role"),
    [("desk", Role.CASHIER), ("ward", Role.LEADER), ("ward", Role.INSPECTOR), ("division", Role.RECEPTIONIST)],
)
def test_others_may_neither_put_up_nor_take_down(posting, edition, office, post, at, role):
    by = post(getattr(office, at), role)
    with pytest.raises(NotPermitted):
        put_up(by=by, desk=office.desk, edition=edition)
    with pytest.raises(NotPermitted):
        take_down(posting, by=by)
    assert posting.events.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"posted_on": date(2026, 2, 11)}, "in_the_future"),
        ({"posted_on": date(2025, 12, 31)}, "too_early"),
    ],
)
def test_impossible_days_are_refused(edition, office, clerk, changes, code):
    with pytest.raises(BadInput) as refused:
        put_up(by=clerk, desk=office.desk, edition=edition, **changes)
    assert refused.value.code == code
    assert not Posting.objects.exists()


def test_the_same_edition_twice_elsewhere_or_not_in_force_is_refused(posting, edition, published, office, system):
    for desk, one, code in (
        (office.desk, edition, "already_posted"),
        (office.ward, edition, "not_a_desk"),
    ):
        with pytest.raises(BadInput) as refused:
            put_up(by=system, desk=desk, edition=one)
        assert refused.value.code == code
    publish(published, by=system, valid_from=date(2026, 3, 1))
    with pytest.raises(BadInput) as refused:
        put_up(by=system, desk=office.desk, edition=Edition.objects.get(number=2))
    assert refused.value.code == "not_received_here"


def test_taking_down_twice_stale_or_before_it_was_put_up_is_refused(posting, clerk):
    with pytest.raises(BadInput):
        take_down(posting, by=clerk, taken_down_on=date(2026, 2, 1))
    with pytest.raises(StaleVersion):
        take_down(posting, by=clerk, version=7)
    down = take_down(posting, by=clerk, taken_down_on=date(2026, 2, 3))
    assert down.taken_down_on == date(2026, 2, 3)
    with pytest.raises(StepRefused):
        take_down(posting, by=clerk)


def test_the_database_keeps_one_posting_a_procedure(posting, edition, office, clerk):
    again = Posting(desk=office.desk, procedure=edition.procedure, edition=edition, posted_on=DAY, posted_by=clerk)
    again.state = PostingState.POSTED
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
