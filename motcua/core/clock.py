"""The time, from one place: the SQL function core_now(), which also fills `recorded_at`.

In the demo and the tests the clock can be set; it keeps ticking from there. Login expiry and job schedules
stay on real time.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Func

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


class CoreNow(Func):
    """The database expression behind `recorded_at`."""

    function = "core_now"
    template = "%(function)s()"
    output_field = DateTimeField()


def now() -> datetime:
    """Return the present instant (aware, UTC)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """Return the same instant on the wall clock of Vietnam."""
    return moment.astimezone(LOCAL)


def midnight(day: date) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time(), LOCAL)


def today() -> date:
    """Return the date in Vietnam now."""
    return local(now()).date()


def may_be_set() -> bool:
    """Tell whether this installation lets its clock be set: the demo and the tests, nothing else."""
    return bool(getattr(settings, "MOTCUA_DEMO", False) or getattr(settings, "MOTCUA_TEST", False))


def set_now(moment: datetime | None) -> None:
    """Set the clock of the demo to `moment` (aware), from where it keeps ticking; None returns to real time.

    Raises RuntimeError outside the demo and the tests, ValueError for a time without offset.
    """
    if not may_be_set():
        raise RuntimeError("the clock can be set in the demo only")
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a time with its offset is needed")
    with connection.cursor() as cursor:
        if moment is None:
            cursor.execute("DELETE FROM core_clocksetting")
            return
        cursor.execute(
            "INSERT INTO core_clocksetting (id, shift) VALUES (1, %s - clock_timestamp())"
            " ON CONFLICT (id) DO UPDATE SET shift = excluded.shift",
            [moment],
        )
