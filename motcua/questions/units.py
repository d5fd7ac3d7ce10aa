"""Administrative units by their codes, as they are since 1 July 2025 and as they were before. Pure; two small files."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from motcua.core.text import fold
from motcua.questions.choices import Era

FILES = {Era.CURRENT: "units-current.txt", Era.BEFORE: "units-before-2025-07.txt"}
FACTS = Path(__file__).resolve().parent / "facts"
LEVELS = {Era.CURRENT: ("province", "commune"), Era.BEFORE: ("province", "district", "commune")}
KIND_OF_UNIT = re.compile(r"^(thanh pho|tinh|quan|huyen|thi xa|thi tran|phuong|xa|dac khu|tp|p|x|q|h|tx|tt)\.? (?=\S)")


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


def codes_of(era: Era, given: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the codes of a chain told by codes or names, with or without marks and kinds; None when unclear."""
    found: list[str] = []
    below = units(era)
    for text in given:
        code = code_of(below, text)
        if code is None:
            return None
        found.append(code)
        below = below[code].below
    return tuple(found)


def code_of(below: dict[str, Unit], text: str) -> str | None:
    """Return the code of one unit told by code or by name, None when unclear."""
    return text if text in below else _named(below, text) if text else None


def _named(below: dict[str, Unit], text: str) -> str | None:
    """Return the code of the one unit of a name; its kind need be told only where two share the name."""
    wanted = fold(text)
    for form in (lambda name: name, lambda name: KIND_OF_UNIT.sub("", name)):
        codes = [code for code, unit in below.items() if form(fold(unit.name)) == form(wanted)]
        if codes:
            return codes[0] if len(codes) == 1 else None
    return None
