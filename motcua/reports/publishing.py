"""Whether procedures were published and made public in time (1.1, 1.2 of the index of service quality)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from motcua.agencies.models import Agency
from motcua.procedures.models import Edition
from motcua.reports.index_definition import Definition
from motcua.reports.offered import Known, known
from motcua.worktime.calendars import CalendarError
from motcua.worktime.standing import add_working_days
from motcua.worktime.stored import calendar_of

LONGEST_TERM = timedelta(days=90)  # no term of publication, in working days, reaches further back


@dataclass
class Published:
    """A procedure whose publication is judged: one late publication makes it late; `told`: its days, in words."""

    code: str
    name: str
    is_late: bool = False
    told: list[str] = field(default_factory=list)


class Terms:
    """The working days of the offices that published, by the calendar of each; the offices read at once."""

    def __init__(self, rows: Iterable[Known]) -> None:
        self.offices = Agency.objects.in_bulk({row.office for row in rows})

    def after(self, office: int, day: date, days: Mapping[str, int]) -> date | None:
        """Return the last day of the term that begins after a day, by the level of the office; None where nobody has
        set its calendar."""
        agency = self.offices[office]
        try:
            return add_working_days(calendar_of(agency, day), day, days[agency.level])
        except CalendarError:
            return None


def publications(units: Collection[int], *, first: date, last: date) -> list[Known]:
    """Return the editions of offices whose decision of publication, or the term after it, may lie in a period."""
    rows = known(Edition.objects.filter(office__in=units, cancelled_on=None))
    return [each for each in rows if each.decided_on and first - LONGEST_TERM <= each.decided_on <= last]


def published(
    rows: Iterable[Known], terms: Terms, definition: Definition, *, first: date, last: date
) -> list[Published]:
    """Return the procedures published in a period: late when less than so many working days before the newest
    effective date of their legal bases. Those of whose bases nobody has stated a day are not judged (`unsaid`)."""
    found: dict[str, Published] = {}
    for row in rows:
        if row.decided_on is None or row.newest_effect is None or not first <= row.decided_on <= last:
            continue
        due = terms.after(row.office, row.decided_on, definition.publication_days)
        if due is not None:
            told = f"quyết định công bố {row.decided_on:%d/%m/%Y}, căn cứ có hiệu lực {row.newest_effect:%d/%m/%Y}"
            _judge(found, row, is_late=due > row.newest_effect, told=told)
    return sorted(found.values(), key=lambda each: each.code)


def unsaid(rows: Iterable[Known], *, first: date, last: date) -> int:
    """Return how many procedures were published in a period of whose legal bases nobody has stated the day."""
    return len(
        {row.code for row in rows if row.decided_on and first <= row.decided_on <= last and not row.newest_effect}
    )


def made_public(
    rows: Iterable[Known], terms: Terms, definition: Definition, *, first: date, last: date
) -> list[Published]:
    """Return the procedures made public, or due to be, in a period: late when not within so many working days of the
    decision."""
    found: dict[str, Published] = {}
    for row in rows:
        due = terms.after(row.office, row.decided_on, definition.public_days) if row.decided_on else None
        if due is None or not _falls(row.made_public_on, due, first, last):
            continue
        made = row.made_public_on
        when = f"công khai {made:%d/%m/%Y}" if made else "chưa ghi ngày công khai"
        _judge(found, row, is_late=made is None or made > due, told=f"{when}, hạn {due:%d/%m/%Y}")
    return sorted(found.values(), key=lambda each: each.code)


def _falls(made: date | None, due: date, first: date, last: date) -> bool:
    return (made is not None and first <= made <= last) or (first <= due <= last)


def _judge(found: dict[str, Published], row: Known, *, is_late: bool, told: str) -> None:
    one = found.setdefault(row.code, Published(row.code, row.name))
    one.is_late |= is_late
    one.told.append(told)


def judged(rows: Sequence[Known], terms: Terms, definition: Definition, *, first: date, last: date) -> dict[str, Any]:
    """Return both judgements and how many could not be judged, by name."""
    return {
        "published": published(rows, terms, definition, first=first, last=last),
        "made_public": made_public(rows, terms, definition, first=first, last=last),
        "unsaid": unsaid(rows, first=first, last=last),
    }
