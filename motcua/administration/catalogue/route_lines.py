"""How the steps and legs of a route stand on its page: numbers, buttons, what is told beside each."""

from collections.abc import Callable, Mapping
from string import ascii_lowercase
from typing import Any, NamedTuple

from motcua.administration.catalogue.rows import LegRow, StepRow

Told = Mapping[str, list[tuple[str, str]]]
Line = dict[str, Any]


def lines_of(rows: Any, legs: Any, *, opens: Callable[[str], bool], told: Told) -> list[Line]:
    """Return the steps of the main line, each with its legs and these with their steps.

    Each line: `row` (the form), `number` ("4", of a leg "4a", of its steps "4a.1"), `buttons` (label, value, spoken
    name), `told` (tone, text); a step that `opens` legs has `legs` and `adds`, a leg `steps` and `adds`.
    """
    found = []
    for place, (row, line) in _lines("", rows, told).items():
        if opens(row.path):
            mine = [(n, leg) for n, leg in enumerate(legs) if leg["step"].value() == row["key"].value()]
            line |= {"legs": _legs(rows, mine, line["number"], told), "adds": f"leg-add:{place}", "opens": True}
        found.append(line)
    return found


def _lines(leg: str, rows: Any, told: Told, *, before: str = "") -> dict[int, tuple[StepRow, Line]]:
    """Return by its place each step of a leg, or with "" of the main line, numbered behind what stands `before`."""
    mine = [(place, row) for place, row in enumerate(rows) if (row["leg"].value() or "") == leg]
    return {
        place: (row, _line(row, Place(f"{before}{order}", "bước", "", place, order, len(mine)), told))
        for order, (place, row) in enumerate(mine, start=1)
    }


def _legs(rows: Any, legs: list[tuple[int, LegRow]], number: str, told: Told) -> list[Line]:
    found = []
    for order, (place, leg) in enumerate(legs, start=1):
        label = f"{number}{ascii_lowercase[(order - 1) % 26]}"
        line = _line(leg, Place(label, "nhánh", "leg-", place, order, len(legs)), told)
        inner = [inner for _, inner in _lines(leg.path, rows, told, before=f"{label}.").values()]
        found.append(line | {"steps": inner, "adds": f"in-add:{place}"})
    return found


class Place(NamedTuple):
    """Where a row stands: its number in words, what it is, the verb of its buttons, place and order of how many."""

    number: str
    what: str
    verb: str
    place: int
    order: int
    among: int


def _line(row: Any, at: Place, told: Told) -> Line:
    wanted = [("Lên", "up")] * (at.order > 1) + [("Xuống", "down")] * (at.order < at.among) + [("Bỏ", "remove")]
    spoken = f"{at.what} {at.number}, {row['name'].value()}"
    buttons = [(words, f"{at.verb}{act}:{at.place}", f"{words}: {spoken}") for words, act in wanted]
    return {"row": row, "number": at.number, "buttons": buttons, "told": told.get(row.path, [])}
