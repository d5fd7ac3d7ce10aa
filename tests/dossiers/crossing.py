"""Two wards and a department of one province: the second ward and the department open a procedure to all desks."""

from types import SimpleNamespace
from typing import Any

from motcua.agencies.choices import Kind, Level
from motcua.core.clock import today
from motcua.dossiers.actions.intake import register
from motcua.dossiers.models import Dossier
from motcua.procedures.models import edition_across
from tests import dossier_factories as make
from tests.factories import make_agency

OPENED, CLOSED = "9.000060", "9.000061"
SINCE = {"terms": {"crosses_from": "2026-01-01"}}


def two_wards() -> SimpleNamespace:
    """`.here` receives, `.there` is competent; `.far` is a ward of another province. All adopted both procedures."""
    facts = [make._fact(OPENED, "Xác nhận thử", **SINCE), make._fact(CLOSED, "Việc chỉ nhận tại chỗ")]
    provinces = [make_agency(kind=Kind.PEOPLES_COMMITTEE, level=Level.PROVINCE, name=f"Tỉnh {n}") for n in (1, 2)]
    near, far = provinces
    here, there = make.make_house(parent=near, more=facts), make.make_house(parent=near, more=facts)
    return SimpleNamespace(here=here, there=there, far=make.make_house(parent=far, more=facts), province=near)


def crossed(wards: SimpleNamespace, **more: Any) -> Dossier:
    """Received here for the ward there."""
    edition = edition_across(OPENED, wards.there.ward.code, desk=wards.here.centre, on=today())
    assert edition is not None
    intake = make.intake_of(wards.here, **more)
    return register(by=wards.here.clerk, intake=intake.__class__(**(vars(intake) | {"edition": edition})))
