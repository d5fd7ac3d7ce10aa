"""The geometry of bars, sparks and line charts, as SVG attributes: no inline style, no script. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.ui import formats

WIDTH, HEIGHT = 660, 232
LEFT, RIGHT, TOP, BOTTOM = 56, 636, 25, 200
SPARK_WIDTH, SPARK_HEIGHT, SPARK_PAD = 80, 28, 2
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Tick:
    y: float
    label: str


@dataclass(frozen=True)
class Lines:
    """A drawn chart: a path per series, the place of each label, the ruled ticks, the last point of the first."""

    paths: list[str]
    area: str
    xs: list[float]
    ticks: list[Tick]
    end: tuple[float, float]
    end_label: str


def bar(parts: Sequence[tuple[str, float]], whole: float | None = None) -> list[dict[str, str]]:
    """Lay (tone, amount) parts side by side on a width of 100."""
    scale = max(whole or 0, sum(amount for _, amount in parts)) or 1
    found, x = [], 0.0
    for tone, amount in parts:
        width = amount * 100 / scale
        if width > 0:
            found.append({"tone": tone, "x": _short(x), "width": _short(width)})
        x += width
    return found


def spark(values: Sequence[float]) -> tuple[str, tuple[str, str]]:
    """Draw a small line without axes; return its path and its end."""
    low, high = min(values), max(values)
    spread = (high - low) or 1
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    room = SPARK_HEIGHT - 2 * SPARK_PAD
    points = [(i * step, SPARK_PAD + room * (1 - (value - low) / spread)) for i, value in enumerate(values)]
    return _path(points), (_short(points[-1][0]), _short(points[-1][1]))


def lines(series: Sequence[Sequence[float]]) -> Lines:
    """Draw series of equal length over one scale that begins at zero."""
    count = len(series[0])
    top = max((max(values) for values in series if values), default=0)
    step = _step(top)
    ceiling = step * max(math.ceil(top / step), 1)
    across = (RIGHT - LEFT) / max(count - 1, 1)
    xs = [LEFT + i * across for i in range(count)]

    def height(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / ceiling

    drawn = [[(x, height(value)) for x, value in zip(xs, values, strict=True)] for values in series]
    ticks = [Tick(round(height(n * step), 1), _label(n * step)) for n in range(round(ceiling / step) + 1)]
    area = f"{_path(drawn[0])}L{_short(xs[-1])} {BOTTOM}L{_short(xs[0])} {BOTTOM}Z"
    last = drawn[0][-1]
    return Lines(
        [_path(points) for points in drawn], area, [round(x, 1) for x in xs], ticks, last, _label(series[0][-1])
    )


LEAST = 1e-9  # no figure of an office is smaller; what is, is drawn as nothing


def _step(top: float) -> float:
    """A round step that gives about four lines."""
    if top < LEAST:
        return 1
    rough = top / 4
    power = 10 ** math.floor(math.log10(rough))
    return next(factor * power for factor in STEPS if factor * power >= rough)


def _label(value: float) -> str:
    return formats.number(int(value) if float(value).is_integer() else value)


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
