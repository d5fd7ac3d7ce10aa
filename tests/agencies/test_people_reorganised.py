"""Absences, delegations, shared filters and proposals when a unit ends: the rest goes on, or ends and is told."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from motcua.agencies.actions.absences import record_absence
from motcua.agencies.actions.delegating import delegate
from motcua.agencies.actions.preferences import keep_view, pass_view_over, share_view
from motcua.agencies.choices import Role
from motcua.agencies.models import Absence, Delegation, ListView
from motcua.agencies.passing import all_parts
from motcua.agencies.plans import plan_of
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.rebuilding import differences
from motcua.procedures.actions.proposals import approve, pass_over, submit, withdraw
from motcua.procedures.models import Adoption, Proposal
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.agencies.reorganising import ON, carried_out, make_office, move, now_held, planned
from tests.factories import make_person, make_post, system

pytestmark = pytest.mark.django_db
HOUSE_AT = "2026-06-22T08:00"


@pytest.fixture
def new(house) -> SimpleNamespace:
    return make_office("phường Mới")


@pytest.fixture
def deputy(house):
    return make_post(Role.LEADER, agency=house.ward, person=make_person(name="Lê Văn Phó"))


def passed(house, new, set_clock, **more):
    done = carried_out(planned(move(house.ward, new.ward), **more), set_clock)
    assert done.state == "done", list(done.items.values_list("label", "message"))
    return done


def away(post, substitute=None, last=date(2026, 7, 10)):
    return record_absence(
        by=post, post=post, valid_from=date(2026, 6, 25), valid_to=last, reason="leave", substitute=substitute
    )


def test_the_rest_of_an_absence_is_of_the_new_post_with_the_same_substitute(house, new, deputy, set_clock):
    row = away(house.leader, deputy)
    over = away(house.specialist, last=date(2026, 6, 26))
    passed(house, new, set_clock)
    rest = Absence.objects.in_force(ON).get()
    assert (rest.post, rest.substitute) == (now_held(house.leader), now_held(deputy))
    assert (rest.valid_from, rest.valid_to, rest.reason) == (ON, date(2026, 7, 10), row.reason)
    row.refresh_from_db()
    assert (row.post, row.cancelled_at) == (house.leader, None)  # history stays
    assert Absence.objects.filter(post__person=over.post.person).count() == 1


def test_a_substitute_who_is_gone_is_told(house, new, deputy, set_clock):
    away(house.leader, deputy)
    people = {deputy.person.username: {"unit": None}}
    row = planned(move(house.ward, new.ward), people=people)
    done = carried_out(row, set_clock)
    assert done.state == "done", list(done.items.values_list("label", "message"))
    assert Absence.objects.in_force(ON).get().substitute is None
    assert "chọn người làm thay khác" in done.items.get(part="agencies.absences").message


def test_a_delegation_ends_with_the_posts_and_the_preview_counts_it(house, new, set_clock):
    delegate(
        by=house.leader, giver=house.leader, taker=house.head, number="05/UQ-UBND", date=date(2026, 6, 20), scope=[],
        valid_from=date(2026, 6, 22), valid_to=date(2026, 12, 31),
    )  # fmt: skip
    row = planned(move(house.ward, new.ward))
    part = next(part for part in all_parts() if part.key == "agencies.delegations")
    assert part.waiting(plan_of(row)).count() == 1
    carried_out(row, set_clock)
    assert not Delegation.objects.in_force(ON).exists()
    assert Delegation.objects.get().cancelled_at is None


def test_a_filter_shared_with_the_unit_is_shared_with_its_heir(house, new, set_clock):
    view = share_view(keep_view(by=house.clerk, screen="inbox", name="Sắp hạn", query="late=1"), by=house.clerk)
    mine = keep_view(by=house.clerk, screen="inbox", name="Của tôi", query="q=x")
    with pytest.raises(NotPermitted):
        pass_view_over(view, by=house.administrator, to=new.ward)
    passed(house, new, set_clock)
    assert ListView.objects.get(pk=view.pk).shared_with == new.centre
    assert ListView.objects.get(pk=mine.pk).shared_with is None
    assert view in ListView.objects.visible_to(make_post(Role.RECEPTIONIST, agency=new.centre, valid_from=ON))


def proposed(house) -> Proposal:
    adoption = Adoption.objects.get(office=house.ward, procedure__code=make.STANDARD)
    return submit(by=house.specialist, adoption=adoption, after=Decimal(2), reason="Làm nhanh được")


def test_a_proposal_goes_on_in_the_new_office_and_is_approved_there(house, new, set_clock):
    found = proposed(house)
    passed(house, new, set_clock)
    found.refresh_from_db()
    assert (found.office, found.adoption.office, found.state) == (new.ward, new.ward, "submitted")
    leader = now_held(house.leader)
    assert Task.objects.visible_to(leader).unfinished().filter(pk=found.task_id).exists()
    done = approve(found, by=leader, decision="5/QĐ-UBND", valid_from=date(2026, 7, 6))
    assert done.new_edition.adoption.office == new.ward
    assert not [each for each in differences() if each.table.startswith("procedures_proposal")]


def test_a_proposal_is_taken_back_where_the_limit_is_another(house, new, set_clock):
    found = proposed(house)
    Proposal.objects.filter(pk=found.pk).update(before=Decimal(99))
    done = passed(house, new, set_clock)
    found.refresh_from_db()
    assert (found.state, found.office) == ("withdrawn", house.ward)
    assert "đề xuất lại" in done.items.get(part="procedures.proposals").message
    assert not Task.objects.unfinished().filter(pk=found.task_id).exists()


def test_only_the_machine_lets_a_proposal_pass_and_only_an_open_one(house, new, set_clock):
    found = proposed(house)
    same = found.adoption
    with pytest.raises(NotPermitted):
        pass_over(found, by=house.leader, to=same)
    with pytest.raises(StaleVersion):
        pass_over(found, by=system(), to=same, version=99)
    other = Adoption.objects.filter(office=house.ward).exclude(pk=same.pk).get(procedure__code=make.HOURLY)
    with pytest.raises(BadInput):
        pass_over(found, by=system(), to=other)
    withdraw(found, by=house.specialist)
    with pytest.raises(StepRefused):
        pass_over(found, by=system(), to=same)


def test_nobody_decides_their_own_proposal_in_another_post(house):
    found = proposed(house)
    promoted = make_post(Role.LEADER, agency=house.ward, person=house.specialist.person)
    with pytest.raises(NotPermitted):
        approve(found, by=promoted, decision="5/QĐ-UBND", valid_from=date(2026, 7, 6))
