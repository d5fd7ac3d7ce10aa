"""What the index of service quality counts and how it weighs it, as data with a day from which it holds. Pure.

The shipped definition (`index766.json`) marks weights that nobody has confirmed as proposals. Another one may state
other weights, thresholds and the least number of cases of a rank; groups, bands and formulas stay those of the law.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from motcua.core.errors import BadInput
from motcua.reports.scoring import CENT, WHOLE, Weight

SHIPPED = Path(__file__).parent / "index766.json"
SHIPPED_NUMBER = 0  # of the versions published later the first is 1
MOST_CASES = 1_000_000


@dataclass(frozen=True)
class Indicator:
    """One indicator; `formula` names what is counted, `times` the indicator whose rate it is multiplied with."""

    id: str
    name: str
    formula: str
    numerator: str
    denominator: str
    weight: Weight
    proposed: bool = False
    shown_only: bool = False
    times: str = ""
    has_threshold: bool = False


@dataclass(frozen=True)
class Group:
    key: str
    name: str
    points: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Definition:
    """One version of the index; days of work by level of the unit."""

    number: int
    name: str
    valid_from: date
    source: str
    groups: tuple[Group, ...]
    bands: tuple[tuple[Decimal, str], ...]
    peers_minimum: int
    provisional_from: Decimal  # with data of fewer points no band is stated, not even a provisional one
    publication_days: Mapping[str, int]
    public_days: Mapping[str, int]

    def indicators(self) -> Iterator[Indicator]:
        for group in self.groups:
            yield from group.indicators

    def find(self, code: str) -> Indicator | None:
        """Return an indicator by its number, None for none."""
        return next((each for each in self.indicators() if each.id == code), None)


def definition_from(data: Mapping[str, Any], *, number: int = SHIPPED_NUMBER) -> Definition:
    """Read a definition; raises KeyError, ValueError for what is none."""
    return Definition(
        number=number,
        name=data["name"],
        valid_from=date.fromisoformat(data["valid_from"]),
        source=data["source"],
        groups=tuple(_group(each) for each in data["groups"]),
        bands=tuple((Decimal(each["from"]), each["name"]) for each in data["bands"]),
        peers_minimum=int(data["peers_minimum"]),
        provisional_from=Decimal(data["provisional_from"]),
        publication_days=data["publication_days"],
        public_days=data["public_days"],
    )


def _group(data: Mapping[str, Any]) -> Group:
    found = tuple(_indicator(each) for each in data["indicators"])
    return Group(data["key"], data["name"], Decimal(data["points"]), found)


def _indicator(data: Mapping[str, Any]) -> Indicator:
    plain = {name: data[name] for name in ("id", "name", "formula", "numerator", "denominator")}
    return Indicator(
        **plain,
        weight=Weight(Decimal(data["points"]), Decimal(data.get("threshold", WHOLE))),
        proposed=data.get("proposed", False),
        shown_only=data.get("shown_only", False),
        times=data.get("times", ""),
        has_threshold="threshold" in data,
    )


@cache
def shipped() -> Definition:
    """Return the definition that comes with the product."""
    return definition_from(json.loads(SHIPPED.read_text("utf-8")))


def restated(base: Definition, *, number: int, valid_from: date, source: str, stated: Mapping[str, Any]) -> Definition:
    """Return the definition with other weights and thresholds, as `stated_of` writes them.

    Raises BadInput for points that do not add up to their group's, a threshold outside 0..100, an unknown indicator.
    """
    _refuse_unknown(base, stated)
    groups = tuple(_regrouped(group, stated) for group in base.groups)
    return replace(
        base, number=number, valid_from=valid_from, source=source, groups=groups, peers_minimum=_minimum(stated)
    )


def _minimum(stated: Mapping[str, Any]) -> int:
    least = stated.get("peers_minimum")
    if isinstance(least, bool) or not isinstance(least, int) or not 0 <= least <= MOST_CASES:
        raise BadInput("bad_minimum", "Số hồ sơ tối thiểu để xếp hạng không hợp lệ.", field="peers_minimum")
    return least


def _refuse_unknown(base: Definition, stated: Mapping[str, Any]) -> None:
    known = {each.id for each in base.indicators() if not each.shown_only}
    for part in ("points", "thresholds"):
        if not isinstance(stated.get(part), Mapping):
            raise BadInput("bad_definition", f"Thiếu phần “{part}”.")
        if strange := sorted({*stated[part]} - known):
            raise BadInput("unknown_indicator", f"Không có chỉ số {', '.join(map(str, strange))}.")


def _regrouped(group: Group, stated: Mapping[str, Any]) -> Group:
    found = tuple(each if each.shown_only else _restated(each, stated) for each in group.indicators)
    added = sum((each.weight.points for each in found), Decimal(0))
    if added != group.points:
        raise BadInput(
            "points_do_not_add_up",
            f"Điểm các chỉ số nhóm {group.key} cộng lại là {added}, phải bằng {group.points} điểm của nhóm.",
            field=f"points_{found[0].id.replace('.', '_')}",
        )
    return replace(group, indicators=found)


def _restated(indicator: Indicator, stated: Mapping[str, Any]) -> Indicator:
    name = indicator.id.replace(".", "_")
    points = _number(stated["points"].get(indicator.id), f"Điểm của chỉ số {indicator.id}", f"points_{name}")
    text = stated["thresholds"].get(indicator.id, str(indicator.weight.threshold))
    threshold = _number(text, f"Ngưỡng của chỉ số {indicator.id}", f"threshold_{name}")
    if not 0 < threshold <= WHOLE:
        message = f"Ngưỡng của chỉ số {indicator.id} phải lớn hơn 0 và không quá 100 %."
        raise BadInput("bad_threshold", message, field=f"threshold_{name}")
    return replace(
        indicator, weight=Weight(points, threshold), proposed=False,
        has_threshold=indicator.has_threshold or threshold != WHOLE,
    )  # fmt: skip


def _number(text: Any, what: str, field: str) -> Decimal:
    try:
        found = Decimal(text)
        sound = found.is_finite() and 0 <= found <= WHOLE and found == found.quantize(CENT)
    except (InvalidOperation, TypeError, ValueError):
        sound = False
    if not sound:
        raise BadInput("bad_number", f"{what} phải là số từ 0 đến 100, nhiều nhất hai chữ số lẻ.", field=field)
    return found


def stated_of(definition: Definition) -> dict[str, Any]:
    """Return what a version states, as it is kept: {"points", "thresholds", "peers_minimum"}."""
    rows = [each for each in definition.indicators() if not each.shown_only]
    return {
        "points": {each.id: str(each.weight.points) for each in rows},
        "thresholds": {each.id: str(each.weight.threshold) for each in rows},
        "peers_minimum": definition.peers_minimum,
    }
