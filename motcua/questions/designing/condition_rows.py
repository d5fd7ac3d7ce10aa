"""A condition as rows that people fill in: a question, how it is compared, with what; all of them or any. Pure.

A row may say that something is not so, look into the rows of a group, and stand in a block with others: the blocks are
joined inside as the whole is not (all of any, any of all). What is more than that stays as it is: `rows_of` says None.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from motcua.questions.choices import FITS, Kind
from motcua.questions.conditions import COUNTED, EQUAL, LISTED, OPERATORS, ORDERED
from motcua.questions.designing.outline import Data, listed

ALL, ANY, NOT_ALL, NOT_ANY = "all", "any", "not_all", "not_any"
OTHER = {ALL: ANY, ANY: ALL}
INSIDE = {ALL: ANY, ANY: ALL, NOT_ALL: ANY, NOT_ANY: ALL}  # how the rows of a block are joined
BLOCKS = "ABCD"
ANSWERED, SILENT, COUNT = "answered", "silent", "count_"
ANY_ROW, EVERY_ROW, NO_ROW, NOT_EVERY, SAME = "any_row", "every_row", "no_row", "not_every", "same"
DENIED = {ANY_ROW: NO_ROW, EVERY_ROW: NOT_EVERY}
COMPARISONS = {
    "is": "là", "is_not": "không là", "in": "là một trong", "not_in": "không là cái nào trong",
    "includes": "có chọn", "less_than": "nhỏ hơn, trước", "at_most": "nhiều nhất là, không sau",
    "more_than": "lớn hơn, sau", "at_least": "ít nhất là, không trước", ANSWERED: "đã trả lời", SILENT: "chưa trả lời",
    "count_is": "có số hàng là", "count_is_not": "có số hàng khác", "count_less_than": "có số hàng ít hơn",
    "count_at_most": "có số hàng nhiều nhất là", "count_more_than": "có số hàng nhiều hơn",
    "count_at_least": "có số hàng ít nhất là",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One comparison; `value` is as JSON has it, None where nothing is compared with.

    `scope` tells in which of the rows of `group` it must hold ("" outside of rows; SAME: in the row that the line
    above is about); `block` is the letter of those it is taken together with, "" when it stands alone.
    """

    question: str
    comparison: str
    value: Any = None
    negated: bool = False
    group: str = ""
    scope: str = ""
    block: str = ""


@dataclass(frozen=True)
class Rows:
    """Comparisons that must hold all, of which any must, that must not all hold or of which none may."""

    join: str
    rows: tuple[Row, ...]


NOTHING = Rows(ALL, ())


class _More(Exception):
    """The condition is more than rows."""


def rows_of(condition: Any) -> Rows | None:
    """Return a condition as rows, None when it is more than that; no condition has no rows."""
    if not isinstance(condition, Mapping):
        return NOTHING if condition in (None, True, False) else None
    try:
        join, parts = _joined(condition)
        return Rows(join, tuple(_lines(join, parts)))
    except _More:
        return None


def _joined(condition: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return how the parts of a condition are joined, and these; one comparison alone is a part."""
    inner, denied = condition, list(condition) == ["not"] and isinstance(condition["not"], Mapping)
    if denied:
        inner = condition["not"]
    for join in (ALL, ANY):
        if list(inner) == [join] and isinstance(inner[join], list) and inner[join]:
            return (f"not_{join}" if denied else join), inner[join]
    return ALL, [condition]


def _lines(join: str, parts: list[Any]) -> Iterator[Row]:
    letters = iter(BLOCKS)
    for part in parts:
        within, inner = _joined(part) if isinstance(part, Mapping) else (ALL, [part])
        if inner == [part]:
            yield from _leaf(part)
            continue
        letter = "" if within != INSIDE[join] or len(inner) == 1 else next(letters, None)
        if within not in OTHER or letter is None:
            raise _More
        for each in inner:
            yield from (replace(row, block=letter) for row in _leaf(each))


def _leaf(part: Any) -> list[Row]:
    """Return a comparison as a row, a look into rows as one row for each thing that must be so in them."""
    if not isinstance(part, Mapping):
        raise _More
    denied = list(part) == ["not"]
    inner = part["not"] if denied else part
    for scope in (ANY_ROW, EVERY_ROW):
        if isinstance(inner, Mapping) and set(inner) == {scope, "where"} and isinstance(inner[scope], str):
            return _in_rows(inner[scope], DENIED[scope] if denied else scope, inner["where"])
    return [replace(_compared(inner), negated=denied)]


def _in_rows(group: str, scope: str, where: Any) -> list[Row]:
    parts = [where]
    if isinstance(where, Mapping) and list(where) == [ALL] and isinstance(where[ALL], list) and where[ALL]:
        parts = where[ALL]
    found = []
    for number, part in enumerate(parts):
        denied = isinstance(part, Mapping) and list(part) == ["not"]
        row = replace(_compared(part["not"] if denied else part), negated=denied)
        if row.comparison.startswith(COUNT):
            raise _More
        found.append(replace(row, group=group, scope=SAME if number else scope))
    return found


def _compared(part: Any) -> Row:
    if not isinstance(part, Mapping) or len(part) != 2:
        raise _More
    word = next((name for name in part if name in OPERATORS), "")
    value, code = part.get(word), part.get("question", part.get("count"))
    if not word or not isinstance(code, str):
        raise _More
    if "count" in part:
        if word not in COUNTED or isinstance(value, bool) or not isinstance(value, int):
            raise _More
        return Row(code, f"{COUNT}{word}", value)
    if word == ANSWERED:
        if not isinstance(value, bool):
            raise _More
        return Row(code, ANSWERED if value else SILENT)
    if not _is_plain(word, value):
        raise _More
    return Row(code, word, value)


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
    blocks: dict[str, list[Data]] = {}
    for number, (block, part) in enumerate(_parts(rows.rows)):
        blocks.setdefault(block or f"{number}", []).append(part)
    if not blocks:
        return None
    said = _of(rows.join.removeprefix("not_"), [_of(INSIDE[rows.join], parts) for parts in blocks.values()])
    return {"not": said} if rows.join in (NOT_ALL, NOT_ANY) else said


def _of(join: str, parts: list[Data]) -> Data:
    return parts[0] if len(parts) == 1 else {join: parts}


def _parts(rows: Sequence[Row]) -> Iterator[tuple[str, Data]]:
    """Yield what each row says with its block; rows about the same row of a group say one thing."""
    heads = list(_heads(rows))
    for _, several in groupby(zip(heads, rows, strict=True), key=lambda pair: pair[0]):
        own = [row for _, row in several]
        first, said = own[0], _of(ALL, [_part(row) for row in own])
        if first.group:
            said = _looked_in(first, said)
        yield first.block, said


def _heads(rows: Sequence[Row]) -> Iterator[int]:
    """Yield for each row the number of the row that it goes on from, its own when it begins."""
    head, group = -1, ""
    for number, row in enumerate(rows):
        if row.scope != SAME or not group or row.group != group:
            head, group = number, row.group
        yield head


def _looked_in(row: Row, said: Data) -> Data:
    scope = {NO_ROW: ANY_ROW, NOT_EVERY: EVERY_ROW}.get(row.scope, row.scope)
    looked = {ANY_ROW if scope == SAME else scope: row.group, "where": said}
    return {"not": looked} if row.scope in (NO_ROW, NOT_EVERY) else looked


def _part(row: Row) -> Data:
    if row.comparison.startswith(COUNT):
        said: Data = {"count": row.question, row.comparison.removeprefix(COUNT): row.value}
    elif row.comparison in (ANSWERED, SILENT):
        said = {"question": row.question, ANSWERED: row.comparison == ANSWERED}
    else:
        said = {"question": row.question, row.comparison: row.value}
    return {"not": said} if row.negated else said


def comparisons_for(question: Data) -> list[str]:
    """Return how the answer to a question can be compared."""
    kind = question.get("kind")
    if kind not in list(Kind):
        return list(COMPARISONS)
    fits = FITS[Kind(kind)]
    if kind == Kind.CHOICES:
        return ["includes", ANSWERED, SILENT]
    if kind == Kind.GROUP:
        return [*(f"{COUNT}{word}" for word in COUNTED), ANSWERED, SILENT]
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


def within_rows(questions: Sequence[Data]) -> dict[str, str]:
    """Return code → group of what is asked in the rows of the groups among questions."""
    found: dict[str, str] = {}
    for group in questions:
        for inner in listed(group, "questions") if group.get("kind") == Kind.GROUP else ():
            if isinstance(inner, dict) and inner.get("kind") != Kind.INFORMATION:
                found.setdefault(str(inner.get("code")), str(group.get("code")))
    return found
