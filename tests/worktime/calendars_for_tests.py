"""Calendars used by several tests of the clock."""

from datetime import datetime, time
from decimal import Decimal

from motcua.worktime.calendars import Calendar, calendar_from
from motcua.worktime.deadlines import Limit, Policy, Promise, Rules, Unit, promise

OFFICE = ["07:00-11:30", "13:30-17:00"]
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
TET = [{"date": f"2026-02-{day}", "off": True, "reason": "Tết Nguyên đán"} for day in range(16, 21)]
WARD = WEEKDAYS | {"sat": [{"open": "07:30-11:30", "counted": False}]}


def office(*exceptions: dict, **weekly: list) -> Calendar:
    """Monday to Friday, 8 hours a day, with these exceptions."""
    return calendar_from({"weekly": WEEKDAYS | weekly, "exceptions": list(exceptions)})


def ask(
    calendar: Calendar, received: str, limit: str, *pauses: tuple[str, str], cutoff: str = "", policy: str = "pause"
) -> Promise:
    """The promise for a limit written as "15 working_day"."""
    amount, _, unit = limit.rpartition(" ")
    rules = Rules(time.fromisoformat(cutoff) if cutoff else None, Policy(policy))
    return promise(
        calendar,
        received=datetime.fromisoformat(received),
        limit=Limit(Decimal(amount) if amount else None, Unit(unit)),
        rules=rules,
        pauses=[(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pauses],
    )


def due(
    calendar: Calendar, received: str, limit: str, *pauses: tuple[str, str], cutoff: str = "", policy: str = "pause"
) -> str:
    """The due moment as YYYY-MM-DDTHH:MM."""
    answer = ask(calendar, received, limit, *pauses, cutoff=cutoff, policy=policy).due
    assert answer is not None
    assert answer.utcoffset().total_seconds() == 7 * 3600
    return answer.isoformat(timespec="minutes")[:16]
