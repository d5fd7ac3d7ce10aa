"""What a procedure's stated time limits really say: number, unit and prose held against one another. Pure.

0 never means "no days", OTHER is never a unit, and a number that its own prose contradicts is doubtful
(data README, problems 1 to 7).
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from motcua.core.text import clean
from motcua.procedures.records import CaseLimit, ChannelTerms, Limit
from motcua.worktime.limits import limit_from

NO_LIMIT = "Không có thời hạn nào dùng được: đơn vị phải xác định"
UNIT_WORDS = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
    "same_day": "trong ngày",
    "none": "không quy định",
    "unknown": "khác",
}
UNITS = {words: unit for unit, words in UNIT_WORDS.items()} | {
    "WORKING_DAY": "working_day",
    "DAY": "day",
    "HOUR": "hour",
    "MONTH": "month",
    "YEAR": "year",
    "OTHER": "unknown",
}
CHANNELS = {
    "trực tiếp": "counter",
    "trực tuyến": "online",
    "bưu chính": "post",
    "DIRECT": "counter",
    "ONLINE": "online",
    "POSTAL": "post",
}


@functools.lru_cache(maxsize=20_000)
def limit_of(text: str) -> Limit:
    """Return what a limit written in words means, by the clock's own parser."""
    parsed = limit_from(text)
    amount = None if parsed.amount is None else float(parsed.amount)
    return Limit(text=text, amount=amount, unit=str(parsed.unit), doubt=parsed.doubt)


def figure(amount: float) -> str:
    """Return a number as an office writes it: 10; 3,5."""
    return f"{amount:g}".replace(".", ",")


def _as_number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip()
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _from_words(said: str, text: str) -> Limit:
    """Read a limit whose number is unusable: the prose may suggest one, but a person must confirm it."""
    suggestion = limit_of(text) if text else None
    if suggestion is None or suggestion.unit == "unknown":
        return Limit(text=said, amount=None, unit="unknown", doubt=f"Nguồn ghi “{said}”: chưa xác định được thời hạn")
    why = suggestion.doubt or f"Nguồn ghi “{said}”, thời hạn suy từ lời mô tả"
    return Limit(text=said, amount=suggestion.amount, unit=suggestion.unit, doubt=why)


def _against_words(limit: Limit, text: str) -> Limit:
    """Return the limit with a doubt where its own description says something else or more."""
    said = limit_of(text) if text else None
    if limit.doubt or said is None or said.unit == "unknown":
        return limit
    same = (said.amount, said.unit) == (limit.amount, limit.unit)
    only_wordy = same and (said.doubt or "").endswith("cần người xem")  # the words add an explanation, no other limit
    if said.doubt and not only_wordy:
        return replace(limit, doubt=f"Lời mô tả có điều kiện: {said.doubt}")
    if not same:
        words = " ".join([*([figure(said.amount)] if said.amount else []), UNIT_WORDS.get(said.unit, said.unit)])
        return replace(limit, doubt=f"Số ghi “{limit.text}” nhưng lời mô tả ghi {words}")
    return limit


def read_limit(value: object, unit: str | None, text: str | None = None, raw: str | None = None) -> Limit:
    """Return the limit meant by a number, its unit, prose found in the number field and a description."""
    words, prose = clean(text), clean(raw)
    number = _as_number(value)
    if number is None:
        prose = prose or clean("" if value is None else str(value))
        return _against_words(limit_of(prose), "") if prose else _from_words("(bỏ trống)", words)
    name = UNITS.get(unit or "", "unknown")
    said = f"{figure(number)} {UNIT_WORDS[name]}"
    if not number or name == "unknown":
        return _from_words(said, words)
    stated = limit_of(f"{number:g} {UNIT_WORDS[name]}")
    return _against_words(replace(stated, text=said), words)


def _same_number_other_unit(terms: tuple[ChannelTerms, ...]) -> set[float]:
    """Return the amounts that appear with two units (90 days online, 90 hours by post: a typing error)."""
    units = {(t.limit.amount, t.limit.unit) for t in terms if t.limit.amount}
    counts = Counter(amount for amount, _ in units if amount)
    return {amount for amount, times in counts.items() if times > 1}


def doubt_typing_errors(terms: Iterable[ChannelTerms]) -> tuple[ChannelTerms, ...]:
    """Return the channels, those whose unit differs from another channel's for the same number marked doubtful."""
    channels = tuple(terms)
    suspect = _same_number_other_unit(channels)
    why = "Cùng một số nhưng khác đơn vị giữa các cách nộp, có thể gõ nhầm"
    return tuple(
        replace(t, limit=replace(t.limit, doubt=why)) if t.limit.amount in suspect and not t.limit.doubt else t
        for t in channels
    )


def disagreements(channels: tuple[ChannelTerms, ...], cases: tuple[CaseLimit, ...]) -> list[str]:
    """Return in Vietnamese how the limits of the cases and of the channels contradict one another."""
    found = []
    of_channels = {(t.limit.amount, t.limit.unit) for t in channels if t.limit.unit != "unknown"}
    of_cases = {(c.limit.amount, c.limit.unit) for c in cases if c.limit.unit != "unknown"}
    if of_channels and of_cases and not of_channels & of_cases:
        found.append("Thời hạn theo trường hợp và theo cách nộp không có giá trị nào chung")
    if channels and not any(t.limit.usable for t in channels):
        found.append(NO_LIMIT)
    return found
