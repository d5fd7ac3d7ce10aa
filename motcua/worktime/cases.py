"""Questions about deadlines as plain data, and their answers as plain data: what the command line speaks."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from motcua.worktime.calendars import Calendar, CalendarError, calendar_from, minutes_from
from motcua.worktime.counting import ICT
from motcua.worktime.deadlines import DeadlineError, Limit, Policy, Promise, Rules, Unit, clock_of, promise
from motcua.worktime.explain import explain
from motcua.worktime.limits import limit_from

Stored = Callable[[str, date], Calendar]
"""Finds an agency's stored calendar by its code, as it holds on a day; raises ValueError with a Vietnamese message."""

KEYS = {"calendar", "agency", "received", "limit", "cutoff", "pauses", "policy", "id"}


class Desk:
    """Answers cases one after another, keeping calendars and their tables between them."""

    def __init__(self, *, folder: Path | None = None, stored: Stored | None = None) -> None:
        self._folder = folder or Path()
        self._stored = stored
        self._calendars: dict[str, Calendar] = {}
        self._limits: dict[str, Limit] = {}

    def answer(self, case: Any, *, lines: bool = False) -> dict[str, Any]:
        """One case ``{"calendar": {…} or path, "received", "limit", "cutoff"?, "pauses"?: [[A, B]], "policy"?}``.

        Returns ``{"due", "undetermined"}``, with ``"lines"`` when asked; raises CalendarError or DeadlineError.
        """
        promised = self.promise(case)
        due = promised.due
        answer: dict[str, Any] = {"due": due.isoformat() if due else None, "undetermined": promised.undetermined}
        if "id" in case:
            answer = {"id": case["id"]} | answer
        return answer | ({"lines": explain(promised)} if lines else {})

    def promise(self, case: Any) -> Promise:
        """The promise that answers a case."""
        if not isinstance(case, Mapping):
            raise DeadlineError("Mỗi câu hỏi phải là một đối tượng JSON.")
        unknown = sorted(str(key) for key in case if key not in KEYS)
        if unknown:
            raise DeadlineError(f"Khóa lạ: {', '.join(unknown)}.")
        received = instant_from(case.get("received"), "received")
        rules = Rules(cutoff_from(case.get("cutoff")), policy_from(case.get("policy")))
        clock = clock_of(self._calendar(case, received), rules)
        limit, pauses = self._limit(case.get("limit")), pauses_from(case.get("pauses"))
        return promise(clock, received=received, limit=limit, rules=rules, pauses=pauses)

    def _calendar(self, case: Mapping[str, Any], received: datetime) -> Calendar:
        if ("agency" in case) == ("calendar" in case):
            raise CalendarError("Cần đúng một trong lịch (calendar) và đơn vị (agency).")
        given = case.get("calendar", case.get("agency"))
        key = f"{'agency' in case}:" + (given if isinstance(given, str) else json.dumps(given, sort_keys=True))
        if "agency" in case:
            key += f":{received:%Y-%m-%d}"
        if key not in self._calendars:
            self._calendars[key] = self._found(given, "agency" in case, received)
        return self._calendars[key]

    def _found(self, given: Any, is_agency: bool, received: datetime) -> Calendar:
        if is_agency:
            if self._stored is None:
                raise CalendarError("Lịch của đơn vị cần cơ sở dữ liệu; ở đây chỉ dùng được lịch trong tệp.")
            return self._stored(str(given), received.date())
        if isinstance(given, str):
            beside = self._folder / given
            return calendar_in(beside if beside.exists() else Path(given))
        return calendar_from(given)

    def _limit(self, given: Any) -> Limit:
        if isinstance(given, str):
            if given not in self._limits:
                self._limits[given] = limit_from(given)
            return self._limits[given]
        return limit_of(given)


def calendar_in(path: Path) -> Calendar:
    """Read a calendar from a JSON file; CalendarError tells what is wrong with it."""
    try:
        return calendar_from(json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise CalendarError(f"Không đọc được tệp lịch “{path}”.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CalendarError(f"Tệp lịch {path} không phải JSON hợp lệ.") from error


def instant_from(value: Any, name: str) -> datetime:
    """Read an ISO date and time; one without an offset is meant in +07:00."""
    try:
        if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}($|[T ])", value):
            raise ValueError(value)
        instant = datetime.fromisoformat(value)
        return instant.astimezone(ICT) if instant.tzinfo else instant.replace(tzinfo=ICT)
    except (ValueError, OverflowError):
        raise DeadlineError(f"Thời điểm “{name}” không hợp lệ: “{value}” (cần YYYY-MM-DDTHH:MM).") from None


def cutoff_from(value: Any) -> time | None:
    """Read the cut-off hour HH:MM, or none."""
    if value is None or value == "":
        return None
    hours, minutes = divmod(minutes_from(value), 60)
    return time(hours, minutes)


def policy_from(value: Any) -> Policy:
    """Read what pauses do: pause (the default), restart or continue."""
    try:
        return Policy(value or Policy.PAUSE)
    except ValueError:
        raise DeadlineError(f"Cách tính tạm dừng không hợp lệ: “{value}” (pause, restart hoặc continue).") from None


def pauses_from(value: Any) -> list[tuple[datetime, datetime]]:
    """Read pauses, each ``[A, B]`` or ``"A/B"``."""
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise DeadlineError("“pauses” phải là một danh sách.")
    pauses = []
    for item in value:
        ends = item.split("/") if isinstance(item, str) else item
        if not isinstance(ends, list | tuple) or len(ends) != 2:
            raise DeadlineError(f"Khoảng tạm dừng không hợp lệ: “{item}” (cần A/B).")
        pauses.append((instant_from(ends[0], "pause"), instant_from(ends[1], "pause")))
    return pauses


def limit_of(given: Any) -> Limit:
    """Read a limit given as ``{"amount", "unit"}``."""
    if not isinstance(given, Mapping) or set(given) - {"amount", "unit", "doubt", "text"}:
        raise DeadlineError("“limit” phải là chữ hoặc {“amount”, “unit”}.")
    amount = given.get("amount")
    try:
        unit = Unit(str(given.get("unit")))
        if isinstance(amount, bool) or not isinstance(amount, int | float | str | None):
            raise ValueError(amount)
        number = None if amount is None else Decimal(str(amount))
    except (ValueError, ArithmeticError):
        raise DeadlineError(f"Thời hạn không hợp lệ: {json.dumps(dict(given), ensure_ascii=False)}.") from None
    if number is not None and not number.is_finite():
        raise DeadlineError("Thời hạn phải là một số hữu hạn.")
    return Limit(number, unit, str(given["doubt"]) if given.get("doubt") else None)


def limit_data(text: str, limit: Limit) -> dict[str, Any]:
    """A read limit as ``{"text", "amount", "unit", "doubt"}``; minutes are given as parts of an hour."""
    amount, unit = limit.amount, limit.unit
    if unit == Unit.MINUTE and amount is not None:
        amount, unit = amount / 60, Unit.HOUR
    number = None if amount is None else int(amount) if amount % 1 == 0 else float(amount)
    return {"text": text, "amount": number, "unit": str(unit), "doubt": limit.doubt}
