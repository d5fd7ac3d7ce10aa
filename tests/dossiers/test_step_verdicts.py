"""What the opinion of a route's step comes to: yes, yes with conditions, no; silence is never a person's yes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from motcua.agencies.choices import Kind, Role
from motcua.core import clock
from motcua.dossiers import values
from motcua.dossiers.actions.linking import pass_silent_steps
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import form_of, offered
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.dossiers.drawn import LAND, drawn, drawn_house, fact_of, open_keys, split, step
from tests.factories import make_agency, make_post, signed_in, system
from tests.standing import again, delegated

HOUSE_AT = "2026-03-02T08:00"  # a Monday
AGREES, GOES_ON, LED = "9.000033", "9.000034", "9.000035"


def quiet(silence):
    return {
        "limit": "10 ngày làm việc", "start": "nhan",
        "steps": [
            step("nhan", "receptionist", "receiving", ("forward", "xa"), hours=0),
            step("xa", "specialist", "division", ("forward", "ky"), kind="opinion", silence=silence),
            step("ky", "leader", "parent", ("forward", "tra"), kind="signing"),
            step("tra", "receptionist", "receiving", ("finish", "end"), hours=0),
        ],
    }  # fmt: skip


def HOUSE_BY():
    led = drawn(dat2=step("dat2", "leader", f"named:{LAND}", ("forward", "hop"), limit="1 ngày làm việc"))
    return drawn_house([fact_of(LED, led), fact_of(AGREES, quiet("agree")), fact_of(GOES_ON, quiet("go_on"))])


@pytest.mark.parametrize(
    ("verdict", "note"), [("yes", ""), ("yes", "Phù hợp"), ("conditions", "Chừa lối đi"), ("no", "Sai quy hoạch")]
)
def test_it_is_kept_on_the_step_and_told(house, verdict, note):
    dossier = propose(split(house), by=house.senior, verdict=verdict, note=note)
    row = dossier.steps.get(key="hoi")
    assert (row.verdict, row.finished_by) == (verdict, house.senior)
    assert assert_recorded(dossier, Action.PROPOSE, by=house.senior)["verdict"] == verdict


@pytest.mark.parametrize(
    ("verdict", "note", "code"),
    [("no", "", "text_needed"), ("conditions", "", "text_needed"), ("", "", "text_needed"),
     ("maybe", "Có", "unknown_verdict"), ("silent", "Có", "unknown_verdict")],
)  # fmt: skip
def test_a_no_needs_words_and_nobody_says_silence(house, verdict, note, code):
    dossier = split(house)
    with refused(code):
        propose(dossier, by=house.senior, verdict=verdict, note=note)
    assert "hoi" in open_keys(dossier)


def test_a_step_that_asks_for_no_opinion_takes_none(house):
    with refused("not_an_opinion"):
        hand_over(split(house), by=house.tax, verdict="yes")


def test_the_form_asks_for_it_in_such_a_step_only(house):
    dossier = split(house)
    asked = form_of(Action.PROPOSE)(dossier=dossier, by=house.senior).schema()
    assert asked["properties"]["verdict"]["enum"] == ["yes", "conditions", "no"]
    assert asked["required"] == ["verdict"]
    plain = form_of(Action.PROPOSE)(dossier=dossier, by=house.tax).schema()
    assert (list(plain["properties"]), plain["required"]) == (["text"], ["text"])


def test_it_is_given_on_the_screen_and_shown_on_page_and_control_slip(house):
    dossier = split(house)
    page = f"/xu-ly/ho-so/{dossier.code}/viec/propose/"
    client = signed_in(Client(), house.senior)
    assert "Kết luận" in client.get(page).text
    without = client.post(page, {"version": dossier.version, "text": ""})
    assert without.status_code == 422
    done = client.post(page, {"version": dossier.version, "verdict": "no", "text": "Trái quy hoạch"})
    assert done.status_code in (302, 303), done.text
    shown = signed_in(Client(), house.clerk).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Không đồng ý" in shown
    assert "Trái quy hoạch" in shown
    dossier = Dossier.objects.get(pk=dossier.pk)
    rows = values.of("control", dossier, by=house.clerk, at=clock.now(), number=1)["rows"]
    assert [row["note"] for row in rows if row["from"].startswith("Bước hoi")] == ["Không đồng ý"]


@pytest.mark.parametrize(
    ("code", "words"), [(AGREES, "quy trình coi là đồng ý"), (GOES_ON, "quy trình cho đi tiếp")]
)  # fmt: skip
def test_silence_is_marked_as_silence_and_not_as_a_yes(house, set_clock, code, words):
    dossier = make.received(house, code)
    set_clock("2026-03-05T08:00")
    assert pass_silent_steps() == 1
    row = dossier.steps.get(key="xa")
    assert (row.verdict, row.finished_by) == ("silent", system())
    assert row.verdict_words == f"Không trả lời trong hạn, {words}"
    assert Dossier.objects.get(pk=dossier.pk).steps.filter(verdict="yes").count() == 0


@pytest.mark.parametrize("verdict", ["maybe", "silent"])
def test_the_database_refuses_what_is_no_verdict_and_silence_without_a_rule(house, verdict):
    row = propose(split(house), by=house.senior, verdict="yes").steps.get(key="hoi")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_step SET verdict = %s WHERE id = %s", [verdict, row.pk])


def test_a_delegation_to_sign_reaches_into_a_leg(house):
    leader = make_post(Role.LEADER, agency=house.land.agency)
    division = make_agency(parent=house.land.agency, kind=Kind.DIVISION)
    deputy, colleague = (make_post(Role.HEAD_OF_DIVISION, agency=division) for _ in range(2))
    dossier = hand_over(split(house, LED), by=house.land)
    delegated(leader, deputy)
    delegated(leader, colleague, scope=[f"procedure:{make.AT_ONCE}"])  # for other procedures
    assert Action.APPROVE not in offered(dossier, by=again(colleague))
    with refused("not_permitted"):
        approve(dossier, by=again(colleague))
    assert Action.APPROVE in offered(dossier, by=again(deputy))
    dossier = approve(dossier, by=again(deputy))
    assert dossier.steps.get(key="dat2").state == "finished"
    assert dossier.last_event.data["in_place_of"] == leader.pk
    assert "delegation" in dossier.last_event.data


def test_a_delegation_reaches_to_nothing_in_a_leg_that_waits_for_no_signature(house):
    leader = make_post(Role.LEADER, agency=house.land.agency)
    deputy = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=house.land.agency, kind=Kind.DIVISION))
    delegated(leader, deputy)
    dossier = split(house, LED)  # the land office's specialist has it
    with refused("not_permitted"):
        approve(dossier, by=again(deputy))
