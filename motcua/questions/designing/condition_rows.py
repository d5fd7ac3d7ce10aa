"""A condition as rows that people fill in: a question, how it is compared, with what; all of them or any. Pure.

A condition that is more than such rows (rows of groups, "not", one inside another) stays as it is: `rows_of` says None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.questions.choices import FITS, Kind
from motcua.questions.conditions import EQUAL, LISTED, OPERATORS, ORDERED
from motcua.questions.designing.outline import Data, listed

ALL, ANY = "all", "any"
ANSWERED, SILENT = "answered", "silent"
COMPARISONS = {
    "is": "là", "is_not": "không là", "in": "là một trong", "not_in": "không là cái nào trong",
    "includes": "có chọn", "less_than": "nhỏ hơn, trước", "at_most": "nhiều nhất là, không sau",
    "more_than": "lớn hơn, sau", "at_least": "ít nhất là, không trước", ANSWERED: "đã trả lời", SILENT: "chưa trả lời",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One comparison; `value` is as JSON has it, None where nothing is compared with."""

    question: str
    comparison: str
    value: Any = None


@dataclass(frozen=True)
class Rows:
    """Comparisons that must hold all, or of which any must."""

    join: str
    rows: tuple[Row, ...]


NOTHING = Rows(ALL, ())


def rows_of(condition: Any) -> Rows | None:
    """Return a condition as rows, None when it is more than that; no condition has no rows."""
    if not isinstance(condition, Mapping):
        return NOTHING if condition in (None, True, False) else None
    for join in (ALL, ANY):
        if list(condition) == [join] and isinstance(condition[join], list):
            rows = [_row_of(part) for part in condition[join]]
            return None if None in rows or not rows else Rows(join, tuple(row for row in rows if row))
    row = _row_of(condition)
    return Rows(ALL, (row,)) if row else None


def _row_of(part: Any) -> Row | None:
    if not isinstance(part, Mapping) or len(part) != 2 or not isinstance(part.get("question"), str):
        return None
    word = next((name for name in part if name in OPERATORS), "")
    if not word:
        return None
    value = part[word]
    if word == ANSWERED:
        return Row(part["question"], ANSWERED if value else SILENT) if isinstance(value, bool) else None
    return Row(part["question"], word, value) if _is_plain(word, value) else None


def _is_plain(word: str, value: Any) -> bool:
    if word in LISTED:
        return isinstance(value, list) and bool(value) and all(isinstance(each, str | int | float) for each in value)
    if isinstance(value, Mapping):
        return list(value) == ["question"] and isinstance(value["question"], str)
    return isinstance(value, str | int | float)


def condition_of_rows(rows: Rows, before: Any = None) -> Data | None:
    """Return the condition that the rows say, None for no rows; the one before when it says the same."""
    if before is not None and rows_of(before) == rows and rows.rows:
        return dict(before) if isinstance(before, Mapping) else None
    parts = [_part(row) for row in rows.rows]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {rows.join: parts}


def _part(row: Row) -> Data:
    if row.comparison in (ANSWERED, SILENT):
        return {"question": row.question, ANSWERED: row.comparison == ANSWERED}
    return {"question": row.question, row.comparison: row.value}


def comparisons_for(question: Data) -> list[str]:
    """Return how the answer to a question can be compared."""
    kind = question.get("kind")
    if kind not in list(Kind):
        return list(COMPARISONS)
    fits = FITS[Kind(kind)]
    if kind == Kind.CHOICES:
        return ["includes", ANSWERED, SILENT]
    if fits.expression in (None, "list"):
        return [ANSWERED, SILENT]
    truth = fits.expression == "truth"
    return [*EQUAL, *(() if truth else LISTED), *(ORDERED if fits.ordered else ()), ANSWERED, SILENT]


def option_labels(question: Mapping[str, Any]) -> dict[str, str]:
    """Return the labels of a question's options by code, in Vietnamese."""
    found = {}
    for option in listed(question, "options"):
        if isinstance(option, dict) and isinstance(option.get("code"), str):
            label = option.get("label")
            label = label.get("vi") if isinstance(label, Mapping) else label
            found[option["code"]] = label if isinstance(label, str) else option["code"]
    return found


def by_code(questions: Sequence[Data]) -> dict[str, Data]:
    """Return questions by their codes, the first of each."""
    found: dict[str, Data] = {}
    for question in questions:
        found.setdefault(str(question.get("code")), question)
    return found
