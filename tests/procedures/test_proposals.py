"""Review of procedures: proposals to shorten, decided by the leader; an approved one becomes a new edition."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.core.clock import LOCAL
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.proposals import approve, reject, shorten, submit, withdraw
from motcua.procedures.actions.publish import publish
from motcua.procedures.choices import ProposalAction, ProposalState
from motcua.procedures.editions import content_from
from motcua.procedures.models import Edition, Proposal, content_of
from motcua.procedures.shortening import rule_of, shortened, timed
from motcua.procedures.validation import run
from motcua.tasks.models import Task
from motcua.worktime.stored import calendar_of
from tests.procedures.conftest import draft

START = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_that_day(set_clock):
    set_clock("2026-02-10T09:00")


@pytest.fixture
def specialist(post, office):
    return post(office.division, Role.SPECIALIST)


@pytest.fixture
def leader(post, office):
    return post(office.ward, Role.LEADER)


@pytest.fixture
def proposal(published, specialist):
    return submit(
        by=specialist, adoption=published, after=Decimal("3"), reason="Bớt bước trung gian",
        papers_removed=["Đơn đề nghị"],
    )  # fmt: skip


def test_proposing_records_what_is_now_and_what_would_be(proposal, specialist):
    event = proposal.events.get()
    assert (event.action, event.by, proposal.state) == (ProposalAction.SUBMIT, specialist, ProposalState.SUBMITTED)
    assert (proposal.before, proposal.after, proposal.unit, proposal.cut) == (5, 3, "working_day", 40)
    assert rebuild(proposal) == tracked(proposal)


def test_approving_publishes_a_shorter_edition_from_the_day(proposal, published, leader):
    approved = approve(proposal, by=leader, decision="15/QĐ-UBND ngày 10/02/2026", valid_from=START)
    first, second = Edition.objects.order_by("number")
    content = content_of(second.pk)
    assert (first.valid_to, second.valid_from) == (date(2026, 3, 1), START)
    assert content.limits[0].amount == 3
    assert content.limits[0].basis == content.decision == "15/QĐ-UBND ngày 10/02/2026"
    assert content.papers == ()
    assert content_of(first.pk).limits[0].amount == 5
    assert (approved.new_edition, approved.decided_by, approved.state) == (second, leader, ProposalState.APPROVED)
    assert rebuild(approved) == tracked(approved)
    published.refresh_from_db()
    actions = list(published.events.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == [ProposalAction.SHORTEN, "adoption.publish"]
    assert rebuild(published) == tracked(published)


def test_work_on_the_draft_is_neither_published_nor_lost(proposal, published, system, leader):
    change_draft(published, by=system, draft=published.draft | {"results": ["Đang sửa dở"]})
    approve(proposal, by=leader, decision="15/QĐ", valid_from=START)
    published.refresh_from_db()
    assert content_of(Edition.objects.get(number=2).pk).results == ()
    assert published.draft["results"] == ["Đang sửa dở"]
    assert content_from(published.draft).limits[0].amount == 3


def test_rejecting_and_withdrawing_leave_the_edition_as_it_is(proposal, leader, published, specialist):
    rejected = reject(proposal, by=leader, refusal="Chưa đủ người làm")
    assert (rejected.state, rejected.refusal, rejected.decided_by) == (
        ProposalState.REJECTED, "Chưa đủ người làm", leader,
    )  # fmt: skip
    again = submit(by=specialist, adoption=published, after=Decimal("4"), reason="Lần nữa")
    assert withdraw(again, by=specialist).state == ProposalState.WITHDRAWN
    assert Edition.objects.count() == 1


def test_a_proposal_waits_in_the_inbox_of_the_leaders_and_of_nobody_else(proposal, leader, specialist, published):
    task = Task.objects.visible_to(leader).unfinished().get()
    assert task == proposal.task
    assert task.about == f"5 ngày làm việc còn 3 ngày làm việc: {published.edition.name}"
    assert (task.url_name, task.url_key) == ("administration:proposal", str(proposal.pk))
    assert not Task.objects.visible_to(specialist).exists()


def test_without_a_leader_of_the_office_it_waits_at_the_nearest_above(published, specialist, post, office):
    above = post(office.province, Role.LEADER)
    submit(by=specialist, adoption=published, after=Decimal("4"), reason="Lý do")
    assert Task.objects.visible_to(above).unfinished().count() == 1


@pytest.mark.parametrize("outcome", ["approve", "reject", "withdraw"])
def test_the_task_goes_when_the_proposal_is_decided(proposal, leader, specialist, outcome):
    if outcome == "approve":
        approve(proposal, by=leader, decision="15/QĐ", valid_from=START)
    elif outcome == "reject":
        reject(proposal, by=leader, refusal="Chưa đủ người làm")
    else:
        withdraw(proposal, by=specialist)
    task = Task.objects.get(pk=proposal.task_id)
    assert task.state == ("cancelled" if outcome == "withdraw" else "done")
    assert task.done_by == (specialist if outcome == "withdraw" else leader)
    assert not Task.objects.visible_to(leader).unfinished().exists()


def test_a_refused_decision_leaves_the_task(proposal, leader, specialist):
    with pytest.raises(NotPermitted):
        reject(proposal, by=specialist, refusal="Không")
    with pytest.raises(BadInput):
        reject(proposal, by=leader, refusal=" ")
    assert Task.objects.visible_to(leader).unfinished().count() == 1


def test_a_refused_proposal_leaves_no_task(published, specialist, proposal):
    with pytest.raises(BadInput):
        submit(by=specialist, adoption=published, after=Decimal("2"), reason="Hai lần")
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"after": Decimal("5")}, "not_shorter"),
        ({"after": Decimal("0")}, "not_shorter"),
        ({"after": Decimal("-1")}, "not_shorter"),
        ({"reason": "  "}, "reason_needed"),
        ({"case": "a"}, "no_such_limit"),
        ({"channel": "online"}, "no_such_limit"),
        ({"papers_removed": ["Sổ hộ khẩu"]}, "unknown_paper"),
    ],
)
def test_what_is_no_shortening_is_refused(published, specialist, changes, code):
    values = {"after": Decimal("3"), "reason": "Lý do"} | changes
    with pytest.raises(BadInput) as refused:
        submit(by=specialist, adoption=published, **values)
    assert refused.value.code == code
    assert not Proposal.objects.exists()


def test_one_proposal_a_limit_waits_and_a_draft_has_none(proposal, adoption, published, specialist, system):
    with pytest.raises(BadInput) as refused:
        submit(by=specialist, adoption=published, after=Decimal("2"), reason="Nữa")
    assert refused.value.code == "already_proposed"


def test_what_is_not_in_force_is_not_reviewed(adoption, system):
    with pytest.raises(BadInput) as refused:
        submit(by=system, adoption=adoption, after=Decimal("2"), reason="Nữa")
    assert refused.value.code == "nothing_in_force"


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.LEADER, Role.INSPECTOR])
def test_others_may_not_propose(published, post, office, role):
    with pytest.raises(NotPermitted):
        submit(by=post(office.ward, role), adoption=published, after=Decimal("3"), reason="Lý do")


def test_another_division_may_not_propose(published, post, office):
    with pytest.raises(NotPermitted):
        submit(by=post(office.desk, Role.SPECIALIST), adoption=published, after=Decimal("3"), reason="Lý do")


@pytest.mark.parametrize(
    ("at", "role"),
    [("division", Role.INSPECTOR), ("ward", Role.REFORM_OFFICER), ("division", Role.HEAD_OF_DIVISION)],
)
def test_only_a_leader_decides(proposal, post, office, at, role):
    by = post(getattr(office, at), role)
    for act in (
        lambda: approve(proposal, by=by, decision="1/QĐ", valid_from=START),
        lambda: reject(proposal, by=by, refusal="Không"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert proposal.events.count() == 1


def test_only_who_proposed_or_keeps_the_catalogue_withdraws(proposal, post, office, leader):
    with pytest.raises(NotPermitted):
        withdraw(proposal, by=leader)
    assert withdraw(proposal, by=post(office.ward, Role.REFORM_OFFICER)).state == ProposalState.WITHDRAWN


def test_nobody_shortens_past_the_leader(published, specialist):
    with pytest.raises(NotPermitted):
        shorten(published, by=specialist, draft=published.draft, decision="1/QĐ", proposal=1)


@pytest.mark.parametrize(
    ("decision", "day", "code"), [("", START, "document_needed"), ("1/QĐ", date(2026, 2, 9), "in_the_past")]
)
def test_an_approval_has_its_document_and_a_day_to_come(proposal, leader, decision, day, code):
    with pytest.raises(BadInput) as refused:
        approve(proposal, by=leader, decision=decision, valid_from=day)
    assert refused.value.code == code
    assert Edition.objects.count() == 1


def test_a_reviewed_edition_that_was_replaced_is_not_shortened(proposal, published, leader, system):
    publish(published, by=system, valid_from=date(2026, 2, 20))
    with pytest.raises(BadInput) as refused:
        approve(proposal, by=leader, decision="1/QĐ", valid_from=START)
    assert refused.value.code == "edition_changed"


def test_nothing_is_decided_twice_or_from_a_stale_page(proposal, leader, specialist):
    with pytest.raises(StaleVersion):
        reject(proposal, by=leader, refusal="Không", version=9)
    with pytest.raises(BadInput):
        reject(proposal, by=leader, refusal=" ")
    reject(proposal, by=leader, refusal="Không")
    for act in (
        lambda: approve(proposal, by=leader, decision="1/QĐ", valid_from=START),
        lambda: reject(proposal, by=leader, refusal="Không"),
        lambda: withdraw(proposal, by=specialist),
    ):
        with pytest.raises(StepRefused):
            act()


def test_an_edition_that_cannot_be_published_leaves_nothing_behind(published, specialist, leader, system):
    published = publish(published, by=system, valid_from=date(2026, 2, 10))
    late = submit(by=specialist, adoption=published, after=Decimal("3"), reason="Lý do")
    with pytest.raises(BadInput) as refused:
        approve(late, by=leader, decision="1/QĐ", valid_from=date(2026, 2, 10))
    assert refused.value.code == "too_early"
    late.refresh_from_db()
    before = published.draft
    published.refresh_from_db()
    assert (late.state, published.published, published.draft) == (ProposalState.SUBMITTED, 2, before)


def test_the_database_refuses_a_lengthening(proposal):
    proposal.after = proposal.before
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


def test_shortening_touches_one_limit_and_fits_the_route(published, office):
    own = [
        {"unit": "working_day", "amount": "5"},
        {"unit": "working_day", "amount": "20", "case": "b", "basis": "1/QĐ"},
        {"unit": "ask", "channel": "post"},
    ]
    content = content_from(published.draft | draft(limits=own, cases=[{"key": "b", "name": "B"}]))
    assert [rule.amount for rule in timed(content)] == [5, 20]
    longer = shortened(content, case="b", channel="", after=Decimal(10), papers_removed=[], decision="2/QĐ")
    assert rule_of(longer, case="b", channel="").amount == 10
    assert longer.route == content.route
    shorter = shortened(content, case="", channel="", after=Decimal(2), papers_removed=[], decision="2/QĐ")
    calendar = calendar_of(office.ward, START)
    received = datetime(2026, 3, 2, 8, 0, tzinfo=LOCAL)
    assert run(shorter.route, calendar, received) < run(content.route, calendar, received)
    assert shortened(content, case="zz", channel="", after=Decimal(2), papers_removed=[], decision="2/QĐ") == content
