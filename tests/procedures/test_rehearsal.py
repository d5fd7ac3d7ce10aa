"""A route walked without a dossier: legs, joins, ways back, and when each step would be due."""

from datetime import datetime

import pytest

from motcua.procedures.redrawing import NotPossible
from motcua.procedures.rehearsal import Rehearsal
from motcua.procedures.route_files import read_route
from motcua.worktime.calendars import calendar_from
from motcua.worktime.counting import ICT
from tests.procedures.routes_for_tests import step, twelve, way

HOURS = ["07:00-11:30", "13:30-17:00"]
WEEK = calendar_from({"weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS)})
MONDAY = datetime(2026, 3, 2, 7, tzinfo=ICT)


def walked(data, *deeds):
    walk = Rehearsal(read_route(data).route, WEEK, MONDAY)
    for key, number in deeds:
        walk.act(key, number)
    return walk


def here(walk):
    return [place.step.key for place in walk.places]


def nested():
    """A split in a leg of a split: x → (a → (c, d) → e, b) → f."""
    split = lambda *to: {"do": "split", "to": list(to)}  # noqa: E731
    steps = [
        step("x", "X", "receptionist", "receiving", split("a", "b")),
        step("a", "A", "specialist", "division", split("c", "d")),
        step("b", "B", "specialist", "division", way("f")),
        step("c", "C", "specialist", "division", way("e"), way("a", "return")),
        step("d", "D", "specialist", "division", way("e"), way("x", "return")),
        step("e", "E", "specialist", "division", way("f"), join="all"),
        step("f", "F", "receptionist", "receiving", {"do": "finish"}, join="all"),
    ]
    return {"limit": "20 ngày làm việc", "start": "x", "steps": steps}


def test_legs_are_open_side_by_side_from_the_same_moment():
    walk = walked(twelve(), ("b1", 0), ("b2", 0), ("b3", 0))
    assert here(walk) == ["b4", "b5", "b7"]
    assert len({place.begun for place in walk.places}) == 1


def test_a_join_of_all_waits_for_the_last_leg():
    walk = walked(nested(), ("x", 0), ("a", 0), ("b", 0), ("c", 0))
    assert here(walk) == ["d"]
    walk.act("d", 0)
    assert here(walk) == ["e"]
    walk.act("e", 0)
    assert here(walk) == ["f"]
    walk.act("f", 0)
    assert (here(walk), walk.ended is not None) == ([], True)


def test_going_back_out_of_a_leg_calls_off_the_legs_it_leaves_and_no_others():
    walk = walked(nested(), ("x", 0), ("a", 0), ("c", 1))
    assert here(walk) == ["b", "a"]
    walk = walked(nested(), ("x", 0), ("a", 0), ("d", 1))
    assert here(walk) == ["x"]
    walk.act("x", 0)
    assert here(walk) == ["a", "b"]


def test_a_join_of_two_legs_calls_the_third_off():
    data = twelve()
    data["steps"][7]["join"] = 2
    walk = walked(data, ("b1", 0), ("b2", 0), ("b3", 0), ("b4", 0))
    assert here(walk) == ["b5", "b7"]
    walk.act("b7", 0)
    assert here(walk) == ["b8"]


def test_a_step_begins_when_the_one_before_it_is_due():
    walk = walked(twelve(), ("b1", 0))
    assert (walk.places[0].begun.hour, walk.places[0].due.astimezone(ICT).hour) == (11, 17)


@pytest.mark.parametrize("deed", [("b9", 0), ("b1", 7), ("b1", -1), ("zzz", 0)])
def test_what_cannot_be_done_there_is_refused(deed):
    with pytest.raises(NotPossible):
        walked(twelve(), deed)
