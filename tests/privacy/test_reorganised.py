"""Personal data when an office ends: what waits passes with its days, what is done stays, the heir tells all."""

from datetime import date
from types import SimpleNamespace

import pytest

from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted, StaleVersion, StepRefused
from motcua.core.reactions import carry_out
from motcua.core.rebuilding import differences
from motcua.privacy import actions
from motcua.privacy.choices import ListState
from motcua.privacy.models import DataDuty, DestructionList, Hold, RightsRequest
from motcua.privacy.people import known_of
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.agencies.reorganising import DECISION, ON, carried_out, make_office, move, now_held, planned
from tests.factories import make_post, system
from tests.privacy.conftest import ASKED

pytestmark = pytest.mark.django_db
HOUSE_AT = "2026-06-22T08:00"


@pytest.fixture
def new(house) -> SimpleNamespace:
    return make_office("phường Mới")


@pytest.fixture
def duty(house) -> DataDuty:
    return actions.name_duty(
        by=house.leader, office=house.ward, post=house.registry, source="QĐ 7/QĐ-UBND", valid_from=date(2026, 6, 22)
    )


def ask(house, **more) -> RightsRequest:
    return actions.receive(by=house.clerk, **ASKED | more)


def passed(house, new, set_clock):
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done", list(done.items.values_list("label", "message"))
    return done


def test_an_open_request_goes_on_with_its_number_and_days(house, new, duty, set_clock):
    found = ask(house)
    days, code = (found.answer_due_at, found.due_at), found.code
    row = passed(house, new, set_clock)
    found.refresh_from_db()
    assert (found.code, found.office, found.desk, found.state) == (code, new.ward, new.centre, "received")
    assert (found.answer_due_at, found.due_at) == days
    answerer = now_held(house.registry)
    assert found.answerer == answerer
    assert Task.objects.visible_to(answerer).unfinished().get(pk=found.task_id).due_at == days[1]
    event = found.events.last()
    assert (event.action, event.by) == ("rights.pass_over", system())
    assert DECISION in event.note()
    told = row.items.get(part="privacy.requests")
    assert (told.label, told.state) == (code, "passed")
    assert not [each for each in differences() if each.table.startswith("privacy_")]

    # The same people finish it; the old posts can do nothing any more.
    with pytest.raises(NotPermitted):
        actions.grant(found, by=house.registry, reason="Đủ")
    done = actions.grant(found, by=answerer, reason="Đúng người, đúng quyền")
    assert carry_out(done.last_event) == []
    done.refresh_from_db()
    assert actions.hand_over(done, by=now_held(house.clerk)).state == "closed"


def test_the_new_offices_own_person_answers_where_it_named_one(house, new, duty, set_clock):
    found = ask(house)
    set_clock("2026-07-01T06:00")
    leader, own = (make_post(r, agency=new.ward, valid_from=ON) for r in (Role.LEADER, Role.REGISTRY_CLERK))
    actions.name_duty(by=leader, office=new.ward, post=own, source="QĐ 1", valid_from=ON)
    passed(house, new, set_clock)
    found.refresh_from_db()
    assert found.answerer == own
    assert Task.objects.visible_to(own).unfinished().filter(pk=found.task_id).exists()


def test_without_a_duty_the_new_leaders_answer(house, new, set_clock):
    found = ask(house)
    passed(house, new, set_clock)
    found.refresh_from_db()
    assert found.answerer is None
    leader = now_held(house.leader)
    assert Task.objects.visible_to(leader).unfinished().filter(pk=found.task_id).exists()
    assert actions.acknowledge(found, by=leader, answer="Đang làm").state == "acknowledged"


def test_what_is_ready_is_handed_over_at_the_new_desk_and_what_is_closed_stays(house, new, duty, set_clock):
    ready, closed = (actions.refuse(ask(house), by=house.registry, reason="Không đúng người") for _ in range(2))
    closed = actions.hand_over(closed, by=house.clerk)
    passed(house, new, set_clock)
    for row in (ready, closed):
        row.refresh_from_db()
    assert (closed.office, closed.desk) == (house.ward, house.centre)
    assert (ready.office, ready.desk) == (new.ward, new.centre)
    assert actions.hand_over(ready, by=now_held(house.clerk)).state == "closed"


def test_the_duty_ends_with_the_office(house, new, duty, set_clock):
    passed(house, new, set_clock)
    duty.refresh_from_db()
    assert duty.valid_to == date(2026, 6, 30)
    assert DataDuty.objects.held(new.ward, ON) is None


def test_who_asks_the_heir_is_told_of_what_the_ended_office_closed(house, new, set_clock):
    closed = make.returned(house)
    passed(house, new, set_clock)
    found = ask(SimpleNamespace(clerk=now_held(house.clerk)))
    assert closed.applicant in known_of(found).declarations
    granted = actions.grant(found, by=now_held(house.leader), reason="Đúng người")
    assert carry_out(granted.last_event) == []
    granted.refresh_from_db()
    assert closed.code in str(granted.package)
    stranger = make_office("phường Khác")
    other = ask(SimpleNamespace(clerk=make_post(Role.RECEPTIONIST, agency=stranger.centre, valid_from=ON)))
    assert known_of(other).declarations == ()


@pytest.fixture
def kept(house, new, set_clock) -> SimpleNamespace:
    """A list that nobody signed and a dossier held back, by a ward that then ended."""
    actions.set_rule(
        by=house.inspector, record="dossier", code="", years=1, source="QĐ 12/QĐ-UBND", valid_from=date(2026, 1, 1)
    )
    listed, held = make.returned(house), make.returned(house)
    set_clock("2026-06-23T08:00")
    hold = actions.hold(by=house.leader, office=house.ward, dossier_code=held.code, source="Đơn khiếu nại số 5")
    return SimpleNamespace(listed=listed, held=held, hold=hold)


def test_a_list_not_signed_lies_before_the_heirs_leader_with_the_heirs_number(house, kept, set_clock):
    late = make_office(
        "phường Sau",
    )
    set_clock("2027-07-05T08:00")
    found = actions.propose(by=house.registry, office=house.ward)
    signed = carried_out(planned(move(house.ward, late.ward), on=date(2027, 8, 1)), set_clock)
    assert signed.state == "done", list(signed.items.values_list("label", "message"))
    found.refresh_from_db()
    kept.hold.refresh_from_db()
    assert (found.office, found.state) == (late.ward, ListState.PROPOSED)
    assert kept.hold.office == late.ward
    leader = now_held(house.leader)
    assert Task.objects.visible_to(leader).unfinished().filter(pk=found.task_id).exists()
    approved = actions.approve(found, by=leader)
    assert approved.document.register.agency == late.ward
    assert actions.carry_out_list(found.pk, by=system()) == 1
    kept.listed.refresh_from_db()
    assert kept.listed.erased_at is not None
    assert actions.release(kept.hold, by=leader, note="Đã giải quyết xong").released_at is not None
    assert not [each for each in differences() if each.table.startswith("privacy_")]


def test_only_the_machine_lets_them_pass_and_never_what_is_over(house, new, duty, kept, set_clock):
    found = ask(house)
    inputs = {"office": new.ward, "desk": new.centre}
    for by in (house.leader, house.clerk, house.administrator):
        with pytest.raises(NotPermitted):
            actions.pass_over(found, by=by, **inputs)
        with pytest.raises(NotPermitted):
            actions.pass_hold_over(kept.hold, by=by, office=new.ward)
    with pytest.raises(StaleVersion):
        actions.pass_over(found, by=system(), version=found.version + 1, **inputs)
    actions.withdraw(found, by=house.clerk, note="Thôi")
    with pytest.raises(StepRefused):
        actions.pass_over(found, by=system(), **inputs)
    actions.release(kept.hold, by=house.leader, note="Xong")
    with pytest.raises(StepRefused):
        actions.pass_hold_over(kept.hold, by=system(), office=new.ward)
    set_clock("2027-07-05T08:00")
    listed = actions.propose(by=house.registry, office=house.ward)
    with pytest.raises(NotPermitted):
        actions.pass_list_over(listed, by=house.leader, office=new.ward)
    with pytest.raises(StaleVersion):
        actions.pass_list_over(listed, by=system(), version=99, office=new.ward)
    actions.reject(listed, by=house.leader, note="Chưa")
    with pytest.raises(StepRefused):
        actions.pass_list_over(listed, by=system(), office=new.ward)
    assert DestructionList.objects.get().office == house.ward
    assert Hold.objects.get().office == house.ward


@pytest.mark.parametrize("handed_over", [True, False])
def test_a_standing_restriction_passes_to_the_heir_who_lifts_it(house, new, duty, set_clock, handed_over):
    person = make.applicant_of(house.clerk, number=ASKED["identity_number"], name=ASKED["name"])
    make.received(house, applicant=person)
    request = actions.grant(ask(house, right="restriction"), by=house.registry, reason="Đúng người")
    assert carry_out(request.last_event) == []
    request.refresh_from_db()
    if handed_over:
        request = actions.hand_over(request, by=house.clerk)
    row = passed(house, new, set_clock)
    request.refresh_from_db()
    person.refresh_from_db()
    assert (request.office, request.desk, request.lifted_at) == (new.ward, new.centre, None)
    assert person.restricted_by == new.ward
    part = "privacy.restrictions" if handed_over else "privacy.requests"
    assert [each.label for each in row.items.filter(part=part)] == [request.code]
    assert not [each for each in differences() if each.table.startswith("privacy_")]
    clerk, answerer = now_held(house.clerk), now_held(house.registry)
    said = make.applicant_of(clerk, number=ASKED["identity_number"], name=ASKED["name"], address="Nơi mới")
    assert said.restricted_by == new.ward  # what is declared at the heir is held back too
    with pytest.raises(NotPermitted):
        actions.lift(request, by=house.registry, note="Người yêu cầu đề nghị")
    actions.lift(request, by=answerer, note="Người yêu cầu đề nghị")
    for each in (person, said):
        each.refresh_from_db()
        assert each.restricted_by is None


def test_only_the_machine_passes_a_restriction_and_only_one_that_stands(house, new, duty):
    closed = actions.hand_over(actions.refuse(ask(house), by=house.registry, reason="Không đúng"), by=house.clerk)
    given = {"office": new.ward, "desk": new.centre}
    with pytest.raises(NotPermitted):
        actions.pass_restriction_over(closed, by=house.leader, **given)
    with pytest.raises(StepRefused):
        actions.pass_restriction_over(closed, by=system(), **given)
    with pytest.raises(StepRefused):
        actions.pass_restriction_over(ask(house, right="restriction"), by=system(), **given)
    with pytest.raises(StaleVersion):
        actions.pass_restriction_over(closed, by=system(), version=closed.version - 1, **given)
