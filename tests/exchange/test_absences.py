"""Absences over the API: who is away, who stands in; written down and ended with the rights of the screens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.agencies.models import Absence
from motcua.core.clock import today
from tests.exchange.machines import Machine
from tests.factories import make_post, make_ward
from tests.standing import away


def days(first: int, last: int) -> dict[str, str]:
    return {"valid_from": f"{today() + timedelta(first)}", "valid_to": f"{today() + timedelta(last)}"}


def body(first: int = 1, last: int = 3, **more: str) -> dict[str, str]:
    return days(first, last) | {"reason": "leave"} | more


@pytest.fixture
def colleague(house):
    return make_post(Role.SPECIALIST, agency=house.division)


def test_a_post_writes_its_own_absence_down_with_who_stands_in(house, colleague):
    machine = Machine(house.specialist)
    made = machine.post_json("/absences", body(substitute=colleague.person.username, note="Nghỉ phép năm"))
    assert made.status_code == 201
    row = Absence.objects.get()
    assert (row.post, row.substitute, row.reason) == (house.specialist, colleague, "leave")
    event = row.events.get()
    assert (event.action, event.by, event.note()) == ("absence.record", house.specialist, "Nghỉ phép năm")
    told = made.json()
    assert told["substitute"] == {
        "username": colleague.person.username, "name": colleague.person.name, "title": colleague.title,
        "agency": house.division.code,
    }  # fmt: skip
    assert machine.get("/absences").json()["items"] == [told]


def test_each_sees_their_own_and_who_watches_sees_the_tree(house, colleague):
    away(house.specialist, colleague)
    away(make_post(Role.SPECIALIST, agency=make_ward()["division"]), None)  # of another office

    def seen(post, **query):
        return [row["post"]["username"] for row in Machine(post).get("/absences", **query).json()["items"]]

    mine = [house.specialist.person.username]
    assert [seen(post) for post in (house.specialist, colleague, house.administrator)] == [mine] * 3
    assert seen(house.clerk) == []
    assert seen(house.administrator, on=today()) == mine
    assert seen(house.administrator, on=today() + timedelta(30)) == []
    assert seen(house.administrator, agency=house.centre.code) == []


def test_an_administrator_writes_it_down_for_somebody_and_nobody_else_does(house, colleague):
    given = body(person=house.specialist.person.username.upper())
    made = Machine(house.administrator).post_json("/absences", given)
    assert (made.status_code, Absence.objects.get().post) == (201, house.specialist)
    other = Machine(house.registry).post_json("/absences", body(7, 9, person=colleague.person.username))
    assert (other.status_code, other.json()["code"]) == (403, "not_permitted")
    stranger = Machine(make_ward()[Role.ADMINISTRATOR]).post_json("/absences", body(7, 9, person=given["person"]))
    assert (stranger.status_code, stranger.json()["code"]) == (
        422,
        "unknown_person",
    )  # as for somebody who is not there
    assert Absence.objects.count() == 1


def test_of_several_posts_the_unit_says_which(house):
    second = make_post(Role.SPECIALIST, agency=house.centre, person=house.specialist.person)
    machine = Machine(house.administrator)
    given = body(person=house.specialist.person.username)
    assert machine.post_json("/absences", given).json()["code"] == "several_posts"
    assert machine.post_json("/absences", given | {"agency": house.centre.code}).status_code == 201
    assert Absence.objects.get().post == second


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"reason": "ốm"}, "invalid_request", "reason"),
        ({"valid_from": "2026-02-30"}, "invalid_request", "valid_from"),
        ({"valid_to": "2026-01-01"}, "ends_before", "valid_to"),
        ({"substitute": "khong.co"}, "cannot_stand_in", "substitute"),
        ({"person": "khong.co"}, "unknown_person", "person"),
        ({"nguoi": "x"}, "invalid_request", "nguoi"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_is_written(house, given, code, field):
    answer = Machine(house.specialist).post_json("/absences", body() | given)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    told = answer.json()
    assert (told["code"], told["field"]) == (code, field)
    assert not Absence.objects.exists()


def test_one_who_may_not_stand_in_and_a_second_absence_of_the_same_days_are_refused(house, colleague):
    machine = Machine(house.specialist)
    wrong = machine.post_json("/absences", body(substitute=house.clerk.person.username))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "cannot_stand_in")
    assert machine.post_json("/absences", body()).status_code == 201
    assert machine.post_json("/absences", body(2, 5)).json()["code"] == "absence_overlaps"


def test_it_is_ended_by_the_version_last_seen(house, colleague):
    row, machine = away(house.specialist, colleague), Machine(house.specialist)
    stale = machine.post_json(f"/absences/{row.pk}/end", {"version": row.version + 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    ended = machine.post_json(f"/absences/{row.pk}/end", {"version": row.version})
    assert (ended.status_code, ended.json()["cancelled"]) == (200, True)
    again = machine.post_json(f"/absences/{row.pk}/end", {"version": row.version + 1})
    assert (again.status_code, again.json()["code"]) == (409, "already_over")


def test_who_stands_in_does_not_end_it_and_others_do_not_find_it(house, colleague):
    row = away(house.specialist, colleague)
    assert Machine(colleague).post_json(f"/absences/{row.pk}/end", {"version": 1}).status_code == 403
    assert Machine(house.clerk).post_json(f"/absences/{row.pk}/end", {"version": 1}).status_code == 404
    assert Machine(house.clerk).post_json(f"/absences/{2**70}/end", {"version": 1}).status_code == 404
    row.refresh_from_db()
    assert row.cancelled_at is None


def test_a_long_list_is_read_page_by_page_at_the_same_cost(house, colleague, django_assert_num_queries):
    machine = Machine(house.administrator)
    away(make_post(Role.SPECIALIST, agency=house.division), colleague)
    machine.get("/absences")
    with CaptureQueriesContext(connection) as one:
        machine.get("/absences")
    for _ in range(5):
        away(make_post(Role.SPECIALIST, agency=house.division), colleague)
    with django_assert_num_queries(len(one)):
        machine.get("/absences")
    first = machine.get("/absences", limit=4).json()
    assert (len(first["items"]), len(machine.get("/absences", cursor=first["next"]).json()["items"])) == (4, 2)
