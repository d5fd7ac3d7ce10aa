"""Warnings of somebody away fall to whoever takes that share of their work: lines, mails, digests and the preview."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.actions import record_absence
from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import moving
from motcua.dossiers.choices import STEP_WORK
from motcua.escalation.actions.digesting import send_digests
from motcua.escalation.actions.setting import choose, set_digest_rule, set_rung
from motcua.escalation.actions.telling import KIND, acknowledge, readers_of, tell_reached
from motcua.escalation.foresight import foreseen
from motcua.escalation.models import Alarm
from motcua.notify.models import Outgoing
from tests import dossier_factories as make
from tests.escalation.conftest import SET, warned
from tests.factories import make_post

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
TOLD = "2026-03-13T07:30"


def fresh(post: Post) -> Post:
    return Post.objects.with_names().get(pk=post.pk)


def away(house: Any, post: Post, substitute: Post | None, shares: Any = ()) -> None:
    record_absence(
        by=house.administrator, post=post, valid_from=FIRST, valid_to=LAST, reason="leave", substitute=substitute,
        shares=shares,
    )  # fmt: skip


def addressed(role: Role, unit: Any, name: str) -> Post:
    post = make_post(role, agency=unit, title=name)
    post.person.email = f"{name}@thu.example.vn"
    post.person.save()
    return post


@pytest.fixture
def two(house: Any, set_clock: Any) -> SimpleNamespace:
    """Two dossiers of two procedures in the specialist's own hands, and three colleagues."""
    set_clock("2026-03-01T08:00")
    house.standing = [addressed(Role.SPECIALIST, house.division, name) for name in ("mot", "hai", "ba")]
    set_clock("2026-03-02T09:00")
    name = house.specialist.person.username
    house.usual, house.hourly = (
        moving.assign(make.in_progress(house, code), by=house.head, person=name)
        for code in (make.STANDARD, make.HOURLY)
    )
    return house


def rung(house: Any, **more: Any) -> None:
    own = {"by": house.administrator, "agency": house.ward, "at": "percent", "percent": 10, "subject": "step"} | SET
    set_rung(**own | {"whom": "owner"} | more | {"valid_from": FIRST})


def codes(post: Post) -> list[str]:
    return [line.about.split(" ")[0] for line in warned(fresh(post))]


def test_the_line_of_a_procedure_goes_to_who_has_that_procedure_the_rest_to_the_main_substitute(two, set_clock):
    rest, other, _ = two.standing
    rung(two)
    away(two, two.specialist, rest, [("", f"procedure:{make.HOURLY}", other)])
    set_clock(TOLD)
    assert tell_reached() == 2
    assert codes(rest) == [two.usual.code]
    assert codes(other) == [two.hourly.code]
    alarm = Alarm.objects.get(dossier=two.hourly)
    with pytest.raises(NotPermitted):
        acknowledge(alarm, by=fresh(rest))
    assert acknowledge(alarm, by=fresh(other)).ended_at is not None


def test_what_warns_the_holder_of_a_step_goes_to_who_has_the_steps(two, set_clock):
    rest, other, _ = two.standing
    rung(two)
    away(two, two.specialist, rest, [(STEP_WORK, f"field:{two.usual.field_code}", other)])
    set_clock(TOLD)
    assert tell_reached() == 2
    assert sorted(codes(other)) == sorted([two.usual.code, two.hourly.code])
    assert codes(rest) == []


def test_what_a_head_is_told_is_not_the_heads_share_of_the_steps(two, set_clock):
    rest, other = (make_post(Role.LEADER, agency=two.ward) for _ in range(2))
    rung(two, whom="head")
    away(two, two.head, rest, [(STEP_WORK, "", other)])
    set_clock(TOLD)
    assert tell_reached() == 2
    assert len(codes(rest)) == 2
    assert codes(other) == []


def test_where_nobody_has_the_rest_the_others_lines_wait_for_who_comes_back(two, set_clock):
    _, other, _ = two.standing
    rung(two)
    away(two, two.specialist, None, [("", f"procedure:{make.HOURLY}", other)])
    set_clock(TOLD)
    tell_reached()
    assert codes(other) == [two.hourly.code]
    assert sorted(codes(two.specialist)) == sorted([two.usual.code, two.hourly.code])


def mailed(kind: str) -> dict[str, str]:
    return {row.recipient.partition("@")[0]: row.body for row in Outgoing.objects.filter(kind=kind)}


def test_mails_at_once_and_the_preview_name_who_takes_the_share_also_along_a_chain(two, set_clock):
    rest, other, last = two.standing
    for post in two.standing:
        choose(by=post, wish="no", at_once=True)
    rung(two)
    away(two, other, last)
    away(two, two.specialist, rest, [("", f"procedure:{make.HOURLY}", other)])
    set_clock(TOLD)
    lines = foreseen(two.administrator, until=clock.now())["lines"]
    assert {each["about"].split(" ")[0]: [who.rpartition(", ")[2] for who in each["who"]] for each in lines} == {
        two.usual.code: ["mot"], two.hourly.code: ["ba"],
    }  # fmt: skip
    tell_reached()
    found = mailed("escalation.alarm")
    assert found.keys() == {"mot", "ba"}
    assert two.usual.code in found["mot"]
    assert two.hourly.code in found["ba"]


@pytest.mark.parametrize("channel", ["inbox", "mail"])
def test_the_daily_mail_counts_the_share_that_is_ones_own(two, set_clock, channel):
    rest, other, third = two.standing
    rung(two, channel=channel)
    set_digest_rule(by=two.administrator, agency=two.ward, sends=True, hour=7, **SET | {"valid_from": FIRST})
    shares = [("dossier.opinion", "", third), (STEP_WORK, f"procedure:{make.HOURLY}", other)]
    away(two, two.specialist, rest, shares)
    set_clock("2026-03-13T07:10")
    assert tell_reached() == 2
    set_clock(TOLD)
    send_digests()
    found = mailed("escalation.digest")
    assert {name: body.partition("cảnh báo thời hạn: ")[2][:1] for name, body in found.items()} == {
        "mot": "1", "hai": "1",
    }  # fmt: skip


def test_asking_who_reads_an_inbox_costs_the_same_however_many_are_away(two, set_clock):
    rest, other, _ = two.standing
    inbox, counted = (two.division, Role.SPECIALIST, None), []
    for more in (1, 10):
        for _ in range(more):
            absent = make_post(Role.SPECIALIST, agency=two.division)
            away(two, absent, rest, [(KIND, "", other)])
        with CaptureQueriesContext(connection) as asked:
            readers = readers_of(inbox, on=date(2026, 3, 3))
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 4
    assert len(readers.away) == 11
