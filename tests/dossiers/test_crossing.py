"""Boundary-free intake: a desk receives for another agency of its province, which settles by its own edition."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Kind, ReorganisationState, Role
from motcua.agencies.models import Reorganisation
from motcua.agencies.passing import Plan, Share
from motcua.core import clock
from motcua.dossiers import values
from motcua.dossiers.actions.closing import return_result
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.intake import receive, register, submit
from motcua.dossiers.actions.linking import take_over
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.actions.passing import pass_over
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import offered
from motcua.dossiers.unit_figures import RECEIVED, THEN, countable, countable_with_history, rows_of
from motcua.procedures import boundaries
from motcua.procedures.editions import content_from, content_json
from motcua.procedures.models import Edition, edition_across, edition_for
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import refused
from tests.dossiers.crossing import CLOSED, OF_DEPARTMENT, OPENED, crossed, department, two_wards
from tests.dossiers.test_papers import text_of
from tests.factories import make_agency, make_post, system
from tests.journeys.conftest import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards(db, set_clock):
    set_clock("2026-03-02T08:30")
    return two_wards()


def codes(wards, on=date(2026, 3, 2)):
    rows = Edition.objects.across_boundaries(wards.here.centre, on)
    return set(rows.values_list("code", "office"))


def test_only_what_an_agency_of_the_same_province_has_opened_is_received_for_it(wards):
    assert codes(wards) == {(OPENED, wards.there.ward.pk)}
    desk = wards.here.centre
    assert edition_across(OPENED, wards.far.ward.code, desk=desk, on=clock.today()) is None
    assert edition_across(CLOSED, wards.there.ward.code, desk=desk, on=clock.today()) is None


def test_it_begins_on_the_day_of_the_adoption_and_not_before_the_law(wards, monkeypatch):
    assert codes(wards, date(2025, 12, 31)) == set()
    assert boundaries.term_on(date(2025, 6, 30)) is None
    assert boundaries.term_on(date(2025, 7, 1)).within == "province"
    ended = boundaries.BoundaryTerm(date(2026, 2, 1), "", "bãi bỏ")
    terms = (*boundaries.known(), ended)
    monkeypatch.setattr(boundaries, "known", lambda: terms)
    assert codes(wards) == set()


def test_the_day_is_frozen_in_the_edition_and_left_out_of_others(wards):
    opened = edition_across(OPENED, wards.there.ward.code, desk=wards.here.centre, on=clock.today())
    data = content_json(opened.snapshot())
    assert (opened.crosses_from, data["terms"]["crosses_from"]) == (date(2026, 1, 1), "2026-01-01")
    assert content_from(data) == opened.snapshot()
    assert "crosses_from" not in content_json(edition_for(CLOSED, wards.here.centre, clock.today()).snapshot())["terms"]


def test_it_is_under_the_competent_agency_and_arrives_there_to_be_confirmed(wards, set_clock):
    dossier = crossed(wards)
    assert (dossier.agency, dossier.desk, dossier.crosses) == (wards.there.ward, wards.here.centre, True)
    assert dossier.code.split("-")[0] == wards.here.centre.code
    dossier = hand_over(dossier, by=wards.here.clerk)
    row = dossier.steps.get(state="open")
    assert (row.agency, row.handed_by) == (wards.there.division, wards.here.clerk)
    assert clock.local(row.take_by).isoformat()[:16] == "2026-03-02T17:00"
    assert Task.objects.visible_to(wards.there.specialist).unfinished().get().url_key == dossier.code
    assert not Task.objects.visible_to(wards.here.specialist).unfinished().exists()
    dossier = take_over(dossier, by=wards.there.specialist)
    assert dossier.steps.get(state="open").taken_by == wards.there.specialist


def test_a_ward_receives_for_a_department_of_the_province(wards):
    board = department(wards.province)
    edition = edition_across(OF_DEPARTMENT, board.office.code, desk=wards.here.centre, on=clock.today())
    intake = make.intake_of(wards.here)
    dossier = register(by=wards.here.clerk, intake=intake.__class__(**(vars(intake) | {"edition": edition})))
    row = hand_over(dossier, by=wards.here.clerk).steps.get(state="open")
    assert (dossier.agency, row.agency, row.take_by is not None) == (board.office, board.division, True)
    assert Task.objects.visible_to(board.specialist).unfinished().get().url_key == dossier.code
    assert edition_across(OF_DEPARTMENT, board.office.code, desk=wards.far.centre, on=clock.today()) is None


def test_after_the_cut_off_it_is_to_be_confirmed_the_next_morning(wards, set_clock):
    dossier = crossed(wards)
    set_clock("2026-03-02T15:30")
    row = hand_over(dossier, by=wards.here.clerk).steps.get(state="open")
    assert clock.local(row.take_by).isoformat()[:16] == "2026-03-03T11:30"


def test_the_result_comes_back_to_where_it_was_received(wards):
    dossier = hand_over(crossed(wards), by=wards.here.clerk)
    dossier = approve(propose(dossier, by=wards.there.specialist, note="Đủ điều kiện"), by=wards.there.head)
    dossier = hand_over(sign(dossier, by=wards.there.leader, template="result"), by=wards.there.registry)
    row = dossier.steps.get(state="open")
    assert row.agency == wards.here.centre
    assert row.take_by is not None
    with refused("not_permitted"):
        return_result(dossier, by=wards.there.clerk, receiver="Trần Thị Mẫu")
    assert return_result(dossier, by=wards.here.clerk, receiver="Trần Thị Mẫu").state == "returned"


def test_or_to_the_competent_agencys_desk_when_the_citizen_chose_that(wards):
    dossier = hand_over(crossed(wards, return_desk=wards.there.centre), by=wards.here.clerk)
    assert dossier.return_desk == wards.there.centre
    dossier = approve(propose(dossier, by=wards.there.specialist, note="Đủ điều kiện"), by=wards.there.head)
    dossier = hand_over(sign(dossier, by=wards.there.leader, template="result"), by=wards.there.registry)
    assert dossier.steps.get(state="open").agency == wards.there.centre
    assert Action.RETURN_RESULT not in offered(dossier, by=wards.here.clerk)
    assert Dossier.objects.visible_to(wards.there.clerk).get() == dossier
    assert return_result(dossier, by=wards.there.clerk, receiver="Trần Thị Mẫu").state == "returned"


def test_no_other_desk_may_be_chosen_for_the_result(wards):
    with refused("unknown_return_desk"):
        crossed(wards, return_desk=wards.far.centre)


@pytest.mark.parametrize("office", ["far", "there"])
def test_what_is_not_opened_is_refused_whoever_sends_it(wards, office):
    ward = getattr(wards, office)
    edition = edition_for(CLOSED, ward.centre, clock.today())
    intake = make.intake_of(wards.here)
    with refused("procedure_not_receivable"):
        register(by=wards.here.clerk, intake=intake.__class__(**(vars(intake) | {"edition": edition})))


def test_what_waits_for_a_paper_is_received_later_under_the_same_agency(wards):
    edition = edition_across(OPENED, wards.there.ward.code, desk=wards.here.centre, on=clock.today())
    intake = make.intake_of(wards.here)
    dossier = submit(by=wards.here.clerk, intake=intake.__class__(**(vars(intake) | {"edition": edition})))
    assert receive(dossier, by=wards.here.clerk).agency == wards.there.ward


def test_who_receives_and_who_settles_see_it_and_nobody_else(wards):
    dossier = crossed(wards)
    sees = {
        name: Dossier.objects.visible_to(post).filter(pk=dossier.pk).exists()
        for name, post in {
            "clerk": wards.here.clerk, "leader there": wards.there.leader, "leader here": wards.here.leader,
            "clerk there": wards.there.clerk, "head here": wards.here.head, "far": wards.far.clerk,
            "far leader": wards.far.leader, "specialist there": wards.there.specialist,
        }.items()
    }  # fmt: skip
    assert {name for name, seen in sees.items() if seen} == {
        "clerk",
        "leader here",
        "leader there",
    }  # it lies at a desk of here
    dossier = hand_over(dossier, by=wards.here.clerk)
    for post in (wards.there.specialist, wards.there.head, wards.here.clerk):
        assert Dossier.objects.visible_to(post).filter(pk=dossier.pk).exists()


def test_it_counts_once_for_the_agency_that_settles(wards):
    dossier = crossed(wards)
    day = clock.today()
    above = make_post(Role.INSPECTOR, agency=wards.province)
    assert [row.pk for part in countable(above) for row in part] == [dossier.pk]
    assert [row.pk for part in countable(wards.here.inspector) for row in part] == [dossier.pk]  # received here
    there = [wards.there.ward.pk]
    for post, units in ((above, there), (wards.here.inspector, []), (wards.there.inspector, there)):
        rows = rows_of(countable_with_history(post), RECEIVED, seen=THEN, first=day, last=day)
        assert [row.unit for row in rows] == units


def test_the_slip_names_where_it_was_received_and_who_settles(wards):
    helper = make_agency(parent=wards.province, name="Điểm hỗ trợ thôn Một")
    dossier = crossed(wards, helped_at=helper, return_desk=wards.there.centre)
    said = dossier.printed_papers.get().values
    assert (said["desk"], said["settled_by"]) == (wards.here.centre.name, wards.there.ward.name)
    assert said["helped_at"] == helper.name
    assert wards.there.centre.name in said["return_at"]
    (written,) = dossier.printed_papers.all()
    text = squeezed(text_of(rendered(written)))
    for words in ("Cơ quan giải quyết", wards.there.ward.name, "Nơi hỗ trợ nộp hồ sơ", helper.name):
        assert squeezed(words) in text
    own = make.received(wards.here).printed_papers.get().values
    assert own["settled_by"] == own["helped_at"] == ""
    assert ("Nơi hỗ trợ nộp", helper.name) in values.three_places(dossier)


def test_a_desk_of_return_that_ended_passes_to_the_one_that_took_over(wards):
    dossier = crossed(wards, return_desk=wards.there.centre)
    heir = make_agency(parent=wards.far.ward, kind=Kind.ONE_STOP)
    taken = {wards.there.centre.pk: (Share(heir),), wards.there.ward.pk: (Share(wards.far.ward),)}
    run = Reorganisation.objects.create(
        name="Nhập hai phường", decision="9/NQ", on=clock.today(), office=wards.province, drafted_by=system(),
        state=ReorganisationState.RUNNING,
    )  # fmt: skip
    plan = Plan(key=run.pk, on=clock.today(), decision="9/NQ", shares=taken)
    dossier = pass_over(dossier, by=system(), plan=plan)
    assert (dossier.agency, dossier.return_desk, dossier.desk) == (wards.far.ward, heir, wards.here.centre)


def test_settling_at_once_is_the_agencys_own(wards):
    assert Action.SETTLE_AT_ONCE not in offered(crossed(wards), by=wards.here.clerk)


def test_looking_across_boundaries_costs_the_same_for_many_agencies(wards):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as found:
            codes(wards)
        return len(found)

    few = cost()
    make.make_house(
        parent=wards.province, more=[make._fact(OPENED, "Xác nhận thử", terms={"crosses_from": "2026-01-01"})]
    )
    assert cost() == few <= 3
    assert len(codes(wards)) == 2
