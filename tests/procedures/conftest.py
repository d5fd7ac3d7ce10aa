"""An office with a division and a desk, its people, and one national procedure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from motcua.agencies.actions.people import enrol_person
from motcua.agencies.actions.posts import appoint
from motcua.agencies.actions.units import create_agency
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Post
from motcua.procedures.actions.adopt import adopt
from motcua.procedures.actions.publish import publish
from motcua.procedures.editions import LimitRule
from motcua.procedures.importers.catalogue import bring_in
from motcua.procedures.models import Adoption, NationalProcedure, forget_contents
from motcua.procedures.records import ChannelTerms, Limit, NationalRecord, Reading
from motcua.procedures.routes import route_json
from motcua.procedures.shapes import Shape, build

SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class Office:
    """A ward under its province, with a division and a desk."""

    province: Agency
    ward: Agency
    division: Agency
    desk: Agency


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    forget_contents()


@pytest.fixture
def system(db: None) -> Post:
    return Post.objects.system()


@pytest.fixture
def office(system: Post) -> Office:
    def unit(parent: Agency | None, code: str, kind: Kind, level: Level) -> Agency:
        return create_agency(by=system, parent=parent, code=code, name=code, kind=kind, level=level, valid_from=SINCE)

    province = unit(None, "P1", Kind.PEOPLES_COMMITTEE, Level.PROVINCE)
    ward = unit(province, "P1.1", Kind.PEOPLES_COMMITTEE, Level.COMMUNE)
    division = unit(ward, "P1.1.1", Kind.DIVISION, Level.COMMUNE)
    return Office(province, ward, division, unit(ward, "P1.1.2", Kind.ONE_STOP, Level.COMMUNE))


@pytest.fixture
def post(system: Post) -> Callable[..., Post]:
    def hold(agency: Agency, role: Role) -> Post:
        person = enrol_person(by=system, username=f"{role}.{agency.code}".lower(), name="Nguyễn Thử", password=None)
        return appoint(by=system, person=person, agency=agency, role=role, title="Chức danh thử", valid_from=SINCE)

    return hold


def national(**changes: Any) -> NationalRecord:
    """A sound national record: five working days at the counter."""
    values: dict[str, Any] = {
        "code": "9.000001",
        "name": "Cấp giấy thử nghiệm",
        "field": "Thử nghiệm",
        "field_code": "Z01",
        "channels": (ChannelTerms("counter", Limit("5 ngày làm việc", 5.0, "working_day")),),
        "updated": "2026-01-01",
    }
    return NationalRecord(**values | changes)


@pytest.fixture
def imported(system: Post) -> Callable[..., Any]:
    """Bring records into the catalogue as one file of the portal's API."""

    def bring(*records: NationalRecord, kind: str = "portal_api") -> Any:
        readings = [Reading(f"mục {n}", r.code, r.name, r, reasons=r.doubts) for n, r in enumerate(records, start=1)]
        return bring_in(readings, kind=kind, by=system, file_name="thu.json", sha256="0" * 64)

    return bring


@pytest.fixture
def procedure(imported: Callable[..., Any]) -> NationalProcedure:
    imported(national())
    return NationalProcedure.objects.get(code="9.000001")


def draft(**changes: Any) -> dict[str, Any]:
    """A draft that may be published: the national limit, the default route, one paper."""
    values: dict[str, Any] = {
        "route": route_json(build(Shape(), LimitRule("working_day", 5))),  # type: ignore[arg-type]
        "limits": [{"unit": "working_day", "amount": "5"}],
        "papers": [{"name": "Đơn đề nghị", "originals": 1}],
    }
    return values | changes


@pytest.fixture
def adoption(office: Office, procedure: NationalProcedure, system: Post) -> Adoption:
    return adopt(by=system, office=office.ward, procedure=procedure, division=office.division, draft=draft())


@pytest.fixture
def published(adoption: Adoption, system: Post) -> Adoption:
    return publish(adoption, by=system, valid_from=date(2026, 1, 1))
