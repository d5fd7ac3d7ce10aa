"""When a hall gives numbers, and which sessions a day has: by the desk's own calendar, Saturday mornings included."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from motcua.core.clock import local
from motcua.queue.models import Hall
from motcua.worktime.calendars import CalendarError, clock_words
from motcua.worktime.stored import calendar_of

AFTERNOON = 12 * 60
AHEAD = 60  # days in which the next opening is looked for


class Span(NamedTuple):
    """A session of a day, in minutes after midnight."""

    start: int
    end: int

    @property
    def words(self) -> str:
        """Sáng 07:00–11:30."""
        part = "Sáng" if self.start < AFTERNOON else "Chiều"
        return f"{part} {clock_words(self.start)}–{clock_words(self.end)}"


def spans_on(hall: Hall, day: date) -> list[Span]:
    """Return the sessions of a day at the desk, also those that are open but not counted; [] on a day off or when no
    calendar is set."""
    try:
        found = calendar_of(hall.agency, day).sessions_on(day.toordinal())
    except CalendarError:
        return []
    return [Span(session.start, session.end) for session in found]


def span_at(hall: Hall, at: datetime) -> Span | None:
    """Return the session that runs at a moment, or begins next on that day; None when there is none any more."""
    here = local(at)
    minute = here.hour * 60 + here.minute
    return next((span for span in spans_on(hall, here.date()) if minute < span.end), None)


def why_closed(hall: Hall, at: datetime) -> str:
    """Return why no number is given at a moment, in words; "" when numbers are given."""
    here = local(at)
    if hall.closed_on == here.date():
        return _("Hôm nay nơi đây đã ngừng phát số. Hỏi cán bộ tại bàn hướng dẫn nếu cần.")
    span = span_at(hall, at)
    if span is None:
        over = bool(spans_on(hall, here.date()))
        why = _("Đã hết giờ phát số hôm nay.") if over else _("Hôm nay không có buổi làm việc.")
        return f"{why} {_next_opening(hall, here.date())}".strip()
    if here.hour * 60 + here.minute < span.start - hall.opens_before:
        begins = clock_words(span.start - hall.opens_before)
        words = _("Chưa đến giờ phát số. Máy phát số từ %(begins)s, buổi làm việc từ %(works)s.")
        return words % {"begins": begins, "works": clock_words(span.start)}
    return ""


def _next_opening(hall: Hall, after: date) -> str:
    for ahead in range(1, AHEAD):
        day = after + timedelta(days=ahead)
        if spans := spans_on(hall, day):
            words = _("Buổi làm việc tới: %(at)s ngày %(day)s.")
            return words % {"at": clock_words(spans[0].start), "day": f"{day:%d/%m/%Y}"}
    return ""
