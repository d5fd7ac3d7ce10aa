"""Two wards become one, one becomes two, a level goes: what waits passes with its promise, what is done stays."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import AccessToken, Agency, Post, Session
from motcua.core import clock
from motcua.core.rebuilding import differences
from motcua.correspondence.models import Register
from motcua.dossiers.actions import closing, deciding, moving, opinions, pausing
from motcua.dossiers.actions.intake import file_draft
from motcua.dossiers.models import Dossier
from motcua.procedures.models import Adoption, Edition, edition_for
from motcua.tasks.models import Task
from motcua.worktime.actions import set_exception, set_week
from motcua.worktime.stored import calendar_of
from tests import dossier_factories as make
from tests.agencies.reorganising import DECISION, MOVED, ON, carried_out, make_office, move, now_held, planned
from tests.factories import make_agency, make_post, signed_in, system

pytestmark = pytest.mark.django_db
HOUSE_AT = "2026-06-22T08:00"


@pytest.fixture
def new(house) -> SimpleNamespace:
    return make_office("phường Mới")


def lines(row: Any, part: str = "") -> dict[str, str]:
    """Label → message of the results of one part."""
    return dict(row.items.filter(part__startswith=part).values_list("label", "message"))


def test_a_dossier_goes_on_in_the_new_ward_with_its_promise(house, new, set_clock):
    dossier = make.in_progress(house)
    promised, code = dossier.appointed_due, dossier.code
    task = Task.objects.get(url_key=code, state="open")
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done", lines(done)
    dossier.refresh_from_db()
    assert (dossier.agency, dossier.desk, dossier.code) == (new.ward, new.centre, code)
    assert (dossier.appointed_due, dossier.first_promised, dossier.state) == (promised, promised, "in_progress")
    moved = Task.objects.get(pk=task.pk)
    assert (moved.agency, moved.due_at, moved.state) == (new.division, task.due_at, "open")
    event = dossier.events.last()
    assert (event.action, event.by) == ("dossier.pass_over", system())
    assert DECISION in event.note()
    assert "Ngày hẹn trả giữ nguyên" in event.note()

    # The same people finish it in the new ward, with a number of the new register.
    dossier = moving.propose(dossier, by=now_held(house.specialist), note="Đủ điều kiện")
    dossier = moving.approve(dossier, by=now_held(house.head))
    dossier = deciding.sign(dossier, by=now_held(house.leader), template="result")
    document = dossier.results.get().document
    assert (document.register.agency, document.number) == (new.ward, 1)
    dossier = moving.hand_over(dossier, by=now_held(house.registry))
    closing.return_result(dossier, by=now_held(house.clerk), receiver="Trần Thị Mẫu")
    assert not [each for each in differences() if each.table.startswith(MOVED)]


def test_every_state_that_is_not_closed_passes_and_goes_on(house, new, set_clock):
    paused, asked, paying = make.waiting(house), make.submitted(house), make.to_pay(house)
    draft, ready = make.drafted(house), make.at_the_desk(house)
    consulted = opinions.consult(
        make.in_progress(house),
        by=house.specialist,
        question="Có vướng quy hoạch không?",
        person=house.head.person.username,
    )
    stopped_at = paused.clock_stopped_at
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done", lines(done)
    clerk, specialist = now_held(house.clerk), now_held(house.specialist)
    for each in (paused, asked, paying, draft, ready, consulted):
        each.refresh_from_db()
        assert (each.agency, each.desk) == (new.ward, new.centre)
    assert paused.clock_stopped_at == stopped_at
    resumed = pausing.resume(paused, by=specialist, papers=[{"name": "Bản vẽ"}])
    assert resumed.appointed_due > resumed.first_promised
    assert opinions.answer(consulted, by=now_held(house.head), text="Không vướng").consultations.get().answered_at
    assert Dossier.objects.get(pk=paying.pk).bill.agency in (new.ward, new.centre)
    assert not Dossier.objects.filter(closed_at=None, desk=house.centre).exists()
    assert closing.return_result(ready, by=clerk, receiver="Trần Thị Mẫu").state == "returned"
    assert file_draft(draft, by=clerk).code.startswith(new.centre.code)


def test_what_is_closed_stays_with_the_old_ward(house, new, set_clock):
    closed = [make.returned(house), make.withdrawn(house), make.refused_one(house)]
    events = {each.pk: each.events.count() for each in closed}
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    for each in closed:
        each.refresh_from_db()
        assert (each.agency, each.desk) == (house.ward, house.centre)
        assert each.events.count() == events[each.pk]


def test_registers_close_with_their_last_number_and_begin_anew(house, new, set_clock):
    make.decided(house)
    old = Register.objects.get()
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    old.refresh_from_db()
    assert (old.closed_on, old.documents.count()) == (ON, 1)
    assert old.events.last().data["last_number"] == 1
    begun = Register.objects.get(agency=new.ward)
    assert (begun.year, begun.first_number, begun.closed_on) == (2026, 1, None)
    assert "khóa ở số 1" in " ".join(lines(done, "correspondence").values())


def test_posts_end_with_sessions_and_tokens_and_begin_for_the_same_people(house, new, set_clock, client):
    signed_in(client, house.clerk)
    token = actions.issue_token(house.clerk, by=house.clerk, name="Máy quét").issued_token
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    ended = Post.objects.get(pk=house.clerk.pk)
    begun = now_held(house.clerk)
    assert (ended.valid_to, ended.ended_at is not None) == (ON - timedelta(days=1), True)
    assert (begun.agency, begun.title, begun.valid_from) == (new.centre, ended.title, ON)
    assert not Session.objects.filter(post=ended).exists()
    assert AccessToken.objects.in_force().filter(digest=AccessToken.digest_of(token)).first() is None
    assert "1 khóa API đã thu hồi" in lines(done, "agencies.posts")[str(ended)]
    assert not Post.objects.held(clock.today()).filter(agency__in=[house.ward, house.centre]).exists()


def test_a_person_may_go_elsewhere_or_nowhere(house, new, set_clock):
    people = {
        house.specialist.person.username: {"unit": new.ward.code, "title": "Chuyên viên tổng hợp"},
        house.inspector.person.username: {"unit": None},
    }
    carried_out(planned(move(house.ward, new.ward), people=people), set_clock)
    assert (now_held(house.specialist).agency, now_held(house.specialist).title) == (new.ward, "Chuyên viên tổng hợp")
    assert not Post.objects.held(clock.today()).filter(person=house.inspector.person).exists()


def test_procedures_are_given_by_editions_of_the_new_ward(house, new, set_clock):
    number = Adoption.objects.standing().count()
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    begun = Adoption.objects.of_office(new.ward).standing()
    assert begun.count() == number
    assert not Adoption.objects.of_office(house.ward).standing().exists()
    edition = edition_for(make.LINKED, new.centre, ON)
    assert (edition.office, edition.valid_from) == (new.ward, ON)
    assert edition.snapshot().division == new.division.code
    assert house.ward.code not in [step.at.removeprefix("agency:") for step in edition.snapshot().route.all_steps()]
    old = Edition.objects.get(office=house.ward, code=make.LINKED)
    assert old.valid_to == ON - timedelta(days=1)


def test_calendars_pass_and_promises_are_computed_as_before(house, new, set_clock):
    week = {day: ["07:00-11:00", "13:00-16:30"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    set_week(by=system(), agency=house.ward, weekly=week, valid_from=date(2026, 1, 1), decision="5/QĐ-UBND")
    set_exception(
        by=system(), agency=house.ward, date=date(2026, 7, 4), off=True, reason="Mất điện", source="9/TB-UBND"
    )
    dossier = make.suspended(house)
    before = calendar_of(house.ward)
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done", lines(done)
    after = calendar_of(Agency.objects.get(pk=new.ward.pk))
    assert {*lines(done, "worktime")} == {f"{house.ward}, từ 01/01/2026", "04/07/2026: Nghỉ, Mất điện"}
    assert after.weeks[-1][1] == before.weeks[-1][1]
    assert date(2026, 7, 4).toordinal() in after.exceptions
    resumed = pausing.resume(Dossier.objects.get(pk=dossier.pk), by=now_held(house.head))
    assert resumed.appointed_due >= dossier.first_promised


def test_a_ward_that_has_its_own_calendar_keeps_it(house, new, set_clock):
    week = {day: ["08:00-12:00"] for day in ("mon", "tue")}
    set_week(by=system(), agency=house.ward, weekly=week, valid_from=date(2026, 1, 1), decision="5/QĐ-UBND")
    own = {day: ["07:00-11:00", "13:00-17:00"] for day in ("mon", "tue", "wed")}
    set_week(by=system(), agency=new.ward, weekly=own, valid_from=ON, decision="1/QĐ-UBND")
    kept = calendar_of(new.ward).weeks[-1][1]
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert calendar_of(Agency.objects.get(pk=new.ward.pk)).weeks[-1][1] == kept


def test_codes_given_stay_and_the_pattern_goes_on(house, new, set_clock):
    actions.set_code_pattern(
        house.ward, by=system(), pattern="{agency}.{yymmdd}.{seq:05}", valid_from=date(2026, 6, 22)
    )
    dossier = make.received(house)
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert Dossier.objects.get(pk=dossier.pk).code == dossier.code
    after = SimpleNamespace(**vars(house) | vars(new) | {"clerk": now_held(house.clerk)})
    assert make.received(after).code == f"{new.centre.code}.260701.00001"


def test_two_wards_become_one(house, new, set_clock):
    other = make_office(
        "phường Khác",
    )
    first, second = make.received(house), make.in_progress(house)
    clerk = make_post(agency=make_agency(kind=Kind.ONE_STOP))
    done = carried_out(planned(move(house.ward, new.ward), move(clerk.agency, new.centre)), set_clock)
    assert done.state == "done", lines(done)
    assert {now_held(clerk).agency, now_held(house.clerk).agency} == {new.centre}
    assert set(Dossier.objects.filter(desk=new.centre)) == {first, second}
    assert set(Agency.objects.as_now(new.ward.path)) >= {house.ward, clerk.agency, new.ward}
    assert other.ward not in Agency.objects.as_now(new.ward.path)


def test_a_ward_becomes_two_and_each_gets_its_part(house, new, set_clock):
    second = make_office("phường Hai")
    here = make.received(house, applicant=make.applicant_of(house.clerk, address="Tổ dân phố 2, Tứ Hạ"))
    there = make.received(
        house, applicant=make.applicant_of(house.clerk, number="046190000326", address="Thôn Giáp, Hương Toàn")
    )
    named = make.received(house, make.HOURLY)
    share = {
        "unit": second.ward.code,
        "words": ["Hương Toàn"],
        "procedures": [make.HOURLY],
        "people": [house.specialist.person.username],
    }
    done = carried_out(planned(move(house.ward, {"unit": new.ward.code, "records": True}, share)), set_clock)
    assert done.state == "done", lines(done)
    for dossier, office in ((here, new), (there, second), (named, second)):
        dossier.refresh_from_db()
        assert (dossier.agency, dossier.desk) == (office.ward, office.centre)
    assert now_held(house.specialist).agency == second.division
    assert now_held(house.head).agency == new.division
    for office in (new, second):
        assert edition_for(make.STANDARD, office.centre, ON).office == office.ward
    assert Agency.objects.get(pk=house.ward.pk).heir == new.ward


def test_a_level_is_abolished(house, new, set_clock):
    """A town, its division and its commune: the ward takes over all of them."""
    town = make_agency(level=Level.DISTRICT, name="UBND thị xã")
    office = make_agency(parent=town, kind=Kind.DIVISION, name="Phòng Tài nguyên thị xã")
    commune = make_agency(parent=town, level=Level.COMMUNE, name="UBND xã")
    expert = make_post(Role.SPECIALIST, agency=office)
    rows = [move(town, new.ward), move(office, new.division), move(commune, new.ward)]
    done = carried_out(planned(*rows), set_clock)
    assert done.state == "done", lines(done)
    assert now_held(expert).agency == new.division
    ended = {unit.pk: unit.valid_to for unit in Agency.objects.below(town)}
    assert set(ended.values()) == {ON - timedelta(days=1)}
