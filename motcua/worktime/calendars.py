"""Working calendars: which sessions a day has, read from plain data and checked.

Pure: nothing here knows of Django or of the database. Days are proleptic ordinals (``date.toordinal()``), times of
day are minutes after midnight, local time (+07:00).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_LABELS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
EXCEPTION_KINDS = ("off", "works_as", "sessions")

_SESSION = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_CALENDAR_KEYS = {"name", "weekly", "exceptions"}
_EXCEPTION_KEYS = {"date", "off", "works_as", "sessions", "reason", "source", "provisional"}


class CalendarError(ValueError):
    """A calendar that cannot be worked with; the message is Vietnamese and names the place."""


class Session(NamedTuple):
    """A half-open stretch of a day, in minutes after midnight; not counted means open for receipt only."""

    start: int
    end: int
    counted: bool = True


Day = tuple[Session, ...]
Week = tuple[Day, ...]


class DayException(NamedTuple):
    """What one date has instead of its weekday's sessions, and why; ``works_as`` is 0 (Monday) to 6, or None."""

    sessions: Day
    works_as: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Calendar:
    """Weeks with the ordinal from which each holds (the first also holds before it), and exceptions by ordinal."""

    weeks: tuple[tuple[int, Week], ...]
    exceptions: Mapping[int, DayException] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was computed from this calendar and may be used again: the clocks."""

    def __post_init__(self) -> None:
        if not self.weeks:
            raise CalendarError("Lịch không có tuần làm việc nào.")
        if not self.is_endless and not any(_counts(self.sessions_on(day)) for day in self.exceptions):
            raise CalendarError("Lịch không có ngày làm việc nào.")

    @property
    def is_endless(self) -> bool:
        """Whether working days never run out: the last week has one."""
        return any(_counts(day) for day in self.weeks[-1][1])

    def week_on(self, ordinal: int) -> Week:
        """The week in force on that day."""
        if len(self.weeks) == 1:
            return self.weeks[0][1]
        return self.weeks[max(bisect_right(self.weeks, ordinal, key=lambda week: week[0]) - 1, 0)][1]

    def sessions_on(self, ordinal: int) -> Day:
        """The sessions of that day, in order; empty on a day off."""
        exception = self.exceptions.get(ordinal)
        if exception is None:
            return self.week_on(ordinal)[(ordinal - 1) % 7]
        if exception.works_as is not None:
            return self.week_on(ordinal)[exception.works_as]
        return exception.sessions

    def is_working(self, ordinal: int) -> bool:
        """Whether that day has at least one counted session, however short."""
        return _counts(self.sessions_on(ordinal))


def calendar_from(data: Any) -> Calendar:
    """Read a calendar from JSON data ``{"weekly": {…}, "exceptions": […]}``; CalendarError tells what is wrong."""
    if not isinstance(data, Mapping):
        raise CalendarError("Lịch phải là một đối tượng có “weekly” và “exceptions”.")
    _refuse_unknown(data, _CALENDAR_KEYS, "lịch")
    if "weekly" not in data:
        raise CalendarError("Lịch thiếu “weekly”.")
    return Calendar(weeks=((1, week_from(data["weekly"])),), exceptions=exceptions_from(data.get("exceptions", ())))


def week_from(data: Any) -> Week:
    """Read ``{"mon": ["07:00-11:30", {"open": "13:30-17:00", "counted": false}], …}``; a missing weekday is off."""
    if not isinstance(data, Mapping):
        raise CalendarError("“weekly” phải là một đối tượng theo thứ trong tuần.")
    _refuse_unknown(data, set(WEEKDAYS), "“weekly”")
    return tuple(sessions_from(data.get(weekday, ()), where=f"“{weekday}”") for weekday in WEEKDAYS)


def exceptions_from(data: Any) -> dict[int, DayException]:
    """Read the list of exceptions, one per date; each has exactly one of off, works_as and sessions."""
    if not isinstance(data, list | tuple):
        raise CalendarError("“exceptions” phải là một danh sách.")
    exceptions: dict[int, DayException] = {}
    for item in data:
        day, exception = exception_from(item)
        if day.toordinal() in exceptions:
            raise CalendarError(f"Ngày {day:%d/%m/%Y} có hai ngoại lệ.")
        exceptions[day.toordinal()] = exception
    return exceptions


def exception_from(data: Any) -> tuple[date, DayException]:
    """Read one exception with its date."""
    if not isinstance(data, Mapping):
        raise CalendarError("Mỗi ngoại lệ phải là một đối tượng có “date”.")
    _refuse_unknown(data, _EXCEPTION_KEYS, "ngoại lệ")
    day = _date_from(data.get("date"))
    where = f"ngoại lệ ngày {day:%d/%m/%Y}"
    kinds = [kind for kind in EXCEPTION_KINDS if kind in data]
    if len(kinds) != 1:
        raise CalendarError(f"{where.capitalize()} phải có đúng một trong off, works_as, sessions.")
    return day, _exception_of_kind(kinds[0], data[kinds[0]], _text(data.get("reason"), where), where)


def sessions_from(data: Any, *, where: str = "ngày") -> Day:
    """Read a list of sessions, sorted; overlapping sessions are an error, touching ones are not."""
    if not isinstance(data, list | tuple):
        raise CalendarError(f"Các buổi của {where} phải là một danh sách.")
    sessions = sorted(_session_from(item, where) for item in data)
    for earlier, later in pairwise(sessions):
        if later.start < earlier.end:
            raise CalendarError(f"Các buổi của {where} chồng lên nhau.")
    return tuple(sessions)


def sessions_to(sessions: Iterable[Session]) -> list[str | dict[str, Any]]:
    """Write sessions as the JSON forms that ``sessions_from`` reads."""
    written: list[str | dict[str, Any]] = []
    for session in sessions:
        text = f"{clock_words(session.start)}-{clock_words(session.end)}"
        written.append(text if session.counted else {"open": text, "counted": False})
    return written


def clock_words(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_from(text: Any) -> int:
    """Read HH:MM as minutes after midnight; CalendarError when it is no time of day."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip()) if isinstance(text, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise CalendarError(f"Giờ không hợp lệ: “{text}” (cần HH:MM).")
    return int(found[1]) * 60 + int(found[2])


def _counts(sessions: Day) -> bool:
    return any(session.counted for session in sessions)


def _session_from(data: Any, where: str) -> Session:
    counted = True
    if isinstance(data, Mapping):
        _refuse_unknown(data, {"open", "counted"}, f"buổi của {where}")
        counted, data = data.get("counted", True), data.get("open")
    if not isinstance(counted, bool):
        raise CalendarError(f"“counted” trong buổi của {where} phải là true hoặc false.")
    found = _SESSION.fullmatch(data.strip()) if isinstance(data, str) else None
    if found is None:
        raise CalendarError(f"Buổi không hợp lệ của {where}: “{data}” (cần HH:MM-HH:MM).")
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2]), int(found[4]))
    start, end = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
    if max(minutes) > 59 or end > 24 * 60 or start >= end:
        raise CalendarError(f"Buổi không hợp lệ của {where}: “{data}”.")
    return Session(start, end, counted)


def _exception_of_kind(kind: str, value: Any, reason: str, where: str) -> DayException:
    if kind == "sessions":
        return DayException(sessions_from(value, where=where), None, reason)
    if kind == "works_as":
        if value not in WEEKDAYS:
            raise CalendarError(f"“works_as” của {where} phải là một trong {', '.join(WEEKDAYS)}.")
        return DayException((), WEEKDAYS.index(value), reason)
    if value is not True:
        raise CalendarError(f"“off” của {where} chỉ có thể là true.")
    return DayException((), None, reason)


def _date_from(value: Any) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise CalendarError(f"Ngày ngoại lệ không hợp lệ: “{value}” (cần YYYY-MM-DD).") from None


def _text(value: Any, where: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CalendarError(f"“reason” của {where} phải là chữ.")
    return value


def _refuse_unknown(data: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(str(key) for key in data if key not in known)
    if unknown:
        raise CalendarError(f"Khóa lạ trong {where}: {', '.join(unknown)}.")
