"""How a deadline stands: one tone and a few words, the same on every screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.ui import formats

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SOON_DAYS = 1


@dataclass(frozen=True)
class Standing:
    """A deadline's tone (late, soon, ontime, wait, done) and its words; calm ones are drawn without a tint."""

    tone: str
    words: str

    @property
    def calm(self) -> bool:
        return self.tone in {"ontime", "done"}


def standing(
    due: datetime | None,
    *,
    now: datetime,
    done: datetime | None = None,
    waiting: str = "",
    days: int | None = None,
    soon_days: int = SOON_DAYS,
) -> Standing:
    """Tell how `due` stands at `now`.

    `done` is when the work was ready (a finished thing never becomes later), `waiting` the word for a stopped
    clock ("Chờ bổ sung"), `days` the working days left or, negative, overdue (of what is done, when it was done):
    without it calendar days are counted.
    """
    if done is not None:
        return _finished(due, done, days)
    if waiting:
        return Standing("wait", waiting)
    if due is None:
        return Standing("ontime", "Không hẹn ngày")
    if due < now:
        return Standing("late", _late_words(due, now, days, verb="Quá", alone="Quá hạn"))
    left = _days_between(now, due) if days is None else days
    words = f"Còn {_span(due - now, left)}"
    return Standing("soon" if left <= soon_days else "ontime", words)


def _late_words(due: datetime, at: datetime, days: int | None, *, verb: str, alone: str) -> str:
    """Days where they are given are working days: due on a Friday, seen on the Sunday, none has passed."""
    apart = _days_between(due, at)
    if days == 0 and apart:
        return alone  # 60 hours would mislead
    return f"{verb} {_span(at - due, apart if days is None else -days)}"


def _finished(due: datetime | None, done: datetime, days: int | None) -> Standing:
    if due is not None and done > due:
        return Standing("done", _late_words(due, done, days, verb="Xong, trễ", alone="Xong, trễ hẹn"))
    return Standing("done", "Xong đúng hạn" if due is not None else "Đã xong")


def _days_between(earlier: datetime, later: datetime) -> int:
    return (formats.local(later).toordinal()) - (formats.local(earlier).toordinal())


def _span(length: timedelta, days: int) -> str:
    if days >= 1:
        return f"{days} ngày"
    if length >= HOUR:
        return f"{length // HOUR} giờ"
    return f"{max(length // timedelta(minutes=1), 1)} phút"
