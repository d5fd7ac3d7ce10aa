"""A draft worked on column by column: add, change, move, take out, number anew. Pure: each returns a new layout.

Whoever names a column by its key (sums, rates, identities, the column that decides which rows stand) follows when the
key changes; what is taken out leaves them, and the check tells where.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from motcua.reports.checking import KINDS, MOST_COLUMNS
from motcua.reports.vocabulary import COUNT, PERCENT

Data = dict[str, Any]
FIRST = 3  # (1) is the place of a row, (2) its name
NEW: dict[str, Any] = {
    "in_period": {"received": 1}, "at_start": {"received": 1}, "at_end": {"received": 1}, "sum": [],
    "rate": {"of": [], "per": []},
}  # fmt: skip


def columns_of(draft: Mapping[str, Any]) -> list[Data]:
    """Return the columns that are such, whatever else stands there."""
    given = draft.get("columns")
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def column_at(draft: Mapping[str, Any], key: str) -> Data | None:
    """Return the first column of a key."""
    return next((each for each in columns_of(draft) if str(each.get("key")) == key), None)


def kind_of(column: Mapping[str, Any]) -> str:
    """Return how a column is counted, one of KINDS."""
    return next((kind for kind in KINDS if kind in column), "in_period")


def is_full(draft: Mapping[str, Any]) -> bool:
    """Whether no column can be added."""
    return len(columns_of(draft)) >= MOST_COLUMNS


def add_column(draft: Data, kind: str, name: str, *, after: str = "") -> tuple[Data, str]:
    """Return the layout with a new column, behind another or at the end, and its key."""
    made = copy.deepcopy(draft)
    columns = columns_of(made)
    key = _next_key(columns)
    column = {"key": key, "name": name, kind: copy.deepcopy(NEW[kind])}
    if kind == "rate":
        column["unit"] = PERCENT
    places = [place for place, each in enumerate(columns, 1) if str(each.get("key")) == after]
    columns.insert(places[0] if places else len(columns), column)
    made["columns"] = columns
    made["counted_when"] = made.get("counted_when") or (key if kind != "rate" else "")
    return made, key


def _next_key(columns: Sequence[Data]) -> str:
    numbers = [int(key) for each in columns if (key := str(each.get("key"))).isdecimal() and key.isascii()]
    return str(max([FIRST - 1, *(number for number in numbers if number < 1000)]) + 1)


def put_column(draft: Data, key: str, column: Data) -> Data:
    """Return the layout with a column in the place of the one of a key, at the end when that is gone.

    Another key is taken over wherever the old one was named.
    """
    made = copy.deepcopy(draft)
    there = column_at(draft, key) is not None
    columns = [column if str(each.get("key")) == key else each for each in columns_of(made)]
    made["columns"] = columns if there else [*columns, column]
    new = str(column["key"])
    return made if new == key else _renamed(made, {key: new}.get)


def move_column(draft: Data, key: str, step: int) -> Data:
    """Return the layout with a column one place further to the left (-1) or to the right."""
    made = copy.deepcopy(draft)
    columns = columns_of(made)
    here = next((place for place, each in enumerate(columns) if str(each.get("key")) == key), None)
    if here is not None and 0 <= here + step < len(columns):
        columns.insert(here + step, columns.pop(here))
    made["columns"] = columns
    return made


def remove_column(draft: Data, key: str) -> Data:
    """Return the layout without a column."""
    made = copy.deepcopy(draft)
    made["columns"] = [each for each in columns_of(made) if str(each.get("key")) != key]
    return made


def number_anew(draft: Data) -> Data:
    """Return the layout with its columns numbered from 3 on, as they are printed."""
    made = copy.deepcopy(draft)
    keys = {str(each.get("key")): str(number) for number, each in enumerate(columns_of(made), FIRST)}
    for number, each in enumerate(columns_of(made), FIRST):
        each["key"] = str(number)
    return _renamed(made, keys.get)


def _renamed(made: Data, new: Callable[[str], str | None]) -> Data:
    """Let whoever names a column name it by its new key."""

    def named(keys: Any) -> Any:
        return [new(str(key)) or key for key in keys] if isinstance(keys, list) else keys

    for column in columns_of(made):
        column |= {part: named(column[part]) for part in ("sum", "less") if part in column}
        if isinstance(column.get("rate"), dict):
            column["rate"] = {part: named(keys) for part, keys in column["rate"].items()}
    made["counted_when"] = new(str(made.get("counted_when"))) or made.get("counted_when")
    made["identities"] = [
        each | {"whole": new(str(each.get("whole"))) or each.get("whole"), "parts": named(each.get("parts"))}
        for each in made.get("identities", []) if isinstance(each, dict)
    ]  # fmt: skip
    return made


def with_kind(column: Data, kind: str) -> Data:
    """Return a column counted in another way, what both ways have kept."""
    kept = {name: value for name, value in column.items() if name in ("key", "name", "above", "unit")}
    if kind == "rate":
        kept["unit"] = PERCENT
    elif kept.get("unit") == PERCENT:
        kept["unit"] = COUNT
    before = kind_of(column)
    same = "weights" if isinstance(NEW[kind], dict) and kind != "rate" and before not in ("sum", "rate") else ""
    return kept | {kind: column[before] if same and before in column else copy.deepcopy(NEW[kind])}
