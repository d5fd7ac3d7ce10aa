"""Life events (birth, marriage, a house, land, a death …) → procedures. Pure; the table is facts/life_events.json."""

import functools
import json
from typing import NamedTuple

from motcua.portal.everyday import FACTS


class Group(NamedTuple):
    """Procedures that belong together within an event."""

    name: str
    english: str
    codes: tuple[str, ...]


class LifeEvent(NamedTuple):
    """Something that happens in a life, and what the state asks or offers then."""

    slug: str
    icon: str
    name: str
    english: str
    hint: str
    groups: tuple[Group, ...]

    @property
    def codes(self) -> list[str]:
        """Every code of the event, each once."""
        return list(dict.fromkeys(code for group in self.groups for code in group.codes))


@functools.cache
def life_events() -> dict[str, LifeEvent]:
    """Return the events by slug, in the order of the table."""
    rows = json.loads((FACTS / "life_events.json").read_text("utf-8"))["events"]
    return {row["slug"]: _event(row) for row in rows}


def _event(row: dict[str, object]) -> LifeEvent:
    groups = tuple(Group(g["name"], g["english"], tuple(g["codes"])) for g in row["groups"])  # type: ignore[attr-defined]
    return LifeEvent(**row | {"groups": groups})  # type: ignore[arg-type]
