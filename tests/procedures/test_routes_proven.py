"""Default routes fit their limit on real weeks, and a route that nobody could live by is told so."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from motcua.procedures.editions import LimitRule, Terms
from motcua.procedures.routes import Leg, Route, Step, route_from, route_json
from motcua.procedures.shapes import Shape, ShapeError, build, working_minutes
from motcua.procedures.validation import run, validate
from motcua.worktime.calendars import calendar_from
from motcua.worktime.counting import instant_of, moment_of

AFTER = date(2026, 3, 1)
FIVE = LimitRule("working_day", Decimal(5))
PARTNERS = {"police": ("A.5", "Công an phường"), "city": ("B.1", "Sở Thử")}


def week(hours, saturday=()):
    days = {day: list(hours) for day in ("mon", "tue", "wed", "thu", "fri")}
    return calendar_from({"weekly": days | {"sat": list(saturday), "sun": []}})


WARD = week(("07:00-11:30", "13:30-17:00"), ("07:30-11:30",))
SHORT = week(("08:00-11:30", "13:30-17:00"))

LIMITS = [
    ("working_day", "0.5"), ("working_day", "1"), ("working_day", "1.5"), ("working_day", "2"), ("working_day", "4.75"),
    ("working_day", "6"), ("working_day", "20"), ("day", "1"), ("day", "2"), ("day", "7"), ("day", "15"), ("day", "45"),
    ("month", "1"), ("month", "6"), ("year", "1"), ("hour", "2"), ("hour", "12"), ("same_day", None),
]  # fmt: skip
SHAPES = [
    Shape(),
    Shape("without_head", ("site_check", "payment", "ask:police+city")),
    Shape("at_desk"),
    Shape("standard", ("posting", "send:city"), by="Công chức địa chính"),
]


@pytest.mark.parametrize("calendar", [WARD, SHORT], ids=["ward", "short"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.key)
@pytest.mark.parametrize(("unit", "amount"), LIMITS)
def test_a_default_route_fits_its_limit(calendar, shape, unit, amount):
    limit = LimitRule(unit, None if amount is None else Decimal(amount))
    terms = Terms(cutoff=time(15) if unit == "same_day" else None)

    assert validate(build(shape, limit, agencies=PARTNERS), calendar, [limit], terms=terms, after=AFTER) == []


def test_the_default_route_goes_from_the_desk_to_the_desk():
    route = build(Shape(), FIVE)

    assert [step.key for step in route.steps] == [
        "receive", "hand_over", "specialist", "head", "leader", "register", "return",
    ]  # fmt: skip
    assert [step.at for step in route.steps] == ["desk", "desk", "division", "division", "office", "office", "desk"]
    assert "sign" in route.first_with("sign").actions


def test_without_a_limit_there_are_no_allotments():
    for limit in (None, LimitRule("none"), LimitRule("ask")):
        assert working_minutes(limit) is None
        assert {step.unit for step in build(Shape(), limit).steps} == {"none"}


def test_payment_and_letters_come_before_the_signature():
    keys = [step.key for step in build(Shape(extras=("payment", "send:city")), FIVE, agencies=PARTNERS).steps]

    assert keys.index("payment") < keys.index("leader")
    assert keys.index("send_city") < keys.index("leader")


def test_asking_others_opens_a_leg_for_each():
    step = build(Shape(extras=("ask:police+city",)), FIVE, agencies=PARTNERS).step("ask_police_city")

    assert [leg.agency for leg in step.legs] == ["A.5", "B.1"]
    assert all(leg.steps for leg in step.legs)


@pytest.mark.parametrize("shape", [Shape("by_magic"), Shape(extras=("dance",)), Shape(extras=("ask:nobody",))])
def test_unknown_shapes_are_refused(shape):
    with pytest.raises(ShapeError):
        build(shape, FIVE, agencies=PARTNERS)


def test_the_sum_of_the_allotments_must_fit():
    route = build(Shape(), FIVE)
    problems = validate(route, WARD, [FIVE, LimitRule("working_day", Decimal(2))], after=AFTER)

    assert len(problems) == 1
    assert "2 ngày làm việc" in problems[0]


def step(key="x", **changes):
    values = {"key": key, "name": key, "role": "specialist", "at": "division", "amount": None, "unit": "none"}
    return Step(**values | {"actions": ("hand_over",)} | changes)


def with_step(extra):
    steps = build(Shape(), FIVE).steps
    return Route("x", (*steps[:3], extra, *steps[3:]))


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (step(role=""), "không có người làm"),
        (step(role="magician"), "không có người làm"),
        (step(at=""), "không rõ nơi làm"),
        (step(at="agency:"), "không rõ nơi làm"),
        (step(actions=()), "không có cách nào kết thúc"),
        (step(key="receive"), "lặp lại"),
        (step(kind="legs"), "không có nhánh nào"),
        (step(kind="legs", legs=(Leg("a", "A", "", ()),)), "không có cơ quan hoặc không có bước"),
        (step(amount=Decimal(0), unit="hour"), "không dùng được"),
        (step(amount=Decimal(1), unit="fortnight"), "không dùng được"),
    ],
)
def test_a_step_that_nobody_can_do_is_told(extra, told):
    assert any(told in problem for problem in validate(with_step(extra), WARD, [FIVE], after=AFTER))


def test_a_route_begins_with_receipt_signs_and_ends_with_the_return():
    steps = build(Shape(), FIVE).steps

    assert validate(Route("x", ()), WARD, [FIVE], after=AFTER)
    assert any("tiếp nhận" in p for p in validate(Route("x", steps[1:]), WARD, [FIVE], after=AFTER))
    assert any("trả kết quả" in p for p in validate(Route("x", steps[:-1]), WARD, [FIVE], after=AFTER))
    unsigned = tuple(s for s in steps if "sign" not in s.actions)
    assert any("ký" in p for p in validate(Route("x", unsigned), WARD, [FIVE], after=AFTER))


def test_posts_that_nobody_holds_are_told():
    route = build(Shape(), FIVE)
    problems = validate(route, WARD, [FIVE], after=AFTER, staffed=lambda step: step.role != "registry_clerk")

    assert problems == ["Bước “Vào sổ, đóng dấu, chuyển kết quả”: chưa có ai giữ vị trí này"]


def test_legs_take_as_long_as_the_longest():
    legs = tuple(Leg(str(n), str(n), "A", (step(amount=Decimal(n), unit="hour"),)) for n in (1, 3, 2))
    route = Route("x", (step("legs", kind="legs", legs=legs),))
    morning = instant_of(moment_of(instant_of(date(2026, 3, 2).toordinal() * 86400 + 7 * 3600)))

    assert run(route, WARD, morning).hour == 10


def test_payment_stops_the_clock():
    paying = replace(step("payment", kind="payment"), amount=Decimal(9), unit="working_day")
    morning = instant_of(date(2026, 3, 2).toordinal() * 86400 + 7 * 3600)

    assert run(Route("x", (paying,)), WARD, morning) == morning


def test_a_route_survives_json():
    route = build(Shape(extras=("ask:police", "payment")), FIVE, agencies=PARTNERS)

    assert route_from(route_json(route)) == route
