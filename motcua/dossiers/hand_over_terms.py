"""Until when an agency confirms that it has taken a dossier over, from a day on. Pure; facts/hand_over_terms.json."""

import functools
import json
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import instant_of, moment_of
from motcua.worktime.tables import DAY

FACTS = Path(__file__).resolve().parent / "facts"
LONGEST_BREAK = 60  # days without work that a calendar of an office never has in a row


@dataclass(frozen=True)
class HandOverTerm:
    """What is handed over before `cutoff` is confirmed the same working day, later in the next morning's session."""

    valid_from: date
    cutoff: time
    source: str


@functools.cache
def known() -> tuple[HandOverTerm, ...]:
    """Return the terms of the table, the oldest first."""
    rows = json.loads((FACTS / "hand_over_terms.json").read_text("utf-8"))["terms"]
    terms = (HandOverTerm(date.fromisoformat(r["from"]), time.fromisoformat(r["cutoff"]), r["source"]) for r in rows)
    return tuple(sorted(terms, key=lambda term: term.valid_from))


def term_on(day: date) -> HandOverTerm:
    """Return the term in force on a day; what came before the first one is held to the first."""
    return next((term for term in reversed(known()) if term.valid_from <= day), known()[0])


def take_over_due(calendar: Calendar, at: datetime) -> datetime | None:
    """Return until when what was handed over at a moment is to be confirmed; None on a calendar without work."""
    day, second = divmod(moment_of(at), DAY)
    cutoff = term_on(date.fromordinal(day)).cutoff
    today = [session for session in calendar.sessions_on(day) if session.counted]
    if today and second < cutoff.hour * 3600 + cutoff.minute * 60:
        return instant_of(day * DAY + today[-1].end * 60)
    for later in range(day + 1, day + LONGEST_BREAK):
        sessions = [session for session in calendar.sessions_on(later) if session.counted]
        if sessions:
            return instant_of(later * DAY + sessions[0].end * 60)
    return None
