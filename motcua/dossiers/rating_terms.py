"""What the people of a settled dossier are asked about it, from a day on. Pure; facts/rating_terms.json.

Criteria 5 to 9 of the one-stop evaluation (NĐ 61/2018, điều 31), each worth 0, 1 or 2 points.
"""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parent / "facts"
MOST = 2  # points of a criterion


class Words(dict[str, str]):
    """The same in Vietnamese and English: {"vi": …, "en": …}."""

    def said_in(self, language: str) -> str:
        """Return the words in a language, in Vietnamese where it is neither."""
        return self.get(language) or self["vi"]


@dataclass(frozen=True)
class Criterion:
    """One question; `answers`: points → words; `none`: words for "does not concern me", None where it always does;
    `channel`: asked only of what was filed that way, "" of all."""

    code: str
    name: Words
    answers: Mapping[int, Words]
    none: Words | None = None
    channel: str = ""


@dataclass(frozen=True)
class RatingTerms:
    """Asked from a day on; open for so many days after the end of the dossier, changed so many after it was given."""

    valid_from: date
    open_days: int
    change_days: int
    criteria: tuple[Criterion, ...]
    source: str

    def asked_of(self, channel: str) -> list[Criterion]:
        """Return what is asked of a dossier that was filed in a way."""
        return [each for each in self.criteria if each.channel in ("", channel)]

    def is_open(self, *, ended: datetime, rated: datetime | None, now: datetime) -> bool:
        """Tell whether a dossier that ended then may be rated now, or its rating of then be changed."""
        until = ended + timedelta(days=self.open_days) if rated is None else rated + timedelta(days=self.change_days)
        return now <= until


def terms_from(rows: Iterable[Mapping[str, Any]]) -> tuple[RatingTerms, ...]:
    """Return the terms, the oldest first. Raises ValueError for none, two of a day, or what cannot be asked."""
    found = tuple(sorted((_terms(row) for row in rows), key=lambda terms: terms.valid_from))
    if not found or len({terms.valid_from for terms in found}) < len(found):
        raise ValueError("no terms, or two of one day")
    return found


def _terms(row: Mapping[str, Any]) -> RatingTerms:
    criteria = tuple(_criterion(each) for each in row["criteria"])
    if not criteria or len({each.code for each in criteria}) < len(criteria):
        raise ValueError("no criteria, or two of one code")
    if min(row["open_days"], row["change_days"]) < 1:
        raise ValueError("nobody could answer in less than a day")
    return RatingTerms(
        date.fromisoformat(row["from"]), row["open_days"], row["change_days"], criteria, row["source"]
    )  # fmt: skip


def _criterion(row: Mapping[str, Any]) -> Criterion:
    answers = {each["points"]: Words(vi=each["vi"], en=each["en"]) for each in row["answers"]}
    if sorted(answers) != list(range(MOST + 1)) or len(answers) < len(row["answers"]):
        raise ValueError(f"criterion {row['code']}: an answer for each of 0, 1 and 2 points")
    none = Words(**row["none"]) if row.get("none") else None
    return Criterion(row["code"], Words(vi=row["vi"], en=row["en"]), answers, none, row.get("channel", ""))


@functools.cache
def known() -> tuple[RatingTerms, ...]:
    """Return the terms of the table, those of the past too, the oldest first."""
    return terms_from(json.loads((FACTS / "rating_terms.json").read_text("utf-8"))["terms"])


def terms_on(day: date) -> RatingTerms:
    """Return the terms in force on a day; what came before the first ones is held to the first."""
    return next((terms for terms in reversed(known()) if terms.valid_from <= day), known()[0])
