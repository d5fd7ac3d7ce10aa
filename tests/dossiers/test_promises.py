"""The promise as a calculation: pauses of several kinds under each policy."""

from datetime import datetime, time
from decimal import Decimal

import pytest

from motcua.core import clock
from motcua.dossiers.choices import PauseKind
from motcua.dossiers.promises import Halt, moved_by, promise_for
from motcua.procedures.editions import Content, Terms
from motcua.procedures.routes import Route
from motcua.worktime.calendars import Calendar
from motcua.worktime.deadlines import Limit, Unit
from motcua.worktime.stored import calendar_of

TEN_DAYS, MONTH = Limit(Decimal(10), Unit.WORKING_DAY), Limit(Decimal(1), Unit.MONTH)
SUPPLEMENT, SUSPENSION, PAYMENT = PauseKind.SUPPLEMENT, PauseKind.SUSPENSION, PauseKind.PAYMENT


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.LOCAL)


def content(policy: str, **terms) -> Content:
    return Content(
        code="x", name="x", field_code="x", field_name="x", office="x", division="x", route=Route("x", ()), limits=(),
        terms=Terms(supplement_policy=policy, **terms),
    )  # fmt: skip


@pytest.fixture
def calendar(house) -> Calendar:
    return calendar_of(house.ward)


@pytest.mark.parametrize(
    ("policy", "halts", "due"),
    [
        ("pause", [], "03-16"),
        ("pause", [(SUPPLEMENT, "03-03", "03-05")], "03-18"),
        ("pause", [(SUPPLEMENT, "03-03", "03-05"), (SUSPENSION, "03-09", "03-10")], "03-19"),
        ("pause", [(SUSPENSION, "03-09", "03-10"), (SUPPLEMENT, "03-03", "03-05")], "03-19"),  # in any order
        ("continue", [(SUPPLEMENT, "03-03", "03-05")], "03-16"),
        ("continue", [(SUPPLEMENT, "03-03", "03-05"), (PAYMENT, "03-09", "03-10")], "03-17"),
        ("restart", [(SUPPLEMENT, "03-03", "03-05")], "03-19"),
        ("restart", [(SUPPLEMENT, "03-03", "03-05"), (SUPPLEMENT, "03-09", "03-12")], "03-26"),
        ("restart", [(SUPPLEMENT, "03-17", "03-20")], "03-16"),  # it was late already
        ("restart", [(SUPPLEMENT, "03-03", "03-05"), (SUSPENSION, "03-09", "03-10")], "03-20"),
        ("restart", [(SUSPENSION, "03-03", "03-05"), (SUPPLEMENT, "03-09", "03-10")], "03-24"),
        ("restart", [(SUSPENSION, "03-03", "03-06"), (SUPPLEMENT, "03-18", "03-19")], "04-02"),
    ],
)  # fmt: skip
def test_ten_working_days_from_the_second_of_march(calendar, policy, halts, due):
    pauses = [Halt(kind, at(f"{start}T09:00"), at(f"{end}T09:00")) for kind, start, end in halts]
    made = promise_for(calendar, received=at("03-02T09:00"), limit=TEN_DAYS, content=content(policy), halts=pauses)
    assert made.due == at(f"{due}T17:00")


@pytest.mark.parametrize(
    ("limit", "due", "start", "end", "moved"),
    [
        (TEN_DAYS, "03-20T17:00", "03-03T09:00", "03-05T09:00", "03-24T17:00"),
        (TEN_DAYS, "03-20T17:00", "03-03T09:00", "03-03T16:00", "03-20T17:00"),  # the same day: nothing
        (TEN_DAYS, "03-20T17:00", "03-20T17:00", "03-30T09:00", "03-20T17:00"),  # begun when it was over: nothing
        (MONTH, "03-20T17:00", "03-03T09:00", "03-05T09:00", "03-23T17:00"),  # two days on is a Sunday
        (MONTH, "03-20T17:00", "03-06T09:00", "03-07T09:00", "03-23T17:00"),  # a Saturday's return counts as Monday's
        (Limit(Decimal(8), Unit.HOUR), "03-20T10:00", "03-19T16:00", "03-20T08:00", "03-20T14:00"),
        (Limit(Decimal(8), Unit.HOUR), "03-20T10:00", "03-19T12:00", "03-19T13:00", "03-20T10:00"),  # over lunch
    ],
)  # fmt: skip
def test_an_appointed_day_moves_in_the_limits_own_unit(calendar, limit, due, start, end, moved):
    halt = Halt(SUSPENSION, at(start), at(end))
    assert moved_by(calendar, due=at(due), limit=limit, halt=halt) == at(moved)


def test_the_cutoff_holds_for_the_return_too(calendar):
    halt = Halt(SUSPENSION, at("03-03T09:00"), at("03-05T15:30"))
    assert moved_by(calendar, due=at("03-20T17:00"), limit=TEN_DAYS, halt=halt) == at("03-24T17:00")
    assert moved_by(calendar, due=at("03-20T17:00"), limit=TEN_DAYS, halt=halt, cutoff=time(15)) == at("03-25T17:00")


def test_a_dossier_without_a_due_moment_has_none_after_pauses_either(calendar):
    made = promise_for(
        calendar, received=at("03-02T09:00"), limit=Limit(None, Unit.NONE), content=content("pause"),
        halts=[Halt(SUPPLEMENT, at("03-03T09:00"), at("03-05T09:00"))],
    )  # fmt: skip
    assert made.due is None
