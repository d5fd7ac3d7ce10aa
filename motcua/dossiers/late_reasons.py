"""Why dossiers are late, in codes that can be counted, from a day to a day. Pure; facts/late_reasons.json."""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parent / "facts"
UNSAID = "Chưa ghi lý do"


@dataclass(frozen=True)
class LateReason:
    """A reason that may be chosen from a day to a day (both included; None: to this day)."""

    code: str
    label: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it may be chosen on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def reasons_from(rows: Iterable[Mapping[str, Any]]) -> tuple[LateReason, ...]:
    """Return the reasons in their order. Raises ValueError for none, for one code twice, for days that cannot be."""
    found = tuple(_reason(row) for row in rows)
    if not found or len({reason.code for reason in found}) < len(found):
        raise ValueError("no reasons, or two of one code")
    return found


def _reason(row: Mapping[str, Any]) -> LateReason:
    last = date.fromisoformat(row["to"]) if row.get("to") else None
    reason = LateReason(row["code"], row["label"], date.fromisoformat(row["from"]), last)
    if not reason.code or not reason.label or (last is not None and last < reason.valid_from):
        raise ValueError(f"a reason that makes no sense: {reason}")
    return reason


@functools.cache
def known() -> tuple[LateReason, ...]:
    """Return the reasons of the table, those of the past too."""
    return reasons_from(json.loads((FACTS / "late_reasons.json").read_text("utf-8"))["reasons"])


def choices_on(day: date) -> list[tuple[str, str]]:
    """Return code and label of what may be chosen on a day."""
    return [(reason.code, reason.label) for reason in known() if reason.holds_on(day)]


def label_of(code: str) -> str:
    """Return a reason in words, also one of the past; that none was given, for ""."""
    return next((reason.label for reason in known() if reason.code == code), code or UNSAID)
