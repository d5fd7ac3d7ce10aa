"""What the other of two crawls says of a record: the record as it would stand if that crawl were right. Pure.

Which crawl is older is not recorded, so a difference is a question: of each pair that side is proposed which the record
does not have.
"""

from dataclasses import replace
from typing import TypeVar

from motcua.procedures.records import ChannelTerms, Limit, NationalRecord, Pair

T = TypeVar("T")
NEITHER = "bản đang giữ không giống lần thu thập nào"


def _other(current: T, pair: tuple[T, T], notes: list[str], what: str) -> T:
    first, second = pair
    if current == second:
        return first
    if current != first:
        notes.append(f"{what}: {NEITHER}")
    return second


def _channel(terms: ChannelTerms, first: Limit, second: Limit, notes: list[str]) -> ChannelTerms:
    same = {each.text: each for each in (first, second)}
    stands = same.get(terms.limit.text)
    limit = first if stands is second else second
    if stands is None:
        notes.append(f"thời hạn: {NEITHER}")
    if limit.doubt:
        notes.append(f"thời hạn: {limit.doubt}")
    return replace(terms, limit=limit)


def applied(record: NationalRecord, pair: Pair) -> tuple[NationalRecord, tuple[str, ...]]:
    """Return the record with the other side of each difference, and in Vietnamese what is doubtful about that."""
    notes: list[str] = []
    if pair.name:
        record = replace(record, name=_other(record.name, pair.name, notes, "tên"))
    if pair.levels:
        first, second = (tuple(sorted(side)) for side in pair.levels)
        current = tuple(sorted(record.levels))
        record = replace(record, levels=_other(current, (first, second), notes, "cấp thực hiện"))
    if pair.decision:
        number = _other(record.decision.number, pair.decision, notes, "quyết định")
        record = replace(record, decision=replace(record.decision, number=number))
    for channel, first_limit, second_limit in pair.time:
        terms = tuple(
            _channel(each, first_limit, second_limit, notes) if each.channel == channel else each
            for each in record.channels
        )
        record = replace(record, channels=terms)
    return record, tuple(dict.fromkeys(notes))
