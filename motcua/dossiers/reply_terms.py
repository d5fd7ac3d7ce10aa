"""Within how many working hours what is filed online is answered, from a day on. Pure; facts/reply_terms.json."""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parent / "facts"


@dataclass(frozen=True)
class ReplyTerm:
    """In working hours: the term itself, how long before its end the desk is warned, how long after it who leads the
    office is told; with its source."""

    valid_from: date
    hours: int
    warn_before: int
    leader_after: int
    source: str


def terms_from(rows: Iterable[Mapping[str, Any]]) -> tuple[ReplyTerm, ...]:
    """Return the terms, the oldest first. Raises ValueError for none, for two of a day, or hours that make no sense."""
    terms = sorted((_term(row) for row in rows), key=lambda term: term.valid_from)
    if not terms or len({term.valid_from for term in terms}) < len(terms):
        raise ValueError("no terms, or two from one day")
    return tuple(terms)


def _term(row: Mapping[str, Any]) -> ReplyTerm:
    term = ReplyTerm(
        date.fromisoformat(row["from"]), row["hours"], row["warn_before"], row["leader_after"], row["source"]
    )
    if not (0 < term.warn_before < term.hours and term.leader_after > 0 and term.source):
        raise ValueError(f"a term that makes no sense: {term}")
    return term


@functools.cache
def known() -> tuple[ReplyTerm, ...]:
    """Return the terms of the table."""
    return terms_from(json.loads((FACTS / "reply_terms.json").read_text("utf-8"))["terms"])


def term_on(day: date, *, terms: tuple[ReplyTerm, ...] | None = None) -> ReplyTerm:
    """Return the term in force on a day; what came before the first one is held to the first."""
    terms = terms or known()
    return next((term for term in reversed(terms) if term.valid_from <= day), terms[0])
