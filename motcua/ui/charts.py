"""The geometry of bars, sparks, columns and line charts, as SVG attributes: no inline style, no script. Pure."""

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


@dataclass(frozen=True)
class Columns:
    """A drawn chart of columns: {"tone", "x", "y", "width", "height"} of each part, the middle of each group, ticks."""

    parts: list[dict[str, str]]
    xs: list[float]
    ticks: list[Tick]


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


def lines(series: Sequence[Sequence[float | None]]) -> Lines:
    """Draw series of equal length over one scale that begins at zero; None leaves a gap, and the area out."""
    count = len(series[0])
    top = max((value for values in series for value in values if value is not None), default=0)
    step, ceiling = _scale(top)
    across = (RIGHT - LEFT) / max(count - 1, 1)
    xs = [LEFT + i * across for i in range(count)]

    def height(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / ceiling

    drawn = [
        [None if value is None else (x, height(value)) for x, value in zip(xs, values, strict=True)]
        for values in series
    ]
    ticks = _ticks(step, ceiling)
    whole = bool(drawn[0]) and None not in drawn[0]
    area = f"{_broken(drawn[0])}L{_short(xs[-1])} {BOTTOM}L{_short(xs[0])} {BOTTOM}Z" if whole else ""
    last, said = next(
        (pair for pair in reversed(list(zip(drawn[0], series[0], strict=True))) if pair[0] is not None), (None, None)
    )
    return Lines(
        [_broken(points) for points in drawn], area, [round(x, 1) for x in xs], ticks, last or (LEFT, BOTTOM),
        "" if said is None else _label(said),
    )  # fmt: skip


def _broken(points: Sequence[tuple[float, float] | None]) -> str:
    """A path with gaps; a point that stands alone is drawn as one."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return "".join(_path(run if len(run) > 1 or len(runs) == 1 else [*run, *run]) for run in runs if run)


def columns(groups: Sequence[Sequence[Sequence[tuple[str, float]]]]) -> Columns:
    """Draw groups of columns side by side, each column stacked of (tone, amount) parts; amounts below nothing are none.

    All on one scale that begins at zero; every group has the same room, a third of it left free.
    """
    tops = [sum(max(amount, 0) for _, amount in column) for group in groups for column in group]
    step, ceiling = _scale(max(tops, default=0))
    room = (RIGHT - LEFT) / max(len(groups), 1)
    found: list[dict[str, str]] = []
    for place, group in enumerate(groups):
        width = min(room * 2 / 3 / max(len(group), 1), WIDEST)
        begin = LEFT + room * (place + 0.5) - width * len(group) / 2
        for number, column in enumerate(group):
            found += _stacked(column, x=begin + number * width, width=width * GAP, ceiling=ceiling)
    return Columns(found, [round(LEFT + room * (n + 0.5), 1) for n in range(len(groups))], _ticks(step, ceiling))


WIDEST, GAP = 44, 0.9  # of a column; how much of its room it fills


def _stacked(column: Sequence[tuple[str, float]], *, x: float, width: float, ceiling: float) -> list[dict[str, str]]:
    found, y = [], float(BOTTOM)
    for tone, amount in column:
        height = (BOTTOM - TOP) * max(amount, 0) / ceiling
        y -= height
        if height > 0:
            place = {"x": _short(x), "y": _short(y), "width": _short(width), "height": _short(height)}
            found.append({"tone": tone, **place})
    return found


def shown_labels(labels: Sequence[str], most: int = 12) -> list[str]:
    """Return the labels with so many emptied, evenly, that the others do not run into one another."""
    each = math.ceil(len(labels) / most) or 1
    return [label if place % each == 0 else "" for place, label in enumerate(labels)]


def _scale(top: float) -> tuple[float, float]:
    """The step between two ruled lines, and the highest of them."""
    step = _step(top)
    return step, step * max(math.ceil(top / step), 1)


def _ticks(step: float, ceiling: float) -> list[Tick]:
    heights = ((n, BOTTOM - (BOTTOM - TOP) * n * step / ceiling) for n in range(round(ceiling / step) + 1))
    return [Tick(round(height, 1), _label(n * step)) for n, height in heights]


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
