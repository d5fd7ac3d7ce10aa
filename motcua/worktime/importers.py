"""Bringing the nation's calendar up to what the facts in `seed/` say; run again, it changes nothing."""

from datetime import date

from motcua.agencies.models import Post
from motcua.worktime.actions import set_exception, set_week
from motcua.worktime.models import ExceptionalDay, WorkWeek
from motcua.worktime.national import national_facts


def load_national(*, by: Post) -> int:
    """Set the week and the days that are not yet as the facts say; return how many were set."""
    facts = national_facts()
    week = facts["week"]
    number = 0
    if not WorkWeek.objects.filter(agency=None, withdrawn_at=None).exists():
        set_week(
            by=by,
            agency=None,
            weekly=week["weekly"],
            valid_from=date.fromisoformat(week["valid_from"]),
            decision=week["decision"],
        )
        number += 1
    known = {day.date: day for day in ExceptionalDay.objects.filter(agency=None, withdrawn_at=None)}
    for fact in facts["days"]:
        values = fact | {"date": date.fromisoformat(fact["date"])}
        if not _is_as(known.get(values["date"]), values):
            set_exception(by=by, agency=None, **values)
            number += 1
    return number


def _is_as(day: ExceptionalDay | None, values: dict[str, object]) -> bool:
    if day is None:
        return False
    kept = (day.kind == "off", day.works_as, day.reason, day.source, day.provisional)
    wanted = ("off" in values, values.get("works_as", ""), values["reason"], values["source"])
    return kept == (*wanted, values.get("provisional", False))
