"""Administrative units by their codes, as they are since 1 July 2025 and as they were before. Pure; two small files."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from motcua.questions.choices import Era

FILES = {Era.CURRENT: "units-current.txt", Era.BEFORE: "units-before-2025-07.txt"}
FACTS = Path(__file__).resolve().parent / "facts"
LEVELS = {Era.CURRENT: ("province", "commune"), Era.BEFORE: ("province", "district", "commune")}


@dataclass(slots=True)
class Unit:
    """A unit and the units directly below it, by code, in the order of the list."""

    name: str
    below: dict[str, "Unit"] = field(default_factory=dict)


@cache
def units(era: Era) -> dict[str, Unit]:
    """Return the provinces of a time by code, with all that is below them."""
    country = Unit("")
    path = [country]
    for line in (FACTS / FILES[era]).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            level = len(line) - len(line.lstrip())
            code, _, name = line.strip().partition(" ")
            del path[level + 1 :]
            path.append(path[level].below.setdefault(code, Unit(name)))
    return country.below


def names_of(era: Era, codes: tuple[str, ...]) -> list[str] | None:
    """Return the names of a chain of units from the province down, None when it is no whole chain of that time.

    The chain ends where nothing is below: five island districts had no communes.
    """
    found, below = [], units(era)
    for code in codes:
        unit = below.get(code)
        if unit is None:
            return None
        found.append(unit.name)
        below = unit.below
    return None if below else found
