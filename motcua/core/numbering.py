"""Numbers without gaps: allocated in the transaction that uses them, one counter per scope and period.

The counter's lock is taken first and the instant is read under it, so that the code's date, the receipt moment
and the due date come from one moment, also at midnight. No document is rendered inside this lock.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import connection

from motcua.core import gathering
from motcua.core.clock import local

PERIODS = {"day": "YYYY-MM-DD", "year": "YYYY", "ever": '""'}
_FIELD = re.compile(r"\{(agency|yymmdd|yyyymmdd|yy|yyyy|seq)\}|\{(seq):0([1-9])\}")
_LITERAL = re.compile(r"[A-Za-z0-9._-]*")  # a code stands in addresses, bar codes and file names


@dataclass(frozen=True)
class Taken:
    """A number, the instant (aware, UTC) at which it was taken and the period it counts in."""

    number: int
    at: datetime
    period: str


def take(scope: str, *, period: str = "day") -> Taken:
    """Take the next number of `scope` in the day, the year or ever; raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number belongs to the transaction that uses it")
    if gathering.is_open():
        return gathering.once((take, scope, period), lambda: _Run(scope, period)).next()
    return _take(scope, period)


def _take(scope: str, period: str) -> Taken:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_take_number(%s, %s)", [scope, PERIODS[period]])
        number, at, counted = cursor.fetchone()
    return Taken(number, at.astimezone(UTC), counted)


class _Run:
    """The numbers of a group: the first under the counter's lock, which holds till the end of the transaction, the
    others counted on in hand at the same instant; the counter is told of them when the group is written."""

    def __init__(self, scope: str, period: str) -> None:
        self.scope, self.first, self.given = scope, _take(scope, period), 0
        gathering.stand(self.first.at)
        gathering.when_written(self._tell)

    def next(self) -> Taken:
        self.given += 1
        return replace(self.first, number=self.first.number + self.given - 1)

    def _tell(self) -> None:
        last = self.first.number + self.given - 1
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_counter SET last = %s WHERE scope = %s AND period = %s",
                [last, self.scope, self.first.period],
            )


def check_pattern(pattern: str) -> None:
    """Raise ValueError unless every dossier gets a code of its own, within an agency and among agencies."""
    fields = [match.group(1) or match.group(2) for match in _FIELD.finditer(pattern)]
    if not _LITERAL.fullmatch(_FIELD.sub("", pattern)):
        raise ValueError("mẫu mã chỉ gồm {agency}, {yymmdd}, {yyyymmdd}, {yy}, {yyyy}, {seq:04}, chữ, số và . _ -")
    if fields.count("seq") != 1 or fields.count("agency") != 1 or not {"yymmdd", "yyyymmdd"} & set(fields):
        raise ValueError("mẫu mã phải có một {agency}, một ngày và một {seq}")
    if not _stands_alone("agency", pattern) or not _stands_alone("seq", _FIELD.sub(_fixed, pattern)):
        raise ValueError("{agency} và {seq} phải cách phần bên cạnh bằng một dấu . _ hoặc -")


def _fixed(match: re.Match[str]) -> str:
    """A day or a year always has the same length: what touches it is still told apart."""
    name = match.group(1) or match.group(2)
    return match.group() if name in ("agency", "seq") else "-"


def _stands_alone(name: str, pattern: str) -> bool:
    return re.search(r"(^|[._-])\{" + name + r"(:0\d)?\}($|[._-])", pattern) is not None


def code(pattern: str, *, agency: str, taken: Taken) -> str:
    """Return the code written by `pattern`, e.g. `{agency}-{yymmdd}-{seq:04}`; the number grows past its width."""
    day = local(taken.at)
    values = {"agency": agency, "yymmdd": f"{day:%y%m%d}", "yyyymmdd": f"{day:%Y%m%d}", "yy": f"{day:%y}"}
    values |= {"yyyy": f"{day:%Y}", "seq": str(taken.number)}

    def put(match: re.Match[str]) -> str:
        return values[match.group(1) or match.group(2)].zfill(int(match.group(3) or 0))

    return _FIELD.sub(put, pattern)
