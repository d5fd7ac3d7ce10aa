"""What the actions ask: the same from a screen and from JSON, and where one may pass the dossier to."""

from datetime import date, datetime

import pytest

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.dossiers.actions import moving
from motcua.dossiers.choices import State
from motcua.dossiers.forms import FORMS
from motcua.dossiers.offers import VERBS, form_of, offered
from tests import dossier_factories as make
from tests.factories import make_post


def form(dossier, by, action, **data):
    return form_of(f"dossier.{action}")(data or None, dossier=dossier, by=by)


def test_every_offered_action_has_its_form():
    assert set(FORMS) == set(VERBS)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_the_form_of_every_offer_is_drawn_and_described(house, state):
    dossier = make.IN_STATE[state](house)
    people = (house.clerk, house.specialist, house.head, house.leader, house.registry, house.cashier)
    offers = [(code, by) for by in people for code in offered(dossier, by=by)]
    for code, by in offers:
        made = form_of(code)(dossier=dossier, by=by)
        assert made.as_p()
        assert made.schema()["type"] == "object"
    assert offers or state in ("refused", "withdrawn", "stopped")


def test_one_chooses_the_next_step_a_person_of_it_or_a_step_before(house):
    second = make_post(Role.SPECIALIST, agency=house.division)
    dossier = make.received(house)
    places = [value for value, _ in form(dossier, house.clerk, "hand_over").fields["to"].choices]
    assert places[0] == ""
    assert set(places[1:]) == {house.specialist.person.username, second.person.username}
    dossier = make.in_progress(house)
    places = dict(form(dossier, house.specialist, "hand_over").fields["to"].choices)
    assert set(places) == {"", house.head.person.username, "hand_over"}
    assert places["hand_over"].startswith("Trả lại bước")
    at_leader = make.to_sign(house)
    assert [value for value, _ in form(at_leader, house.leader, "hand_over").fields["to"].choices] == [
        "head", "specialist", "hand_over",
    ]  # fmt: skip
    at_registry = make.decided(house)
    assert "leader" not in dict(form(at_registry, house.registry, "hand_over").fields["to"].choices)


def test_what_is_offered_to_pass_to_is_what_is_accepted(house):
    dossier = make.in_progress(house)
    offered_to = list(form(dossier, house.specialist, "hand_over").fields["to"].choices)
    assert len(offered_to) > 1
    for to, _ in offered_to:
        fresh = make.in_progress(house)
        assert moving.hand_over(fresh, by=house.specialist, to=to).step in ("head", "hand_over")


@pytest.mark.parametrize(
    ("given", "papers"),
    [
        ("Bản vẽ; 1; 2\n\nĐơn", [("Bản vẽ", 1, 2), ("Đơn", 1, 0)]),
        ([{"name": "Bản vẽ", "originals": 1, "copies": 2}, "Đơn"], [("Bản vẽ", 1, 2), ("Đơn", 1, 0)]),
        ([{"name": "Bản vẽ"}], [("Bản vẽ", 0, 0)]),
    ],
)
def test_papers_are_lines_or_objects(house, given, papers):
    made = form(make.waiting(house), house.clerk, "resume", papers=given)
    assert made.is_valid(), made.errors
    assert [(p["name"], p["originals"], p["copies"]) for p in made.inputs()["papers"]] == papers


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("20/3/2026", date(2026, 3, 20)),
        ("2026-03-20", date(2026, 3, 20)),
        ("20/3/2026 16:00", datetime(2026, 3, 20, 16, 0, tzinfo=clock.LOCAL)),
        ("2026-03-20T16:00+07:00", datetime(2026, 3, 20, 16, 0, tzinfo=clock.LOCAL)),
    ],
)
def test_a_due_moment_is_a_day_or_an_hour_of_it(house, given, due):
    made = form(make.in_progress(house), house.head, "extend", due=given, reason="Chờ")
    assert made.is_valid(), made.errors
    assert made.inputs()["due"] == due


@pytest.mark.parametrize("given", ["", "hôm nay", "32/1/2026", "2026-13-01"])
def test_what_is_no_day_is_refused_in_words(house, given):
    made = form(make.in_progress(house), house.head, "extend", due=given, reason="Chờ")
    assert not made.is_valid()
    assert "due" in made.errors
