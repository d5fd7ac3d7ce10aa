"""By what the settling of dossiers is evaluated, from a day on: criteria, points, bands. Pure; evaluation.json.

A criterion scores what a measure found of each dossier (an outcome, such as "longer"); what no dossier tells has no
data, is not zero, and the total says of how many points it is. Exact numbers are fractions, shown with two decimals.
"""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent / "evaluation.json"
TIMES = {"shorter", "equal", "longer"}
TIMES_ASKED = {"0", "1", "2"}  # 2: or more
MEASURED = {"total_time": TIMES, "agency_time": TIMES, "contacts": TIMES_ASKED, "askers": TIMES_ASKED}
RATED = "rating."  # then the code of a question that citizens are asked
NO_DATA = "chưa có số liệu"


@dataclass(frozen=True)
class Criterion:
    """One criterion: points by the outcome of what is `measured` ("": by nothing yet), and how, in words."""

    key: str
    name: str
    measured: str
    points: Mapping[str, int]
    how: str
    most: int = 2


@dataclass(frozen=True)
class Band:
    """What a total from so many points on is called."""

    least: int
    name: str


@dataclass(frozen=True)
class Evaluation:
    """One version, until the next one begins; `least`: points that must have data before a total is given a band."""

    valid_from: date
    name: str
    form: str
    source: str
    least: int
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]

    @property
    def most(self) -> int:
        return sum(each.most for each in self.criteria)

    def criterion(self, key: str) -> Criterion:
        """Return a criterion. Raises KeyError."""
        return {each.key: each for each in self.criteria}[key]

    def scores(self, counted: Mapping[tuple[str, str], int]) -> "Scores":
        """Return the scores of one unit, from how many dossiers had each outcome: {(measured, outcome): number}."""
        cells = {
            each.key: Cell(
                sum(n for (what, outcome), n in counted.items() if what == each.measured and outcome in each.points),
                sum(each.points.get(outcome, 0) * n for (what, outcome), n in counted.items() if what == each.measured),
            )
            for each in self.criteria
        }
        return Scores(self, cells)


@dataclass(frozen=True)
class Cell:
    """A criterion of a unit: over how many dossiers, how many points in all."""

    number: int
    points: int

    @property
    def average(self) -> Fraction | None:
        """Points by dossier; None without data."""
        return Fraction(self.points, self.number) if self.number else None


@dataclass(frozen=True)
class Scores:
    """What a unit comes to: a cell for each criterion, the total of the averages and of how many points it is."""

    evaluation: Evaluation
    cells: Mapping[str, Cell]

    @property
    def of(self) -> int:
        return sum(each.most for each in self.evaluation.criteria if self.cells[each.key].number)

    @property
    def total(self) -> Fraction | None:
        """The sum of the averages there are; None when there is none."""
        averages = [cell.average for cell in self.cells.values() if cell.average is not None]
        return sum(averages, Fraction(0)) if averages else None

    @property
    def whole(self) -> Fraction | None:
        """The total as of all points: what has no data is taken to be like the rest, which is said beside it."""
        return None if self.total is None else self.total * self.evaluation.most / self.of

    @property
    def band(self) -> str:
        """What the total is called, "" while too few points have data."""
        if self.whole is None or self.of < self.evaluation.least:
            return ""
        return next(band.name for band in self.evaluation.bands if band.least <= self.whole)

    def told(self) -> dict[str, Any]:
        """Return the scores in plain numbers, for other programs: None is no data."""
        cells = {
            key: {"dossiers": cell.number, "points": cell.points, "average": plain(cell.average)}
            for key, cell in self.cells.items()
        }
        return {
            "criteria": cells, "total": plain(self.total), "of": self.of, "whole": plain(self.whole),
            "whole_of": self.evaluation.most, "band": self.band,
        }  # fmt: skip


def rounded(value: Fraction) -> Decimal:
    """Return a number with two decimals, halves up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def plain(value: Fraction | None) -> float | None:
    return None if value is None else float(rounded(value))


def shown(value: Fraction | None) -> str:
    """Return a number as people here write it: 1,75; that there is no data, where there is none."""
    return NO_DATA if value is None else str(rounded(value)).replace(".", ",")


def versions_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Evaluation, ...]:
    """Return the versions, the oldest first. Raises ValueError for what cannot be evaluated by."""
    found = tuple(sorted((_version(row) for row in rows), key=lambda version: version.valid_from))
    if not found or len({version.valid_from for version in found}) < len(found):
        raise ValueError("no version, or two from one day on")
    return found


def _version(row: Mapping[str, Any]) -> Evaluation:
    criteria = tuple(_criterion(each) for each in row["criteria"])
    bands = tuple(Band(each["from"], each["name"]) for each in row["bands"])
    if len({each.key for each in criteria}) < len(criteria):
        raise ValueError("two criteria of one key")
    if not bands or bands[-1].least != 0 or list(bands) != sorted(bands, key=lambda band: -band.least):
        raise ValueError("bands fall from the best to the one from 0 points")
    words = {name: row[name] for name in ("name", "form", "source", "least")}
    return Evaluation(date.fromisoformat(row["from"]), criteria=criteria, bands=bands, **words)


def _criterion(row: Mapping[str, Any]) -> Criterion:
    criterion = Criterion(**row)
    outcomes = MEASURED.get(criterion.measured, {"0", "1", "2"} if criterion.measured.startswith(RATED) else set())
    if set(criterion.points) != outcomes or any(not 0 <= n <= criterion.most for n in criterion.points.values()):
        raise ValueError(f"criterion {criterion.key}: points for each of {sorted(outcomes)}")
    return criterion


@functools.cache
def known() -> tuple[Evaluation, ...]:
    """Return all versions, the oldest first."""
    return versions_from(json.loads(TABLE.read_text("utf-8"))["versions"])


def evaluation_on(day: date) -> Evaluation:
    """Return the version that holds on a day (the last of a period); days before the first are held to the first."""
    return next((each for each in reversed(known()) if each.valid_from <= day), known()[0])
