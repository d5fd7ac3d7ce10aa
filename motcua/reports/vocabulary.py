"""The measures of which a layout may be made: code, name, unit, whether it lasts; as data (`measures.json`). Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from motcua.dossiers.late_reasons import known

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
    for hole, said in _filled(given):
        yield Word(
            code=given["code"].replace("{n}", hole).replace("{cause}", hole),
            name=given["name"].replace("{n}", said).replace("{cause}", said),
            group=group["name"],
            unit=given.get("unit", COUNT),
            lasts=bool(group.get("lasts")),
        )


def _filled(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands in the code and in the name of each of a row: reasons of lateness, numbers of days."""
    if "{cause}" in given["code"]:
        yield from ((reason.code, reason.label) for reason in known())
    elif "last" in given:
        yield from ((str(n), str(n)) for n in range(given["last"]))
        yield str(given["last"]), f"hơn {given['last'] - 1}"
    else:
        yield "", ""


def name_of(code: str) -> str:
    """Return what a measure is called; the code itself of one nobody knows."""
    word = words().get(code)
    return word.name if word else code
