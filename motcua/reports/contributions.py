"""How much each measure counts in a column of a layout, at which end of the period: what a cell opens. Pure."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from motcua.indicators.standing import END
from motcua.reports.layouts import WAYS, Column, Layout


class Part(NamedTuple):
    """A measure, of one channel ("": of any), at one of the ends."""

    measure: str
    channel: str
    end: str


def parts_of(layout: Layout, key: str) -> Mapping[Part, int]:
    """Return with which weight each measure stands in a column, sums of columns resolved; raises KeyError for none."""
    columns = {column.key: column for column in layout.columns}
    found: Counter[Part] = Counter()
    for name, sign in _resolved(columns, key):
        column = columns[name]
        for end, way in WAYS[column.way]:
            for measure, weight in column.weights.items():
                for channel in column.channels or ("",):
                    found[Part(measure, channel, end)] += sign * way * weight
    return {part: weight for part, weight in found.items() if weight}


def _resolved(columns: Mapping[str, Column], key: str, sign: int = 1) -> list[tuple[str, int]]:
    column = columns[key]
    if column.way:
        return [(key, sign)]
    signed = [*((each, sign) for each in column.plus), *((each, -sign) for each in column.less)]
    return [found for each, way in signed for found in _resolved(columns, each, way)]


def sides(parts: Mapping[Part, int]) -> dict[str, list[object]]:
    """Return the parts as lists side by side, as plain SQL takes them."""
    pairs = sorted({(part.measure, part.channel) for part in parts})
    return {
        "measures": [measure for measure, _ in pairs],
        "channels": [channel for _, channel in pairs],
        "starts": [sum(n for p, n in parts.items() if p[:2] == pair and p.end != END) for pair in pairs],
        "ends": [sum(n for p, n in parts.items() if p[:2] == pair and p.end == END) for pair in pairs],
    }


ENDINGS = ("ended.early", "ended.on_day", "ended.late")  # whoever has ended did so in one of these ways
WHILE_OPEN = ("open.", "waiting.", "late.open.")
PAID = "paid"
EVEN_AFTER = (PAID, "legs")  # may come about when the dossier was closed


def tells_when_paid(parts: Mapping[Part, int]) -> bool:
    """Tell whether it matters to a column when something was paid."""
    return any(part.measure.startswith(PAID) for part in parts)


def leaves_out_what_was_over(parts: Mapping[Part, int]) -> bool:
    """Tell whether no dossier that was closed before the period can count in a column.

    All of it happened before, so each measure counts at both ends alike: what it adds has to be nothing, or what its
    receipt adds has to be taken away by its end, whichever that was.
    """
    both: Counter[tuple[str, str]] = Counter()
    for part, weight in parts.items():
        both[part.measure, part.channel] += weight
    if any(measure.startswith(EVEN_AFTER) for measure, _ in both):
        return False
    left = {place: weight for place, weight in both.items() if weight and not place[0].startswith(WHILE_OPEN)}
    if any(channel or measure not in ("received", *ENDINGS) for measure, channel in left):
        return False
    return all(left.get(("received", ""), 0) + left.get((ending, ""), 0) == 0 for ending in ENDINGS)
