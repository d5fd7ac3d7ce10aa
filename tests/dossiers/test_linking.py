"""Between agencies: hand-overs are confirmed, what came wrongly goes where it belongs, silence means what it says."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from motcua.agencies.actions import end_post
from motcua.agencies.choices import Kind, Level, Role
from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.dossiers import values
from motcua.dossiers.actions.intake import receive
from motcua.dossiers.actions.linking import pass_silent_steps, pass_silently, redirect, take_over
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.actions.pausing import request_supplement
from motcua.dossiers.choices import Action
from motcua.dossiers.hand_over_terms import take_over_due
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import form_of, offered
from motcua.procedures.cli import USUAL_WEEK
from motcua.tasks.models import Task
from motcua.worktime.calendars import calendar_from
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.dossiers.drawn import drawn_house, ends, fact_of, open_keys, split, step
from tests.factories import make_agency, make_post, signed_in, system

HOUSE_AT = "2026-03-02T08:00"  # a Monday
ELSEWHERE, QUIET, ASKED, LATER = "9.000030", "9.000031", "9.000032", "9.000036"


def route_to(agency, **more):
    return {
        "limit": "10 ngày làm việc",
        "start": "nhan",
        "steps": [
            step("nhan", "receptionist", "receiving", ("forward", "xa"), hours=0),
            step("xa", "specialist", agency, ("forward", "ky"), **more),
            step("ky", "leader", "parent", ("forward", "tra"), kind="signing"),
            step("tra", "receptionist", "receiving", ("finish", "end"), hours=0),
        ],
    }


def HOUSE_BY():
    later = route_to("named:T.OTHER")
    later["steps"][0]["actions"] = [{"do": "forward", "to": "xem"}]
    later["steps"].insert(1, step("xem", "specialist", "division", ("forward", "xa")))
    quiet = route_to("division", kind="opinion", silence="agree")
    more = [
        fact_of(ELSEWHERE, route_to("commune")),
        fact_of(QUIET, quiet),
        fact_of(ASKED, route_to("answer:unit")),
        fact_of(LATER, later),
    ]
    house = drawn_house(more)
    house.other = make_agency(
        code="T.OTHER", kind=Kind.PEOPLES_COMMITTEE, level=Level.COMMUNE, unit_code="19753", name="Xã Khác"
    )
    house.there = make_post(Role.SPECIALIST, agency=house.other)
    return house


def test_a_hand_over_to_another_office_is_to_be_confirmed_the_same_day(house):
    dossier = split(house)
    row = dossier.steps.get(key="thue")
    assert (clock.local(row.take_by).isoformat()[:16], row.handed_by) == ("2026-03-02T17:00", house.specialist)
    assert Action.TAKE_OVER in offered(dossier, by=house.tax)
    dossier = take_over(dossier, by=house.tax)
    row.refresh_from_db()
    assert (row.taken_by, row.taken_at) == (house.tax, dossier.moment)
    assert_recorded(dossier, Action.TAKE_OVER, by=house.tax)
    assert Action.TAKE_OVER not in offered(dossier, by=house.tax)
    with refused("not_permitted"):
        take_over(dossier, by=house.tax)


def test_within_the_office_nothing_is_confirmed(house):
    dossier = make.in_progress(house)
    assert dossier.steps.get(state="open").take_by is None
    with refused("not_permitted"):
        take_over(dossier, by=house.specialist)


def test_working_on_it_confirms_it_too(house):
    dossier = hand_over(split(house), by=house.tax)
    row = dossier.steps.get(key="thue")
    assert (row.taken_by, row.taken_at) == (house.tax, row.finished_at)


def test_the_head_of_the_unit_to_which_it_came_may_confirm(house):
    dossier = take_over(split(house), by=house.land_head)
    assert dossier.steps.get(key="dat").taken_by == house.land_head
    assert dossier.steps.get(key="thue").taken_by is None


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-02T01:00", "2026-03-02T10:00"),  # 08:00 in Vietnam → 17:00
        ("2026-03-02T07:59", "2026-03-02T10:00"),
        ("2026-03-02T08:00", "2026-03-03T04:30"),  # 15:00: the next morning
        ("2026-03-06T09:00", "2026-03-09T04:30"),  # over a weekend
        ("2026-03-07T02:00", "2026-03-09T04:30"),
    ],
)
def test_after_the_cut_off_it_is_the_next_morning(at, due):
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    found = take_over_due(calendar_from(USUAL_WEEK), moment)
    assert found is not None
    assert found.astimezone(UTC) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_the_applicants_commune_is_found_by_the_address(house):
    by_address = make.applicant_of(
        house.clerk, address="12 đường Mẫu, phường Phú Xuân, thành phố Huế", number="046190000326"
    )
    dossier = make.received(house, ELSEWHERE, applicant=by_address)
    assert dossier.steps.get(state="open").agency == house.other


@pytest.mark.parametrize(
    ("address", "said"),
    [("", "chưa ghi địa chỉ"), ("Tổ dân phố Mẫu", "“Tổ dân phố Mẫu”"), ("phường Thận Xa, tỉnh Mẫu", "phường Thận Xa")],
)
def test_an_address_that_names_no_commune_is_told_and_the_clerk_chooses(house, address, said):
    applicant = make.applicant_of(house.clerk, address=address)
    with pytest.raises(BadInput) as told:
        make.received(house, ELSEWHERE, applicant=applicant)
    assert (told.value.code, told.value.field) == ("place_unknown", "told_place")
    assert said in told.value.message
    assert not Dossier.objects.exists()  # never silently the ward that received
    chosen = make.received(house, ELSEWHERE, applicant=applicant, told_place=house.other)
    assert chosen.steps.get(state="open").agency == house.other


def test_the_unit_that_an_answer_names_is_chosen_where_there_is_no_answer(house):
    with refused("place_unknown"):
        make.received(house, ASKED)
    chosen = make.received(house, ASKED, told_place=house.other)
    assert chosen.steps.get(state="open").agency == house.other


def test_what_was_filed_online_is_asked_when_it_is_received(house):
    dossier = make.submitted(house, ELSEWHERE)
    with refused("place_unknown"):
        receive(dossier, by=house.clerk)
    asked = form_of(Action.RECEIVE)(dossier=dossier, by=house.clerk).schema()["properties"]["told_place"]
    assert house.other.code in asked["enum"]
    page = f"/xu-ly/ho-so/{dossier.code}/viec/receive/"
    desk = signed_in(Client(), house.clerk)
    assert "không nêu xã, phường nào" in desk.get(page).text
    assert desk.post(page, {"version": dossier.version, "told_place": house.other.code}).status_code == 303
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert dossier.steps.get(state="open").agency == house.other
    plain = form_of(Action.RECEIVE)(dossier=make.submitted(house), by=house.clerk).schema()
    assert "told_place" not in plain["properties"]


def test_a_later_step_without_its_agency_comes_to_the_divisions_head_with_the_reason(house):
    dossier = split_off(house)
    row = dossier.steps.get(state="open")
    assert (row.agency, row.role, row.strayed) == (house.division, Role.HEAD_OF_DIVISION, "nobody")
    assert assert_recorded(dossier, Action.HAND_OVER, by=house.specialist)["strayed"] == "nobody"
    task = Task.objects.visible_to(house.head).unfinished().get()
    assert task.title == "Chưa rõ nơi làm: Bước xa"
    page = signed_in(Client(), house.head).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "chưa có ai giữ vai trò của bước này" in page
    assert Action.REDIRECT in offered(dossier, by=house.head)
    dossier = redirect(dossier, by=house.head, agency=house.tax.agency.code, reason="Thuế làm bước này")
    row = dossier.steps.get(state="open")
    assert (row.agency, row.role, row.strayed) == (house.tax.agency, Role.SPECIALIST, "")


def test_without_such_a_head_the_hand_over_is_refused(house):
    end_post(house.head, by=system())
    with refused("nobody_for_step"):
        split_off(house)


def split_off(house):
    """Handed on to a step at an agency in which nobody works any more."""
    dossier = make.received(house, LATER)
    end_post(house.there, by=system())
    return hand_over(dossier, by=house.specialist)


def test_what_came_to_the_wrong_agency_goes_on_without_losing_time(house, set_clock):
    dossier = split(house)
    before = dossier.steps.get(key="thue").due_at
    set_clock("2026-03-03T10:00")
    dossier = redirect(
        dossier, by=house.tax, agency=house.other.code, reason="Thuộc địa bàn xã khác", note="Thuộc địa bàn xã khác"
    )
    row = dossier.steps.get(key="thue", state="open")
    assert (row.agency, row.due_at, row.branch.agency) == (house.other, before, house.other)
    assert dossier.steps.get(key="thue", state="redirected").agency == house.tax.agency
    assert Task.objects.visible_to(house.there).unfinished().get().due_at == before
    assert not Task.objects.visible_to(house.tax).unfinished().exists()
    assert Dossier.objects.visible_to(house.tax).filter(pk=dossier.pk).exists()  # it was theirs for a while
    assert_recorded(dossier, Action.REDIRECT, by=house.tax)
    assert "thue" not in open_keys(hand_over(dossier, by=house.there))
    assert ends(dossier)["thue"] == "joined"


@pytest.mark.parametrize(
    ("agency", "reason", "code"),
    [("", "Sai", "unknown_agency"), ("X.X", "Sai", "unknown_agency"), ("A.7", "Sai", "same_agency"),
     ("A.8", "", "reason_needed"), ("empty", "Sai", "nobody_there")],
)  # fmt: skip
def test_a_redirection_needs_a_reason_and_an_agency_that_can(house, agency, reason, code):
    empty = make_agency(kind=Kind.VERTICAL, name="Cơ quan chưa có ai")
    with refused(code):
        redirect(split(house), by=house.tax, agency=empty.code if agency == "empty" else agency, reason=reason)


def test_nobody_redirects_what_is_the_offices_own(house):
    with refused("not_permitted"):
        redirect(make.in_progress(house), by=house.specialist, agency="A.7", reason="Sai")


def test_silence_goes_on_only_where_the_route_says_so_and_time_is_over(house, set_clock):
    quiet, other = make.received(house, QUIET), split(house)
    assert pass_silent_steps() == 0
    with refused("not_silent"):
        pass_silently(quiet, by=system(), step=quiet.steps.get(state="open").order)
    set_clock("2026-03-05T08:00")
    assert pass_silent_steps() == 1
    quiet = Dossier.objects.get(pk=quiet.pk)
    assert (quiet.step, open_keys(other)) == ("ky", {"thue", "dat", "hoi"})
    assert assert_recorded(quiet, Action.PASS_SILENTLY, by=system())["silence"] == "agree"
    assert pass_silent_steps() == 0


def test_while_the_dossier_waits_silence_means_nothing(house, set_clock):
    quiet = request_supplement(make.received(house, QUIET), by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    set_clock("2026-03-05T08:00")
    assert pass_silent_steps() == 0
    assert open_keys(quiet) == {"xa"}


def test_no_person_lets_silence_speak(house):
    quiet = make.received(house, QUIET)
    with refused("not_permitted"):
        pass_silently(quiet, by=house.leader, step=2)
    with pytest.raises(BadInput):
        pass_silently(quiet, by=system(), step=99)


def test_the_control_slip_tells_each_hand_over_with_both_names(house):
    dossier = take_over(split(house), by=house.tax)
    dossier = propose(hand_over(dossier, by=house.tax), by=house.senior, note="Đồng ý")
    dossier = approve(hand_over(dossier, by=house.land), by=house.land_head)
    rows = values.of("control", dossier, by=house.clerk, at=clock.now(), number=1)["rows"]
    told = [(row["from"].split(" (")[0], row["to"], bool(row["from_person"]), bool(row["to_person"])) for row in rows]
    centre, senior = house.division.short_name, house.senior.agency.short_name
    assert told == [
        ("Bước nhan", centre, True, True),
        ("Bước chia", house.tax.agency.short_name, True, True),
        ("Bước thue", centre, True, False),
        ("Bước dat", house.land.agency.short_name, True, True),
        ("Bước hoi", centre, True, False),
        ("Bước dat2", centre, True, False),
        ("Bước hop", "", False, False),
    ], senior
