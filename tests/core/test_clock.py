"""One clock, in the database; the demo may set it and it keeps ticking."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.core.models import ClockSetting
from tests.core.things import actions

pytestmark = pytest.mark.django_db


def real() -> datetime:
    return datetime.now(UTC)


def test_it_is_real_time_and_aware() -> None:
    before = real() - timedelta(seconds=1)
    moment = clock.now()
    assert before < moment < real() + timedelta(seconds=1)
    assert moment.tzinfo is UTC


def test_once_set_it_keeps_ticking() -> None:
    moment = datetime(2026, 2, 12, 15, 30, tzinfo=clock.LOCAL)
    clock.set_now(moment)
    time.sleep(0.05)
    passed = clock.now() - moment
    assert timedelta(milliseconds=50) <= passed < timedelta(seconds=20)
    assert clock.now() > moment + passed


def test_what_is_recorded_follows_it(by: Post, set_clock: Callable[[str], datetime]) -> None:
    moment = set_clock("2026-02-12T15:30+07:00")
    event = actions.open_thing(by=by, title="Bàn").last_event
    assert moment <= event.happened_at <= event.recorded_at < moment + timedelta(seconds=20)


def test_it_can_be_set_again_and_given_back() -> None:
    clock.set_now(datetime(2026, 2, 12, tzinfo=UTC))
    clock.set_now(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2020
    assert ClockSetting.objects.count() == 1
    clock.set_now(None)
    assert abs(clock.now() - real()) < timedelta(seconds=2)


def test_outside_the_demo_it_cannot_be_set(settings: Any) -> None:
    settings.MOTCUA_TEST = settings.MOTCUA_DEMO = False
    for moment in (datetime(2026, 2, 12, tzinfo=UTC), None):
        with pytest.raises(RuntimeError, match="demo"):
            clock.set_now(moment)
    settings.MOTCUA_DEMO = True
    clock.set_now(datetime(2026, 2, 12, tzinfo=UTC))


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        clock.set_now(datetime(2026, 2, 12))
    assert not ClockSetting.objects.exists()


def test_today_is_the_day_in_vietnam(set_clock: Callable[[str], datetime]) -> None:
    set_clock("2026-02-12T18:00+00:00")
    assert clock.today().isoformat() == "2026-02-13"
    assert clock.local(clock.now()).utcoffset() == timedelta(hours=7)


def test_everybody_sees_the_same_clock(
    set_clock: Callable[[str], datetime], transactional_db: None, together: Any
) -> None:
    set_clock("2026-02-12T15:30+07:00")
    seen = together(*[clock.now] * 4)
    assert max(seen) - min(seen) < timedelta(seconds=5)
    assert {each.year for each in seen} == {2026}


def test_a_set_clock_counts_for_nobody_who_does_not_serve_the_demo_or_the_tests(set_clock: Callable[[str], datetime]):
    set_clock("2026-02-12T15:30+07:00")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL motcua.clock_may_be_set = 'off'")  # as every connection of an office is
        cursor.execute("SELECT abs(extract(epoch FROM core_now() - clock_timestamp())) < 1")
        assert cursor.fetchone()[0] is True
        cursor.execute("SET LOCAL motcua.clock_may_be_set = 'on'")
    assert clock.now().year == 2026
    assert clock.local(clock.now()).date().isoformat() == "2026-02-12"
