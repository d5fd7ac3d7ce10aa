"""On which day a scheduled report falls due, and of which period it then tells. Pure."""

from datetime import date, timedelta

from motcua.bulletins.choices import Rhythm
from motcua.reports.periods import cut_off_day

GRACE = {Rhythm.DAILY: 0, Rhythm.WEEKLY: 2, Rhythm.MONTHLY: 5, Rhythm.QUARTERLY: 5}  # days, where no worker ran
DAY = timedelta(days=1)


def period_on(rhythm: str, day: date) -> tuple[date, date] | None:
    """Return first and last day of what is reported on a day; None when nothing is."""
    if rhythm == Rhythm.DAILY:
        return day - DAY, day - DAY
    if rhythm == Rhythm.WEEKLY:
        return (day - 7 * DAY, day - DAY) if day.weekday() == 0 else None
    if rhythm == Rhythm.MONTHLY:
        return ((day - DAY).replace(day=1), day - DAY) if day.day == 1 else None
    if day.month % 3 or day.day != cut_off_day(day):
        return None
    month = (day.replace(day=1) - 80 * DAY).replace(day=1)  # three months before: 80 days lead into it
    return month.replace(day=cut_off_day(month)), day - DAY


def last_due(rhythm: str, today: date, *, since: date) -> date | None:
    """Return the last day on which it fell due, not before `since` and not longer ago than one waits for it."""
    for ago in range(GRACE[Rhythm(rhythm)] + 1):
        day = today - ago * DAY
        if day >= since and period_on(rhythm, day) is not None:
            return day
    return None


def next_due(rhythm: str, after: date) -> date:
    """Return the first day after one on which it falls due."""
    return next(day for ago in range(1, 200) if period_on(rhythm, day := after + ago * DAY))
