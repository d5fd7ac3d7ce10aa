"""What the tests of re-organisations start from: offices of the next month, and plans drawn up and carried out."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from motcua.agencies.actions.reorganising import confirm_reorganisation, draft_reorganisation, run
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post, Reorganisation
from motcua.core import clock
from tests.factories import make_agency, system

ON = date(2026, 7, 1)
DECISION = "Nghị quyết 99/NQ-UBTVQH16"
# The tables that a run writes; others are proven by the tests of their apps.
MOVED = ("agencies_", "correspondence_", "dossiers_", "payments_", "procedures_adoption", "worktime_")


def make_office(name: str, **more: Any) -> SimpleNamespace:
    """A ward that begins on the day, with its desk and one division; nobody works there yet."""
    ward = make_agency(name=f"Ủy ban nhân dân {name}", valid_from=ON, **more)
    centre = make_agency(parent=ward, kind=Kind.ONE_STOP, name=f"Trung tâm PVHCC {name}", valid_from=ON)
    division = make_agency(parent=ward, kind=Kind.DIVISION, name=f"Phòng Văn hóa - Xã hội {name}", valid_from=ON)
    return SimpleNamespace(ward=ward, centre=centre, division=division)


def move(before: Agency, *after: Agency | dict[str, Any]) -> dict[str, Any]:
    return {"before": before.code, "after": [each.code if isinstance(each, Agency) else each for each in after]}


def planned(*moves: dict[str, Any], people: dict[str, Any] | None = None, **more: Any) -> Reorganisation:
    """Drawn up by the system: the factories' wards stand side by side, under nobody."""
    first = Agency.objects.get(code=moves[0]["before"])
    given = {"name": "Sắp xếp thử", "on": ON, "decision": DECISION, "office": first, "by": system()} | more
    return draft_reorganisation(plan={"moves": list(moves), "people": people or {}}, **given)


def carried_out(row: Reorganisation, set_clock: Callable[[str], Any]) -> Reorganisation:
    confirm_reorganisation(row, by=system(), on=row.on)
    set_clock(f"{row.on.isoformat()}T06:30")
    return run(row.pk)


def now_held(post: Post) -> Post:
    """The post that the same person holds today, in the same role."""
    return Post.objects.held(clock.today()).with_names().get(person=post.person, role=post.role)
