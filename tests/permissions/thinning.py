"""Which rows of the matrix the tests walk: all of them in MOTCUA_WHOLE_MATRIX=1 (minutes), else a sound part (seconds).

Kept are: every address with every role; one dossier's detail with every relation in every situation; every other
address of a dossier with every relation in one situation, and in every situation with one relation of each
expectation; of the actions over the API whoever may, some who may not, and one for whom it is the wrong state; of the
same actions on the screens every second one of these.
"""

import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from config.matrix.expectations import ALLOWED, FORBIDDEN, LOGIN, UNAUTHENTICATED, Row
from config.matrix.machines import API
from config.matrix.rules import ACTS

WHOLE = os.environ.get("MOTCUA_WHOLE_MATRIX") == "1"
SHOWN_WHOLE = "in_progress"
STRANGERS = (LOGIN, UNAUTHENTICATED)


def thinned(rows: Iterable[Row]) -> list[Row]:
    """Return the rows to walk."""
    if WHOLE:
        return list(rows)
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[(row.method, row.route, row.action, row.situation)].append(row)
    return [row for key, group in groups.items() for row in _some(key, group)]


def _some(key: tuple[str, ...], group: list[Row]) -> Iterator[Row]:
    method, route, action, situation = key
    chance = zlib.crc32("|".join(key).encode())
    if not situation:
        yield from group if method == "GET" or group[0].expect != group[-1].expect else group[:2]
        return
    if not action and (route == API or situation == SHOWN_WHOLE):
        yield from group
        return
    if action and not route.startswith("/api/") and chance % (2 if situation in ACTS[action] else 10):
        return
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in group:
        alike[row.expect].append(row)
    for expect, same in alike.items():
        if expect in STRANGERS and chance % 5:
            continue
        for place in range(_how_many(route, action, expect, len(same))):
            yield same[(chance + place) % len(same)]


def _how_many(route: str, action: str, expect: str, there: int) -> int:
    if action and route.startswith("/api/"):
        return min({ALLOWED: there, FORBIDDEN: 3}.get(expect, 1), there)
    return 1
