"""What a fee entry of the national catalogue really says. Pure.

A null amount, the number 0 and "the provincial council sets it" are three different things, and a number that its own
text contradicts is never taken as it stands.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from motcua.core.text import clean, fold

AMOUNT = "amount"
FREE = "free"
SET_BY_COUNCIL = "set_by_council"
SET_ELSEWHERE = "set_elsewhere"
NOT_PRESCRIBED = "not_prescribed"
UNSTATED = "unstated"

KINDS = {
    "phí": "fee",
    "lệ phí": "charge",
    "mức giá": "price",
    "FEE": "fee",
    "SERVICE_FEE": "charge",
    "PRICE_LEVEL": "price",
}

_FREE = re.compile(
    r"^(phi|le phi)?[ :]*(mien( toan bo)?( le)?( phi)?|khong( co| thu| mat| phai nop)?( le)?( phi)?|0)[ .]*$"
)
_FREE_START = re.compile(r"^(mien (le )?phi|khong thu (le )?phi)\b(?!.{0,40}\b(doi voi|cho|truong hop|nguoi)\b)")
_FREE_FOR_SOME = re.compile(r"^(mien|khong thu) (le )?phi\b")
_NOT_PRESCRIBED = re.compile(r"^(chua|khong)( co)? quy dinh[ .]*$|^chua co[ .]*$")
_COUNCIL = re.compile(r"hoi dong nhan dan|\bhdnd\b|nq-hdnd")
_ELSEWHERE = re.compile(
    r"quy dinh|thong tu|nghi dinh|nghi quyet|quyet dinh|bieu phi|kem theo|luat|%|muc (thu|phi)|tra cuu"
)
_MONEY = re.compile(
    r"(?P<number>\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>triệu(?:\s*đồng)?|nghìn(?:\s*đồng)?|ngàn(?:\s*đồng)?|(?:việt nam )?đồng|vnđ|vnd|usd|đ\b|)",
    re.IGNORECASE,
)
_THING = re.compile(r"\s*(kg|gt|ha|m2|m3|m²|m³|km|mét|tấn|thí sinh|lượt|trang|tỷ|tỉ|%)", re.IGNORECASE)
_SCALE = {"triệu": 1_000_000, "nghìn": 1_000, "ngàn": 1_000}


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a fee table.

    `standing` says what the source states (amount, free, set_by_council, set_elsewhere, not_prescribed, unstated);
    `amount` is in whole units of `currency` (VND unless said otherwise) or None; with a `doubt` the amount is only a
    suggestion that a person must confirm.
    """

    kind: str
    standing: str
    amount: int | None = None
    currency: str = "VND"
    text: str = ""
    doubt: str | None = None


def _number(text: str) -> Decimal:
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text)
    return Decimal(re.sub(r"[.,]", "", text) if grouped else text.replace(",", "."))


def amounts_in(text: str) -> list[int]:
    """Return the sums of money written in a text, in order, without thresholds, weights, dates or document numbers."""
    found = []
    for match in _MONEY.finditer(text):
        number, unit = match["number"], match["unit"].lower()
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
        if not unit and (
            not grouped or _THING.match(text, match.end()) or text[match.start() - 1 : match.start()] == "/"
        ):
            continue
        found.append(int(_number(number) * _SCALE.get(unit.split()[0] if unit else "", 1)))
    return found


def _standing_of(words: str) -> str:
    if _FREE.match(words) or _FREE_START.match(words):
        return FREE
    if _NOT_PRESCRIBED.match(words):
        return NOT_PRESCRIBED
    if _COUNCIL.search(words):
        return SET_BY_COUNCIL
    return SET_ELSEWHERE if _ELSEWHERE.search(words) else UNSTATED


def _without_number(kind: str, value: int | None, currency: str, text: str) -> FeeLine:
    """Read an entry whose number is missing or 0: the text decides, and silence is not "free"."""
    standing, written = _standing_of(fold(text)), amounts_in(text)
    if standing in (FREE, NOT_PRESCRIBED):
        doubt = f"Ghi miễn hoặc không thu nhưng lời có mức {written[0]}" if written else None
        return FeeLine(kind, standing, 0 if standing == FREE else None, currency, text, doubt)
    if written:
        suggestion = written[0] if len(set(written)) == 1 else None
        said = "số 0" if value == 0 else "không có số"
        return FeeLine(kind, AMOUNT, suggestion, currency, text, f"Nguồn ghi {said} nhưng lời có mức thu")
    if _FREE_FOR_SOME.match(fold(text)):
        return FeeLine(kind, UNSTATED, None, currency, text, "Chỉ miễn cho một số trường hợp, không ghi mức thu chung")
    if standing == UNSTATED:
        said = "Số 0 không kèm lời giải thích" if value == 0 else "Không ghi mức thu"
        return FeeLine(kind, UNSTATED, None, currency, text, f"{said}: chưa biết có thu hay không")
    return FeeLine(kind, standing, None, currency, text)


def _doubt_of(value: int, currency: str, text: str) -> tuple[int | None, str | None]:
    """Return (amount, doubt) of an entry with a positive number, holding it against its own text."""
    written = amounts_in(text)
    if currency == "VND" and value < 1000:
        if value * 1000 in written:
            return value * 1000, f"Số {value} là nghìn đồng: lời ghi {value * 1000}"
        return None, f"Số {value} quá nhỏ: có thể tính bằng nghìn đồng hoặc bằng ngoại tệ"
    if written and value not in written:
        return value, f"Số {value} không có trong lời ({', '.join(map(str, written[:3]))})"
    if len(set(written)) > 1:
        return value, "Lời ghi nhiều mức thu, số chỉ là một trong đó"
    return value, None


def read_fee(kind: str | None, value: object, currency: str | None, text: str | None) -> FeeLine:
    """Return the line that one entry of the source means; `value` may be null, 0, a number or digits as text."""
    words = clean(text).lstrip("-+*• ")
    name = KINDS.get(kind or "", "fee")
    dollars = fold(currency) == "usd" or (not currency and re.search(r"\d\s*USD", words, re.IGNORECASE))
    money = "USD" if dollars else "VND"
    try:
        number = None if value in (None, "") else Decimal(str(value))
    except ArithmeticError:
        return FeeLine(name, UNSTATED, None, money, words, f"Mức thu không phải là số: {clean(str(value))[:60]}")
    if not number:
        return _without_number(name, None if number is None else 0, money, words)
    if number < 0 or number != int(number):
        return FeeLine(name, UNSTATED, None, money, words, f"Mức thu không hợp lệ: {number}")
    amount, doubt = _doubt_of(int(number), money, words)
    return FeeLine(name, AMOUNT, amount, money, words, doubt)
