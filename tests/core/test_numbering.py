"""Numbers 1..n in every (scope, period), whatever happens to the transactions that take them."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.agencies.models import Post
from motcua.core import clock, numbering
from motcua.core.models import Counter
from motcua.core.numbering import Taken
from tests.core.things import actions
from tests.core.things.models import Thing
from tests.nonempty import some

pytestmark = pytest.mark.django_db


def numbers() -> dict[tuple[str, str], list[int]]:
    """(scope, day in the code) → numbers of the things that exist, sorted."""
    found = defaultdict(list)
    for code in Thing.objects.exclude(number=None).values_list("number", flat=True):
        scope, day, number = str(code).split("-")
        found[scope, day].append(int(number))
    return {key: sorted(each) for key, each in found.items()}


def assert_no_gap() -> None:
    for key, each in numbers().items():
        assert each == list(range(1, len(each) + 1)), key


class Dropped(Exception):
    """The transaction is rolled back after the number was taken."""


def taker(by: Post, scopes: list[str], *, times: int, seed: int, until: Callable[[], bool] = lambda: False) -> Any:
    def take_many() -> int:
        dice, kept = random.Random(seed), 0
        while kept < times and not until():
            try:
                with transaction.atomic():
                    actions.register(by=by, scope=dice.choice(scopes))
                    time.sleep(dice.random() / 500)
                    if dice.random() < 0.4:
                        raise Dropped
                kept += 1
            except Dropped:
                continue
        return kept

    return take_many


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_committing_and_rolling_back_leave_no_gap(by: Post, together: Callable[..., Any]) -> None:
    results = together(*(taker(by, ["A", "B"], times=12, seed=seed) for seed in range(16)))
    assert results == [12] * 16
    assert_no_gap()
    assert sum(map(len, numbers().values())) == Thing.objects.count() == 16 * 12


@pytest.mark.django_db(transaction=True)
def test_midnight_begins_a_new_row_of_numbers(
    by: Post, together: Callable[..., Any], set_clock: Callable[[str], datetime]
) -> None:
    set_clock("2026-02-12T23:59:58.8+07:00")
    over = datetime(2026, 2, 13, 0, 0, 1, tzinfo=clock.LOCAL)
    together(*(taker(by, ["A"], times=10_000, seed=seed, until=lambda: clock.now() > over) for seed in range(16)))
    assert set(numbers()) == {("A", "260212"), ("A", "260213")}
    assert_no_gap()
    for thing in some(Thing.objects.all()):
        event = thing.events.get()
        assert f"{clock.local(event.happened_at):%y%m%d}" == str(thing.number).split("-")[1]
        assert event.data["period"] == f"{clock.local(event.happened_at):%Y-%m-%d}"


def test_numbers_follow_the_order_of_their_instants(by: Post) -> None:
    things = [actions.register(by=by, scope="A") for _ in range(5)]
    assert [thing.last_event.data["number"] for thing in things] == [1, 2, 3, 4, 5]
    moments = [thing.moment for thing in things]
    assert moments == sorted(moments)


KILLED = """
import itertools, os
from django.db import transaction
from tests.core.things import actions
for turn in itertools.count():
    with transaction.atomic():
        actions.register(by=by, scope="A")
        print("taken", turn, flush=True)
        if turn == 3:
            import time; time.sleep(60)
"""


@pytest.mark.django_db(transaction=True)
def test_processes_killed_in_the_middle_leave_no_gap(
    by: Post, python: Callable[..., Any], together: Callable[..., Any]
) -> None:
    for _ in range(2):
        process = python(KILLED)
        while "taken 3" not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        process.kill()
        process.wait()
        together(*(taker(by, ["A"], times=3, seed=seed) for seed in range(4)))
    assert_no_gap()
    assert Thing.objects.count() == 2 * (3 + 12)


@pytest.mark.django_db(transaction=True)
def test_a_busy_scope_does_not_stop_another(by: Post, together: Callable[..., Any]) -> None:
    taken, release = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            numbering.take("busy")
            taken.set()
            assert release.wait(30)

    def other() -> Any:
        assert taken.wait(30)
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '5s'")
                return numbering.take("quiet").number
        finally:
            release.set()

    assert together(hold, other) == [None, 1]


@pytest.mark.django_db(transaction=True)
def test_the_same_scope_waits_and_takes_its_instant_after_the_wait(by: Post, together: Callable[..., Any]) -> None:
    taken, moments = Event(), {}

    def hold() -> int:
        with transaction.atomic():
            number = numbering.take("A").number
            taken.set()
            time.sleep(0.3)
            moments["left"] = clock.now()
        return number

    def follow() -> Taken:
        assert taken.wait(30)
        with transaction.atomic():
            return numbering.take("A")

    first, second = together(hold, follow)
    assert (first, second.number) == (1, 2)
    assert second.at >= moments["left"]


@pytest.mark.parametrize(("period", "counted"), [("day", "2026-02-12"), ("year", "2026"), ("ever", "")])
def test_a_period_is_a_day_a_year_or_ever(set_clock: Callable[[str], datetime], period: str, counted: str) -> None:
    set_clock("2026-02-12T06:30+07:00")  # still the day before in UTC
    assert [numbering.take("A", period=period).number for _ in range(2)] == [1, 2]
    assert Counter.objects.get().period == counted
    set_clock("2027-01-01T00:00:10+07:00")
    assert numbering.take("A", period=period).number == (3 if period == "ever" else 1)


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        numbering.take("A")
    assert not Counter.objects.exists()


def test_past_nine_thousand_nine_hundred_and_ninety_nine_the_code_grows(by: Post) -> None:
    Counter.objects.create(scope="A", period=clock.today().isoformat(), last=9_998)
    codes = [str(actions.register(by=by, scope="A").number).rpartition("-")[2] for _ in range(3)]
    assert codes == ["9999", "10000", "10001"]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{agency}-{yymmdd}-{seq:04}", "H57.1-260212-0007"),
        ("{seq}.{yyyymmdd}_{agency}", "7.20260212_H57.1"),
        ("HS-{agency}-{yyyy}-{yymmdd}{seq:06}", "HS-H57.1-2026-260212000007"),
        ("{agency}-{yy}.{yyyymmdd}-{seq:02}", "H57.1-26.20260212-07"),
    ],
)
def test_a_pattern_writes_the_code(pattern: str, code: str) -> None:
    numbering.check_pattern(pattern)
    taken = Taken(7, datetime(2026, 2, 11, 17, 0, tzinfo=UTC), "2026-02-12")
    assert numbering.code(pattern, agency="H57.1", taken=taken) == code


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{agency}-{yymmdd}",
        "{agency}-{seq:04}",
        "{yymmdd}-{seq:04}",
        "{agency}-{yy}-{seq:04}",
        "{agency}-{yymmdd}-{seq:04}-{seq}",
        "{agency}-{agency}-{yymmdd}-{seq}",
        "{agency}-{yymmdd}-{seq:4}",
        "{agency}-{yymmdd:04}-{seq}",
        "{agency}-{yymmdd}-{seq:0}",
        "{agency}-{yymmdd}-{seq:00}",
        "{agency}-{mmdd}-{seq}",
        "{agency}-{yymmdd}-{seq",
        "{agency!r}-{yymmdd}-{seq}",
        "{agency.__class__}-{yymmdd}-{seq}",
        "{agency}{yymmdd}-{seq:04}",
        "{agency}{seq:04}-{yymmdd}",
        "{yymmdd}-{seq:04}{agency}",
        "{agency}1-{yymmdd}-{seq:04}",
        "{agency}-{yymmdd}-{seq:04}5",
        "{agency}/{yymmdd}/{seq:04}",
        "{agency}-{yymmdd}-{seq:04} ",
        "<b>{agency}-{yymmdd}-{seq:04}",
    ],
)
def test_a_pattern_that_could_repeat_a_code_or_break_an_address_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"mẫu mã|\{agency\}"):
        numbering.check_pattern(pattern)


def test_the_day_of_a_code_is_the_day_in_vietnam(by: Post, set_clock: Callable[[str], datetime]) -> None:
    set_clock("2026-02-13T00:00:30+07:00")
    assert actions.register(by=by, scope="A").number == "A-260213-0001"
    assert clock.today() == date(2026, 2, 13)
