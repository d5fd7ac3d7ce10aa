"""Deeds of the route designer: whatever is done, the other steps still lead on, and a split keeps its join."""

from dataclasses import replace
from decimal import Decimal

import pytest

from motcua.procedures.faults import faults_of
from motcua.procedures.redrawing import (
    JOINING,
    NewLeg,
    NotPossible,
    add_legs,
    add_step,
    change_step,
    close_legs,
    new_step,
    open_old_legs,
    place_step,
    take_out,
)
from motcua.procedures.route_files import read_route
from motcua.procedures.routes import END, FINISH, FORWARD, LEGS, RETURN, SPLIT, Leg, Route, Step, Way
from motcua.procedures.shapes import Shape, build
from tests.procedures.routes_for_tests import twelve

TWELVE = read_route(twelve()).route
LINE = build(Shape(), None).drawn()
TWO = [NewLeg("Công an", "agency:P1.PC"), NewLeg("Quân sự", "agency:P1.QS")]


def added(route, after, name="Kiểm tra", kind="step"):
    step = new_step(route, name, kind)
    return add_step(route, after, step), step.key


def timed(route):
    """The route with an hour for each step that has no time yet: what else is wrong?"""
    steps = [replace(s, amount=Decimal(1), unit="hour") if s.unit == "unknown" else s for s in route.steps]
    return faults_of(replace(route, steps=tuple(steps)))


def test_a_route_grows_from_nothing():
    route, first = added(Route("x", ()), "")
    assert (route.start, route.first.role, route.first.at) == (first, "receptionist", "desk")
    route, second = added(route, first, "Trả kết quả")
    assert route.step(first).ways == (Way(FORWARD, (second,)),)
    assert route.step(first).actions == ("receive",)
    assert route.step(second).ways == (Way(FINISH, (END,)),)
    assert route.step(second).actions == ("return_result",)


def test_a_new_step_leads_on_to_where_the_one_before_it_led():
    route, key = added(LINE, "specialist")
    assert route.after("specialist").key == key
    assert route.after(key).key == "head"
    assert timed(route) == []
    route, key = added(LINE, "")
    assert (route.start, route.after(key).key) == (key, "receive")


def test_a_step_taken_out_leaves_no_way_to_itself():
    route = take_out(LINE, "head")
    assert route.after("specialist").key == "leader"
    assert all("head" not in way.to for step in route.steps for way in step.ways)
    assert timed(take_out(LINE, "return")) == []
    assert take_out(LINE, "return").step("register").ways[0] == Way(FINISH, (END,))
    assert take_out(LINE, "receive").start == "hand_over"


def test_two_legs_are_opened_with_their_join_in_one_deed():
    route = add_legs(LINE, "specialist", TWO, kind="opinion", join="any")
    split = route.step("specialist").split
    join = next(step for step in route.steps if step.join)

    assert len(split.to) == 2
    assert [route.step(key).at for key in split.to] == ["agency:P1.PC", "agency:P1.QS"]
    assert {route.step(key).ways for key in split.to} == {(Way(FORWARD, (join.key,)),)}
    assert (join.name, join.join, route.after(join.key).key) == (JOINING, "any", "head")
    assert timed(route) == []
    more = add_legs(route, "specialist", [NewLeg("Sở", "agency:P1.S")])
    assert len(more.step("specialist").split.to) == 3
    assert timed(more) == []


def test_legs_that_cannot_be_opened_or_closed_are_refused_in_words():
    with pytest.raises(NotPossible, match="ít nhất hai"):
        add_legs(LINE, "head", TWO[:1])
    with pytest.raises(NotPossible, match="nơi làm"):
        add_legs(TWELVE, "b3", [])
    with pytest.raises(NotPossible, match="không mở chặng"):
        close_legs(LINE, "head")
    for key in ("b3", "b8"):
        with pytest.raises(NotPossible, match="bỏ các chặng trước"):
            take_out(TWELVE, key)
    for deed in (
        lambda: take_out(LINE, "z"),
        lambda: add_legs(LINE, "z", TWO),
        lambda: change_step(LINE, "z", LINE.first),
    ):
        with pytest.raises(NotPossible, match="không còn"):
            deed()


def test_a_leg_that_loses_its_last_step_is_closed_and_of_one_leg_nothing_is_joined():
    route = take_out(TWELVE, "b4")
    assert route.step("b3").split.to == ("b5", "b7")
    assert timed(route) == []
    route = take_out(route, "b7")
    assert route.step("b3").split is None
    assert route.after("b3").key == "b5"
    assert route.step("b8").join == ""
    assert timed(route) == []


def test_closing_legs_leads_straight_on_to_what_joined_them():
    route = close_legs(TWELVE, "b3")
    assert [step.key for step in route.steps] == ["b1", "b2", "b3", "b8", "b9", "b10", "b11", "b12"]
    assert route.after("b3").key == "b8"
    assert timed(route) == []


def test_a_step_is_moved_with_the_ways_back_to_it():
    route = place_step(TWELVE, "b9", "b10")
    assert (route.after("b8").key, route.after("b10").key, route.after("b9").key) == ("b10", "b9", "b11")
    assert Way(RETURN, ("b8",)) in route.step("b9").ways
    assert timed(route) == []
    with pytest.raises(NotPossible):
        place_step(TWELVE, "b9", "b9")


def test_a_step_moved_into_a_leg_works_in_that_leg():
    route = place_step(TWELVE, "b2", "b4")
    assert (route.after("b4").key, route.after("b2").key) == ("b2", "b8")
    assert timed(route) == []


def test_a_new_code_is_named_wherever_the_old_one_was():
    route = change_step(TWELVE, "b8", replace(TWELVE.step("b8"), key="tong_hop"))
    assert route.after("b4").key == "tong_hop"
    assert Way(RETURN, ("tong_hop",)) in route.step("b9").ways
    assert change_step(TWELVE, "b1", replace(TWELVE.first, key="nhan")).start == "nhan"


def test_acts_that_a_person_chose_stay_and_usual_ones_follow_the_ways():
    assert LINE.step("leader").actions == ("approve", "sign")
    route, _ = added(LINE, "leader")
    assert route.step("leader").actions == ("approve", "sign")
    assert add_legs(LINE, "head", TWO).step("head").actions == ("approve", "hand_over")
    assert place_step(LINE, "leader", "specialist").step("leader").actions == ("approve", "sign")


def test_steps_that_ask_in_the_manner_of_before_become_real_legs():
    one = Step("answer", "Trả lời", "specialist", "agency:A", Decimal(3), "hour", ("hand_over",))
    legs = (Leg("a", "A", "A", (one,)), Leg("b", "B", "B", (one, replace(one, key="more"))))
    asking = Step("ask", "Hỏi hai nơi", "specialist", "division", Decimal(6), "hour", ("consult",), LEGS, legs)
    route = Route("x", (*build(Shape(), None).steps[:3], asking, *build(Shape(), None).steps[3:])).drawn()
    opened = open_old_legs(route)

    assert opened.step("ask").ways[0] == Way(SPLIT, ("a_answer", "b_answer"))
    assert (opened.after("b_answer").key, opened.after("b_more").key) == ("b_more", "tong_hop")
    assert (opened.step("tong_hop").join, opened.after("tong_hop").key) == ("all", "head")
    assert opened.step("ask").unit == "none"
    assert timed(opened) == []
    single = open_old_legs(replace(route, steps=tuple(replace(s, legs=s.legs[:1]) for s in route.steps)))
    assert single.after("ask").key == "a_answer"
    assert timed(single) == []
    none = open_old_legs(replace(route, steps=tuple(replace(s, legs=()) for s in route.steps)))
    assert none.step("ask").amount == Decimal(6)
