"""The rules of deadlines as the plainest walk over days, written from the text alone, nothing shared with the product.

Slow on purpose: the yardstick that the fast clock must equal, in `tests/worktime` on a sample and in
`bench/deadlines.py` on a million random cases.
"""

import calendar as months
import math
from datetime import date, datetime, time, timedelta
from fractions import Fraction

NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ONE_DAY = timedelta(days=1)


class DayLoop:
    """`data` is a calendar's JSON; `cutoff` a time or None. Datetimes are naive local ones."""

    def __init__(self, data, cutoff=None):
        self.weekly = data["weekly"]
        self.exceptions = {date.fromisoformat(one["date"]): one for one in data.get("exceptions", [])}
        self.cutoff = cutoff
        self.seen = {}

    def sessions(self, day):
        """All sessions of a day as (start, end, counted), in order."""
        if day not in self.seen:
            self.seen[day] = sorted(self._read(day))
        return self.seen[day]

    def _read(self, day):
        texts = self.weekly.get(NAMES[day.weekday()], [])
        one = self.exceptions.get(day)
        if one and "off" in one:
            texts = []
        elif one and "works_as" in one:
            texts = self.weekly.get(one["works_as"], [])
        elif one:
            texts = one["sessions"]
        for given in texts:
            text, counted = (given["open"], given.get("counted", True)) if isinstance(given, dict) else (given, True)
            start, end = (time.fromisoformat(part) for part in text.split("-"))
            yield datetime.combine(day, start), datetime.combine(day, end), counted

    def counted(self, day):
        return [(start, end) for start, end, counted in self.sessions(day) if counted]

    def is_working(self, day):
        return bool(self.counted(day))

    def next_working(self, day):
        day += ONE_DAY
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def on_working(self, day):
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def end_of(self, day):
        return self.counted(day)[-1][1]

    def effective(self, moment):
        """When a receipt counts."""
        day, sessions = moment.date(), self.sessions(moment.date())
        late = self.cutoff is not None and moment.time() >= self.cutoff
        if sessions and not late and moment < sessions[-1][1]:
            return moment
        day = self.next_working(day)
        return self.sessions(day)[0][0]

    def after_minutes(self, start, minutes):
        """Walk through the sessions until the minutes are used up."""
        left, day = timedelta(minutes=minutes), start.date()
        while True:
            for opens, closes in self.counted(day):
                begin = max(opens, start)
                if begin < closes:
                    if left <= closes - begin:
                        return up_to_minute(begin + left)
                    left -= closes - begin
            day += ONE_DAY

    def time_between(self, start, end):
        total, day = timedelta(), start.date()
        while day <= end.date():
            for opens, closes in self.counted(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += ONE_DAY
        return total

    def days_between(self, first, last):
        count = 0
        while first < last:
            first += ONE_DAY
            count += self.is_working(first)
        return count

    def due(self, received, amount, unit, policy="pause", pauses=()):
        """The due moment."""
        begin = self.effective(received)
        joined = []
        for start, end in sorted((max(a, begin), self.effective(b)) for a, b in pauses):
            if end <= begin:
                continue
            if joined and start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        moved = timedelta() if unit in ("hour", "minute") else 0
        due = self.end(begin, amount, unit, moved)
        for start, end in joined:
            if start >= due:
                continue
            if policy == "restart":
                begin = end
            elif policy == "pause":
                moved += self.length(unit, start, end)
            due = self.end(begin, amount, unit, moved)
        return due

    def length(self, unit, start, end):
        if unit in ("hour", "minute"):
            return self.time_between(start, end)
        if unit in ("working_day", "same_day"):
            return self.days_between(start.date(), end.date())
        return (end.date() - start.date()).days

    def end(self, begin, amount, unit, moved):
        day, amount = begin.date(), Fraction(amount)
        if unit in ("hour", "minute"):
            minutes = math.ceil(amount * (60 if unit == "hour" else 1))
            return self.after_minutes(begin, minutes + moved.total_seconds() / 60)
        if unit == "same_day":
            return self.within_day(begin, moved)
        if unit in ("month", "year"):
            day = same_day(day, int(amount) * (12 if unit == "year" else 1)) + moved * ONE_DAY
            return self.end_of(self.on_working(day))
        whole, part = int(amount), amount % 1
        if unit == "working_day":
            for _ in range(whole + moved):
                day = self.next_working(day)
        elif whole + moved:
            day = self.on_working(day + (whole + moved) * ONE_DAY)
        if not part:
            return self.end_of(day)
        day = self.next_working(day)
        minutes = sum((closes - opens).total_seconds() / 60 for opens, closes in self.counted(day))
        return self.after_minutes(datetime.combine(day, time()), math.ceil(part * int(minutes)))

    def within_day(self, begin, moved):
        day = begin.date()
        if not moved:
            ends = [end for _, end in self.counted(day) if end > begin]
            return ends[-1] if ends else self.sessions(day)[-1][1]
        for _ in range(moved):
            day = self.next_working(day)
        return self.end_of(day)


def up_to_minute(moment):
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def same_day(day, number):
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
