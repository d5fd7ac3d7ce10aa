"""When a message may go: quiet hours, and how long to wait after a failure. Pure."""

from datetime import datetime, time, timedelta

WAITS = (1, 5, 15, 60, 120, 240, 480)  # minutes after the first, second, … failure; then the last one again
ASKED = (1, 5, 15, 60, 240, 720)  # minutes between questions whether it arrived


def is_quiet(moment: time, *, begins: time, ends: time) -> bool:
    """Tell whether an hour of the day is quiet; quiet hours may go over midnight, equal ends mean none."""
    if begins <= ends:
        return begins <= moment < ends
    return moment >= begins or moment < ends


def loud_from(moment: datetime, *, begins: time, ends: time) -> datetime:
    """Return the moment itself, or the end of the quiet hours it lies in (by the clock the moment is told in)."""
    if not is_quiet(moment.time().replace(tzinfo=None), begins=begins, ends=ends):
        return moment
    end = moment.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > moment else end + timedelta(days=1)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts that failed (1, 2, …)."""
    return timedelta(minutes=WAITS[min(max(attempts, 1), len(WAITS)) - 1])


def next_question(asked: int) -> timedelta | None:
    """Return when to ask again whether a message arrived, after so many questions; None: no more."""
    return timedelta(minutes=ASKED[asked]) if asked < len(ASKED) else None
