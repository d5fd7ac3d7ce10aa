"""Two wards become one, one becomes two, a level goes: what waits passes with its promise, what is done stays."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.agencies.actions.reorganising import (
    confirm_reorganisation,
    draft_reorganisation,
    run,
)
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post, Reorganisation
from motcua.core import clock
from motcua.core.rebuilding import differences
from motcua.dossiers.actions import closing, deciding, moving
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.factories import make_agency, system

pytestmark = pytest.mark.django_db

ON = date(2026, 7, 1)
DECISION = "Nghị quyết 99/NQ-UBTVQH16"


@pytest.fixture
def house(set_clock) -> SimpleNamespace:
    set_clock("2026-06-22T08:00")
    return make.make_house()


@pytest.fixture
def new(house) -> SimpleNamespace:
    """A ward of the next month, with its desk and the like division; nobody works there yet."""
    return make_office("phường Mới")


def make_office(name: str) -> SimpleNamespace:
    ward = make_agency(name=f"Ủy ban nhân dân {name}", valid_from=ON)
    centre = make_agency(parent=ward, kind=Kind.ONE_STOP, name=f"Trung tâm PVHCC {name}", valid_from=ON)
    division = make_agency(parent=ward, kind=Kind.DIVISION, name=f"Phòng Văn hóa - Xã hội {name}", valid_from=ON)
    return SimpleNamespace(ward=ward, centre=centre, division=division)


def planned(*moves: dict[str, Any], people: dict[str, Any] | None = None, office: Agency | None = None, **more: Any):
    plan = {"moves": list(moves), "people": people or {}}
    first = Agency.objects.get(code=moves[0]["before"])
    given = {"name": "Sắp xếp thử", "on": ON, "decision": DECISION, "plan": plan} | more
    top = office or Agency.objects.exclude(kind=Kind.SYSTEM).filter(path=first.paths_above()[0]).first()
    return _draft(top, **given)


def _draft(office: Agency, **given: Any) -> Reorganisation:
    """Drawn up by the system: the factories' wards stand side by side, under nobody."""
    return draft_reorganisation(by=system(), office=office, **given)


def carried_out(row: Reorganisation, set_clock) -> Reorganisation:
    confirm_reorganisation(row, by=system(), on=row.on)
    set_clock(f"{row.on.isoformat()}T06:30")
    return run(row.pk)


def renamed(house, new, **more: Any) -> Reorganisation:
    return planned({"before": house.ward.code, "after": [new.ward.code]}, **more)


def test_a_dossier_goes_on_in_the_new_ward_with_its_promise(house, new, set_clock):
    dossier = make.in_progress(house)
    promised, code = dossier.appointed_due, dossier.code
    task = Task.objects.get(url_key=code, state="open")
    done = carried_out(renamed(house, new), set_clock)
    assert done.state == "done", list(done.items.values_list("label", "state", "message"))
    dossier.refresh_from_db()
    assert (dossier.agency, dossier.desk, dossier.code) == (new.ward, new.centre, code)
    assert (dossier.appointed_due, dossier.first_promised, dossier.state) == (promised, promised, "in_progress")
    moved = Task.objects.get(pk=task.pk)
    assert (moved.agency, moved.due_at, moved.state) == (new.division, task.due_at, "open")
    event = dossier.events.last()
    assert (event.action, event.by) == ("dossier.pass_over", system())
    assert DECISION in event.note()
    assert "giữ nguyên" in event.note()

    # The same people finish it in the new ward, with a number of the new register.
    def post(of: Post) -> Post:
        return Post.objects.held(clock.today()).get(person=of.person, role=of.role)

    dossier = moving.propose(dossier, by=post(house.specialist), note="Đủ điều kiện")
    dossier = moving.approve(dossier, by=post(house.head))
    dossier = deciding.sign(dossier, by=post(house.leader), template="result")
    document = dossier.results.get().document
    assert (document.register.agency, document.number) == (new.ward, 1)
    dossier = moving.hand_over(dossier, by=post(house.registry))
    closing.return_result(dossier, by=post(house.clerk), receiver="Trần Thị Mẫu")
    assert not [each for each in differences() if each.table.startswith(("dossiers", "agencies", "correspondence"))]
