"""A deadline's reasoning, step by step, in Vietnamese."""

from collections.abc import Iterator
from datetime import date

from motcua.worktime.calendars import WEEKDAY_LABELS, Calendar
from motcua.worktime.counting import instant_of, months_after
from motcua.worktime.deadlines import MONTHS, SECONDS, Course, Pause, Policy, Promise, Unit
from motcua.worktime.tables import DAY

MOST_DAYS_NAMED = 12


def explain(promise: Promise) -> list[str]:
    """The steps from receipt to due moment, one sentence a line; dates as dd/mm/yyyy, times as HH:MM."""
    limit, course = promise.limit, promise.course
    if promise.undetermined:
        why = limit.doubt or "chưa có thời hạn dùng được"
        return [f"Chưa xác định được hạn: {why}."]
    if course is None:
        return ["Thủ tục không có thời hạn: không có ngày hẹn trả."]
    lines = list(_receipt_lines(promise, course))
    lines += _plain_lines(promise, course)
    for pause in course.pauses:
        lines.append(_pause_line(promise, pause))
    lines += _moved_lines(promise, course)
    lines.append(f"Hẹn trả: {_moment(course.due)}.")
    return lines


def day_words(ordinal: int) -> str:
    """A day as “thứ sáu 13/03/2026”."""
    return f"{WEEKDAY_LABELS[(ordinal - 1) % 7]} {date.fromordinal(ordinal):%d/%m/%Y}"


def _moment(moment: int) -> str:
    instant = instant_of(moment)
    return f"{instant:%H:%M} {day_words(instant.toordinal())}"


def _receipt_lines(promise: Promise, course: Course) -> Iterator[str]:
    yield f"Tiếp nhận lúc {_moment(course.received)}."
    if course.effective == course.received:
        return
    why = _why_later(promise, course.received)
    yield f"{why}: tính là nhận vào ngày làm việc tiếp theo, {day_words(course.effective // DAY)}."


def _why_later(promise: Promise, received: int) -> str:
    day, second = divmod(received, DAY)
    calendar = promise.clock.calendar
    sessions = calendar.sessions_on(day)
    if not sessions:
        return f"Ngày nghỉ ({_reason(calendar, day)})"
    cutoff = promise.rules.cutoff
    if cutoff is not None and second >= (promise.clock.cutoff or 0) and second < sessions[-1].end * 60:
        return f"Nhận từ {cutoff:%H:%M} trở đi (giờ chốt trong ngày)"
    return "Nhận sau giờ làm việc của ngày"


def _reason(calendar: Calendar, day: int) -> str:
    exception = calendar.exceptions.get(day)
    return (exception.reason if exception else "") or WEEKDAY_LABELS[(day - 1) % 7]


def _plain_lines(promise: Promise, course: Course) -> Iterator[str]:
    limit, day, end = promise.limit, course.effective // DAY, course.plain // DAY
    clock = promise.clock
    if limit.unit == Unit.SAME_DAY:
        yield f"Trả trong ngày: hết buổi làm việc cuối của {day_words(day)}, lúc {_moment(course.plain)}."
        return
    if limit.unit in SECONDS:
        yield f"Thời hạn {limit.words()}, tính theo các buổi làm việc kể từ {_moment(course.effective)}."
    elif limit.unit == Unit.WORKING_DAY:
        first = clock.working_day_after(day, 1)
        yield f"Thời hạn {limit.words()}, ngày thứ nhất là {day_words(first)}."
    else:
        yield f"Thời hạn {limit.words()}, tính từ {day_words(day)}."
        whole = int(limit.amount or 0)
        plain = months_after(day, whole * MONTHS[limit.unit]) if limit.unit in MONTHS else day + whole
        if plain != end and limit.amount == whole:
            why = _reason(clock.calendar, plain)
            yield f"Ngày cuối {day_words(plain)} là ngày nghỉ ({why}): chuyển sang ngày làm việc tiếp theo."
    yield from _days_off_lines(clock.calendar, day, end)
    yield f"Hết thời hạn lúc {_moment(course.plain)}."


def _days_off_lines(calendar: Calendar, first: int, last: int) -> Iterator[str]:
    """The exceptions met on the way, by day: those off and those worked instead."""
    met = sorted(day for day in calendar.exceptions if first < day <= last)
    off = [day for day in met if not calendar.is_working(day)]
    worked = [day for day in met if calendar.is_working(day)]
    if off:
        yield "Ngày nghỉ không tính: " + _named(calendar, off) + "."
    if worked:
        yield "Ngày làm việc theo lịch riêng: " + _named(calendar, worked) + "."


def _named(calendar: Calendar, days: list[int]) -> str:
    named = []
    for day in days[:MOST_DAYS_NAMED]:
        reason = calendar.exceptions[day].reason
        named.append(f"{date.fromordinal(day):%d/%m/%Y}" + (f" ({reason})" if reason else ""))
    more = len(days) - MOST_DAYS_NAMED
    return ", ".join(named) + (f" và {more} ngày khác" if more > 0 else "")


def _pause_line(promise: Promise, pause: Pause) -> str:
    span = f"Tạm dừng từ {_moment(pause.start)} đến {_moment(pause.end)}"
    if not pause.counted:
        return f"{span}: bắt đầu khi đã hết hạn nên không tính."
    if promise.rules.policy == Policy.RESTART:
        return f"{span}: tính lại toàn bộ thời hạn từ lúc tiếp tục."
    if promise.rules.policy == Policy.CONTINUE:
        return f"{span}: không làm thay đổi thời hạn."
    return f"{span}: cộng thêm {_moved_words(promise.limit.unit, pause.moved)}."


def _moved_words(unit: Unit, moved: int) -> str:
    if unit in SECONDS:
        hours, minutes = divmod(-(-moved // 60), 60)
        return f"{hours} giờ {minutes} phút làm việc" if hours else f"{minutes} phút làm việc"
    return f"{moved} ngày làm việc" if unit in (Unit.WORKING_DAY, Unit.SAME_DAY) else f"{moved} ngày"


def _moved_lines(promise: Promise, course: Course) -> Iterator[str]:
    if course.due == course.plain:
        return
    yield from _days_off_lines(promise.clock.calendar, course.plain // DAY, course.due // DAY)
    yield f"Hạn chuyển từ {_moment(course.plain)} sang {_moment(course.due)}."
