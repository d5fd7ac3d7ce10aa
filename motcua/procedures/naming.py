"""Which names of agencies and fields nobody has settled: how often each is used, and what it might mean. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from motcua.core.text import fold
from motcua.procedures.aliases import agency_key

FIELD_CODE = re.compile(r"G\d{2}-[A-Z]{2}\d{2}")
NEAR = 0.86


@dataclass(frozen=True)
class Unsettled:
    """A name that is not in the table: its folded key, how it is written, how many records use it, what is near it."""

    key: str
    written: str
    count: int
    near: str = ""
    code: str = ""  # of a field: how its records are keyed now

    @property
    def source(self) -> str:
        """What an alias is made from."""
        return self.code or self.written

    @property
    def meaning(self) -> str:
        """What it most likely means: what is near it, else itself."""
        return self.near or self.source


def unsettled_agencies(names: Iterable[str], table: Mapping[str, str]) -> list[Unsettled]:
    """Return the agencies' names that are neither an alias nor a settled name, the most used first."""
    settled = {*table.values()}
    counted = Counter(name for name in names if name not in settled and agency_key(name) not in table)
    keys = {agency_key(name): name for name in settled}
    return [Unsettled(agency_key(name), name, count, _near(agency_key(name), keys)) for name, count in _most(counted)]


def unsettled_fields(pairs: Iterable[tuple[str, str]], table: Mapping[str, str]) -> list[Unsettled]:
    """Return the fields (key, name) whose key is no code of the national pattern and that no alias settles."""
    settled, counted, names = {*table.values()}, Counter[str](), {}
    known = {}
    for key, name in pairs:
        if FIELD_CODE.fullmatch(key):
            known[fold(name)] = key
        elif key not in settled:
            counted[key] += 1
            names[key] = name
    return [
        Unsettled(fold(key), names[key] or key, count, known.get(fold(names[key]), ""), code=key)
        for key, count in _most(counted)
    ]


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _near(key: str, keys: Mapping[str, str]) -> str:
    found = get_close_matches(key, list(keys), n=1, cutoff=NEAR)
    return keys[found[0]] if found else ""
