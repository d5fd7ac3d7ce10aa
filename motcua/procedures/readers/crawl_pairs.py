"""Reads what differs between two crawls of one portal: codes seen by one only, and changed values in pairs."""

from collections.abc import Iterator
from typing import Any

from motcua.core.text import clean
from motcua.procedures.readers.pieces import judge, words
from motcua.procedures.records import Limit, Pair, Reading
from motcua.procedures.terms import CHANNELS, read_limit


def _texts(pair: Any) -> tuple[str, str] | None:
    return (clean(pair[0]), clean(pair[1])) if pair else None


def _limit(stated: Any) -> Limit:
    return read_limit(stated[0], clean(stated[1]))


def _pair(code: str, entry: dict[str, Any]) -> Pair:
    levels = entry.get("levels")
    return Pair(
        code=code,
        name=_texts(entry.get("name")),
        levels=(words(levels[0]), words(levels[1])) if levels else None,
        decision=_texts(entry.get("decision")),
        time=tuple(
            (CHANNELS.get(clean(channel), "unknown"), _limit(first), _limit(second))
            for channel, (first, second) in (entry.get("time") or {}).items()
        ),
    )


def read(data: dict[str, Any]) -> Iterator[Reading]:
    """Yield one reading per changed record, then one per code that only one crawl has."""
    for number, entry in enumerate(data["changed"], start=1):
        code, refusal = judge(entry.get("code"), "x", f"khác biệt {number}")
        yield refusal or Reading(f"khác biệt {number}", code.code, "", pair=_pair(code.code, entry))
    for side, names in ((key, names) for key, names in data.items() if key.startswith("only_in_")):
        for number, raw in enumerate(names, start=1):
            place = f"{side} {number}"
            code, refusal = judge(raw, "x", place)
            only = side.removeprefix("only_in_")
            yield refusal or Reading(place, code.code, "", pair=Pair(code.code, only_in=only))
