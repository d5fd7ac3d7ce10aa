"""Units to choose from: what lies below one, what a typed name may have meant, what an old one is today. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import sha256

from motcua.core.text import fold
from motcua.questions.choices import Era
from motcua.questions.units import FACTS, FILES, KIND_OF_UNIT, LEVELS, Unit, code_of, codes_of, units

OF_BEFORE = re.compile(r"(quan|huyen|thi xa|thanh pho|q|h|tx|tp)\b")  # a district may share its name with a commune
ALIKE, MOST_ALIKE, SHORT = 0.7, 12, 2
Names = list[str] | dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Unclear:
    """The first level that leads nowhere: what was typed there, the names like it, all the names there are."""

    level: str
    typed: str
    like: tuple[str, ...]
    names: tuple[str, ...]


def unclear_at(era: Era, given: Mapping[str, str]) -> Unclear | None:
    """Return the first level of an address at which no unit is told clearly, None when all is clear."""
    below = units(era)
    for level in LEVELS[era]:
        if not below:
            return None
        typed = given.get(level) or ""
        code = code_of(below, typed)
        if code is None:
            names = tuple(_names(Unit(level, below)))
            return Unclear(level, typed, tuple(_like(names, typed)), names)
        below = below[code].below
    return None


def _like(names: tuple[str, ...], typed: str) -> list[str]:
    """Return the names that a typed one may have meant: part of them, their first letters, nearly the same letters."""
    wanted = _bare(typed)
    if not wanted:
        return []
    bare = {name: _bare(name) for name in names}
    within = [name for name, said in bare.items() if _is_like(said, wanted)]
    close = get_close_matches(wanted, set(bare.values()), MOST_ALIKE, ALIKE)
    return [*within, *(name for name, said in bare.items() if said in close and name not in within)][:MOST_ALIKE]


def _is_like(said: str, wanted: str) -> bool:
    return wanted in said or (len(said) > SHORT and said in wanted) or wanted == _letters(said)


def _bare(name: str) -> str:
    return KIND_OF_UNIT.sub("", fold(name[:100]))


def _letters(name: str) -> str:
    return "".join(word[0] for word in name.split())


def told_by_names(era: Era, given: Mapping[str, str]) -> dict[str, str]:
    """Return the units of an address by their names, as far as they are clear; what is not stays as it was told."""
    found, below = dict(given), units(era)
    for level in LEVELS[era]:
        code = code_of(below, given.get(level) or "")
        if code is None:
            break
        found[level] = below[code].name
        below = below[code].below
    return found


def parted(text: str) -> dict[str, str] | None:
    """Return an address of today written in one line, "12 phố Mẫu, Phường Ba Đình, Hà Nội", in its parts.

    None where the last two parts are no commune of a province.
    """
    line, _, rest = text.strip().rpartition(",")
    line, _, commune = line.rpartition(",")
    codes = codes_of(Era.CURRENT, (rest.strip(), commune.strip())) if commune.strip() else None
    if codes is None or OF_BEFORE.match(fold(commune[:100])):
        return None
    return {"province": codes[0], "commune": codes[1]} | ({"line": line.strip()} if line.strip() else {})


def names_below(era: Era, province: str) -> Names | None:
    """Return the names of what is below a province, of before July 2025 by district; None for no such province."""
    unit = units(era).get(province)
    if unit is None:
        return None
    if era == Era.CURRENT:
        return _names(unit)
    return {district.name: _names(district) for district in unit.below.values()}


def _names(unit: Unit) -> list[str]:
    return [each.name for each in unit.below.values()]


def province_today(given: str) -> str | None:
    """Return the name of the province to which one of before July 2025, told by code or name, belongs today."""
    code = code_of(units(Era.BEFORE), given)
    return None if code is None else units(Era.CURRENT)[_heirs()[code]].name


@cache
def _heirs() -> Mapping[str, str]:
    """Return the code of today's province for each of before.

    Communes kept codes of units they were made of, so that every old province is found again in exactly one of today.
    """
    today = {code: province for province, unit in units(Era.CURRENT).items() for code in unit.below}
    found = {}
    for province, unit in units(Era.BEFORE).items():
        kept = Counter(today[code] for code in _communes(unit) if code in today)
        found[province] = kept.most_common(1)[0][0]
    return found


def _communes(province: Unit) -> Iterator[str]:
    for district in province.below.values():
        yield from district.below


@cache
def edition_of(era: Era) -> str:
    """Return a mark of the list of a time, another one when the list is another."""
    return sha256((FACTS / FILES[era]).read_bytes()).hexdigest()[:12]
