"""The geometry of a chart by year: a column for a number, a point on a line for a share or a rank. Pure.

Two scales, each named at its side. What is not known is not drawn: no column, and the line is broken there.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.ui import formats
from motcua.ui.charts import BOTTOM, LEAST, LEFT, STEPS, TOP, Tick

RIGHT, WIDEST = 606, 40
Numbers = Sequence[float | None]


@dataclass(frozen=True)
class Yearly:
    """A drawn chart: columns {"x", "y", "width", "height", "marked"}, pieces of the line, its points, both scales."""

    columns: list[dict[str, str | bool]]
    paths: list[str]
    points: list[tuple[str, str]]
    xs: list[float]
    ticks: list[Tick]
    right: list[Tick]


def draw(columns: Numbers, line: Numbers, *, marked: Sequence[bool], top: float, best_on_top: bool = False) -> Yearly:
    """Draw columns on a scale from zero, a line on one to `top`, upside down (from 1) where the first is the best."""
    room = (RIGHT - LEFT) / max(len(columns), 1)
    xs = [LEFT + room * (place + 0.5) for place in range(len(columns))]
    step = _step(max((number for number in columns if number is not None), default=0))
    ceiling = step * max(math.ceil(max((number or 0 for number in columns), default=0) / step), 1)
    width = min(room * 2 / 3, WIDEST)
    drawn: list[dict[str, str | bool]] = [
        {"x": _short(x - width / 2), "y": _short(_height(number, ceiling)), "width": _short(width),
         "height": _short(BOTTOM - _height(number, ceiling)), "marked": mark}
        for x, number, mark in zip(xs, columns, marked, strict=True) if number is not None
    ]  # fmt: skip
    places = [
        None if number is None else (x, _ranked(number, top) if best_on_top else _height(number, top))
        for x, number in zip(xs, line, strict=True)
    ]
    ticks = [Tick(round(_height(n * step, ceiling), 1), _label(n * step)) for n in range(round(ceiling / step) + 1)]
    points = [(_short(place[0]), _short(place[1])) for place in places if place]
    right = _right(top, best_on_top=best_on_top) if points else []
    return Yearly(drawn, _pieces(places), points, [round(x, 1) for x in xs], ticks, right)


def _height(number: float, ceiling: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * number / ceiling


def _ranked(rank: float, worst: float) -> float:
    return TOP + (BOTTOM - TOP) * (rank - 1) / max(worst - 1, 1)


def _right(top: float, *, best_on_top: bool) -> list[Tick]:
    if best_on_top:
        return [Tick(round(_ranked(rank, top), 1), _label(rank)) for rank in sorted({1.0, top})]
    return [Tick(round(_height(top * part / 4, top), 1), _label(top * part / 4)) for part in range(5)]


def _pieces(places: Sequence[tuple[float, float] | None]) -> list[str]:
    """The line between neighbours that are both known."""
    return [
        f"M{_short(one[0])} {_short(one[1])}L{_short(two[0])} {_short(two[1])}"
        for one, two in itertools.pairwise(places) if one and two
    ]  # fmt: skip


def _step(top: float) -> float:
    if top < LEAST:
        return 1
    rough = top / 4
    power = 10 ** math.floor(math.log10(rough))
    return float(next(factor * power for factor in STEPS if factor * power >= rough))


def _label(value: float) -> str:
    return formats.number(int(value) if float(value).is_integer() else value)


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
