"""What falls due while somebody is away: the registry that the inbox fills in, for the page that writes it down.

`agencies` knows no task: it asks what is due of a post between two days, and says so at once.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from motcua.agencies.models import Absence, Post
from motcua.ui import formats

NAMED = 5  # so many are named in the message


class Due(NamedTuple):
    """Something a post must do by a moment."""

    title: str
    about: str
    due_at: datetime


Source = Callable[[Post, date, date], list[Due]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Make a source of what is due known, once."""
    if source not in _sources:
        _sources.append(source)
    return source


def due_in(row: Absence) -> list[Due]:
    """Return what of the absent one's own work is due meanwhile or right afterwards, the most urgent first."""
    found = [due for source in _sources for due in source(row.post, row.valid_from, row.valid_to)]
    return sorted(found, key=lambda due: due.due_at)


def said_of(row: Absence) -> str:
    """Say what was written down, and what falls due meanwhile."""
    due = due_in(row)
    if not due:
        return "Đã ghi. Người làm thay thấy việc của người vắng." if row.substitute else "Đã ghi vắng mặt."
    named = "; ".join(f"{each.about or each.title}, hạn {formats.moment(each.due_at)}" for each in due[:NAMED])
    more = f"; và {len(due) - NAMED} việc nữa" if len(due) > NAMED else ""
    alone = "" if row.substitute else " Chưa có người làm thay."
    return f"Đã ghi. Lưu ý: {len(due)} việc đến hạn khi vắng hoặc ngay sau đó: {named}{more}.{alone}"
