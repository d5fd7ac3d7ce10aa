"""The measures of which a layout may be made: code, name, unit, whether it lasts; as data (`measures.json`). Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MEASURES = Path(__file__).parent / "measures.json"
COUNT, DONG, PERCENT = "count", "dong", "percent"
UNITS = {COUNT: "hồ sơ", DONG: "đồng", PERCENT: "phần trăm"}


@dataclass(frozen=True)
class Word:
    """One measure as people choose it; `lasts`: a state, counted only as it stands at the end of a period."""

    code: str
    name: str
    group: str
    unit: str = COUNT
    lasts: bool = False


@cache
def words() -> dict[str, Word]:
    """Return code → measure, in the order in which they are offered."""
    groups = json.loads(MEASURES.read_text("utf-8"))["groups"]
    return {word.code: word for group in groups for each in group["measures"] for word in _of(each, group)}


def _of(given: dict[str, Any], group: dict[str, Any]) -> Iterator[Word]:
    """One measure, or each of a row of them."""
    numbers = range(given["last"] + 1) if "last" in given else (None,)
    for number in numbers:
        told = "" if number is None else f"hơn {number - 1}" if number == given["last"] else str(number)
        yield Word(
            code=given["code"].replace("{n}", str(number)),
            name=given["name"].replace("{n}", told),
            group=group["name"],
            unit=given.get("unit", COUNT),
            lasts=bool(group.get("lasts")),
        )


def name_of(code: str) -> str:
    """Return what a measure is called; the code itself of one nobody knows."""
    word = words().get(code)
    return word.name if word else code
