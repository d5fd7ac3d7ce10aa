"""Amounts of money in Vietnamese words, as they stand on receipts (NĐ 123/2020: "số tiền bằng chữ")."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BILLION = 10**9
LIMIT = 10**18


def _tens(tens: int, units: int) -> list[str]:
    """Return the words of 10–99."""
    if tens == 1:
        return ["mười", *(["lăm"] if units == 5 else [DIGITS[units]] if units else [])]
    last = {0: [], 1: ["mốt"], 4: ["tư"], 5: ["lăm"]}.get(units, [DIGITS[units]])
    return [DIGITS[tens], "mươi", *last]


def _below_thousand(number: int, padded: bool) -> list[str]:
    """Return the words of 1–999; `padded` says the hundreds aloud even when there are none."""
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or padded else []
    if tens:
        return words + _tens(tens, units)
    if not units:
        return words
    return [*words, "linh", DIGITS[units]] if words else [DIGITS[units]]


def _words(number: int, padded: bool = False) -> list[str]:
    """Return the words of 1 or more; `padded` when something larger was said before."""
    words: list[str] = []
    if number >= BILLION:
        words = [*_words(number // BILLION, padded), "tỷ"]
        number %= BILLION
    for size, name in ((10**6, ["triệu"]), (10**3, ["nghìn"]), (1, [])):
        part = number // size % 1000
        if part:
            words += [*_below_thousand(part, padded=bool(words) or padded), *name]
    return words


def in_words(amount: int) -> str:
    """Write a whole amount of đồng in words: 1.015.000 → "Một triệu không trăm mười lăm nghìn đồng".

    Raises ValueError for amounts below zero or from 10^18 on, TypeError for anything but a whole number.
    """
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError(f"a whole number of đồng is needed, not {amount!r}")
    if not 0 <= amount < LIMIT:
        raise ValueError(f"{amount} cannot be written in words")
    text = " ".join(_words(amount) or [DIGITS[0]]) + " đồng"
    return text[0].upper() + text[1:]
