"""From which day on, and how far, a desk receives what another agency is competent for. Pure; law/boundaries.json."""

import functools
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FACTS = Path(__file__).resolve().parent / "law" / "boundaries.json"


@dataclass(frozen=True)
class BoundaryTerm:
    """Desks receive for the agencies of the same unit of the level `within` ("": for none but their own)."""

    valid_from: date
    within: str
    source: str


@functools.cache
def known() -> tuple[BoundaryTerm, ...]:
    """Return the terms of the table, the oldest first."""
    rows = json.loads(FACTS.read_text("utf-8"))["terms"]
    terms = (BoundaryTerm(date.fromisoformat(row["from"]), row["within"], row["source"]) for row in rows)
    return tuple(sorted(terms, key=lambda term: term.valid_from))


def term_on(day: date) -> BoundaryTerm | None:
    """Return the term in force on a day; None before the first one, or where the law knows no such receipt."""
    found = next((term for term in reversed(known()) if term.valid_from <= day), None)
    return found if found is not None and found.within else None
