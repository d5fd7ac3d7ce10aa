"""From the lines of a bill to its total. Pure. All money is integer đồng; null means not known yet, never 0."""

from typing import Any

from motcua.core.errors import BadInput
from motcua.core.text import clean

KINDS = ("fee", "charge")
LINES_LIMIT = 100
NAME_LIMIT = 200
MONEY_LIMIT = 10**12
COUNT_LIMIT = 100_000


def checked(lines: Any) -> list[dict[str, Any]]:
    """Return the lines in their kept form: {name, kind, count, price, amount, set_by_council}.

    `amount` is price x count where the price is known and None where it is not. Raises BadInput (`bad_line`,
    `amount_mismatch`, `too_many_lines`) with the number of the line in words.
    """
    if not isinstance(lines, list | tuple) or len(lines) > LINES_LIMIT:
        raise BadInput("too_many_lines", f"Tối đa {LINES_LIMIT} khoản.", field="lines")
    return [_checked(line, place) for place, line in enumerate(lines, start=1)]


def _checked(line: Any, place: int) -> dict[str, Any]:
    if not isinstance(line, dict):
        raise _bad(place, "không đúng dạng")
    name = clean(line["name"]) if isinstance(line.get("name"), str) else ""
    if not name or len(name) > NAME_LIMIT:
        raise _bad(place, f"thiếu tên hoặc tên dài quá {NAME_LIMIT} ký tự")
    if line.get("kind") not in KINDS:
        raise _bad(place, "phải là phí hoặc lệ phí")
    count = _whole(line.get("count", 1), place, "số lượng", least=1, most=COUNT_LIMIT)
    price = _money(line.get("price"), place, "đơn giá")
    amount = _money(line.get("amount"), place, "số tiền")
    if price is not None:
        if amount is not None and amount != price * count:
            raise BadInput("amount_mismatch", f"Khoản {place}: số tiền khác đơn giá nhân số lượng.", field="lines")
        amount = price * count
    return {
        "name": name,
        "kind": str(line["kind"]),
        "count": count,
        "price": price,
        "amount": amount,
        "set_by_council": bool(line.get("set_by_council", False)),
    }


def _money(value: Any, place: int, words: str) -> int | None:
    return None if value is None else _whole(value, place, words, least=0, most=MONEY_LIMIT)


def _whole(value: Any, place: int, words: str, *, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _bad(place, f"{words} phải là số nguyên từ {least} đến {most:,}".replace(",", "."))
    return value


def _bad(place: int, words: str) -> BadInput:
    return BadInput("bad_line", f"Khoản {place}: {words}.", field="lines")


def total(lines: list[dict[str, Any]]) -> int | None:
    """Return the sum of checked lines; None while one amount is not known, 0 for no lines."""
    amounts = [line["amount"] for line in lines]
    return None if None in amounts else sum(amounts)
