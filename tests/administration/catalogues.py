"""A ward with its people and adopted procedures, for the tests of the catalogue's screens."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.forms import Select
from django.test import Client

from motcua.agencies.choices import Role
from motcua.procedures.actions.adopt import adopt
from motcua.procedures.actions.publish import publish
from motcua.procedures.importers.catalogue import bring_in
from motcua.procedures.models import Adoption, NationalProcedure
from motcua.procedures.records import NationalRecord, Reading
from tests.factories import make_ward, signed_in, system
from tests.procedures.conftest import draft, national

FIRST = date(2026, 1, 1)
MORNING = "2026-03-02T09:00"


def bring(*records: NationalRecord, kind: str = "portal_api", **options: Any) -> Any:
    """Bring records into the catalogue as one file."""
    readings = [Reading(f"mục {n}", r.code, r.name, r, reasons=r.doubts) for n, r in enumerate(records, start=1)]
    return bring_in(readings, kind=kind, by=system(), file_name="thu.json", sha256="0" * 64, **options)


def give(house: SimpleNamespace, record: NationalRecord, *, published: bool = True, **changes: Any) -> Adoption:
    """Let the ward adopt a procedure, and publish it from the first of January."""
    bring(record)
    procedure = NationalProcedure.objects.get(code=record.code)
    found = adopt(
        by=system(), office=house.ward, procedure=procedure, division=house.division, draft=draft(**changes),
        decision="12/QĐ-UBND ngày 5/1/2026",
    )  # fmt: skip
    return publish(found, by=system(), valid_from=FIRST) if published else found


def make_house() -> SimpleNamespace:
    """A ward: its units, a post of each role by the role's name, a browser for each post."""
    ward = make_ward()
    return SimpleNamespace(**ward, browser=lambda role: signed_in(Client(), ward[Role(role)]))


def record(number: int, **changes: Any) -> NationalRecord:
    return national(**{"code": f"9.{number:06}", "name": f"Cấp giấy số {number}"} | changes)


def filled(page: Any) -> dict[str, str]:
    """Return what a browser would send back from a page's form as it stands."""
    form = page.context["form"]
    data: dict[str, Any] = {"version": page.context["version"]}
    for each in [form, form.rows.management_form, *form.rows]:
        for bound in each:
            value = bound.value()
            if value is None and type(bound.field.widget) is Select:  # a list nobody touched: its first is sent
                value = next(iter(bound.field.choices))[0]
            if value is True:
                data[bound.html_name] = "on"
            elif value is not None and value is not False:
                data[bound.html_name] = value
    return data
