"""Two wards of one province, one of another: each opens a procedure to all desks of its province."""

from types import SimpleNamespace
from typing import Any

from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.dossiers.actions.intake import register
from motcua.dossiers.models import Dossier
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from motcua.procedures.models import edition_across
from tests import dossier_factories as make
from tests.factories import SINCE as FIRST
from tests.factories import make_agency, make_post, system

OPENED, CLOSED, OF_DEPARTMENT = "9.000060", "9.000061", "9.000063"
SINCE = {"terms": {"crosses_from": "2026-01-01"}}


def two_wards() -> SimpleNamespace:
    """`.here` receives, `.there` is competent; `.far` is a ward of another province. All adopted both procedures."""
    facts = [make._fact(OPENED, "Xác nhận thử", **SINCE), make._fact(CLOSED, "Việc chỉ nhận tại chỗ")]
    provinces = [make_agency(kind=Kind.PEOPLES_COMMITTEE, level=Level.PROVINCE, name=f"Tỉnh {n}") for n in (1, 2)]
    near, far = provinces
    here, there = make.make_house(parent=near, more=facts), make.make_house(parent=near, more=facts)
    return SimpleNamespace(here=here, there=there, far=make.make_house(parent=far, more=facts), province=near)


def department(province: Agency) -> SimpleNamespace:
    """A department of the province with a division and its specialist and head, which opened a procedure of its own."""
    office = make_agency(parent=province, kind=Kind.DEPARTMENT, name="Sở Xây dựng tỉnh Thử")
    division = make_agency(parent=office, kind=Kind.DIVISION, name="Phòng Quy hoạch")
    facts = make.FACTS | {"procedures": [make._fact(OF_DEPARTMENT, "Giấy phép của sở", **SINCE)]}
    partners = {"police": (division.code, division.name)}
    setting = Setting(office=office.code, divisions={"culture": division.code}, partners=partners)
    adopt_all(facts, office=office, setting=setting, valid_from=FIRST, by=system())
    roles = (Role.SPECIALIST, Role.HEAD_OF_DIVISION)
    specialist, head = (make_post(role, agency=division) for role in roles)
    return SimpleNamespace(office=office, division=division, specialist=specialist, head=head)


def crossed(wards: SimpleNamespace, **more: Any) -> Dossier:
    """Received here for the ward there."""
    edition = edition_across(OPENED, wards.there.ward.code, desk=wards.here.centre, on=today())
    assert edition is not None
    intake = make.intake_of(wards.here, **more)
    return register(by=wards.here.clerk, intake=intake.__class__(**(vars(intake) | {"edition": edition})))
