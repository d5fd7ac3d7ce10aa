"""The page of a procedure at an office: the edition of a day, its parts, the others of its line, where to go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.text import clean
from motcua.filing.offering import is_offered
from motcua.procedures.disclosure import Disclosure, disclosure_of, sheet_values
from motcua.procedures.models import Edition, NationalVersion, edition_for
from motcua.procedures.records import NationalRecord, build
from motcua.ui.codes import CodePath, qr
from motcua.ui.printing import print_paper


@dataclass(frozen=True)
class ProcedurePage:
    """`in_force` tells whether the edition shown is valid today; `editions` are all of its line, newest first."""

    edition: Edition
    office: Agency
    shown: Disclosure
    editions: tuple[Edition, ...]
    desks: tuple[Agency, ...]
    day: date
    in_force: bool
    upcoming: bool
    path: str
    online: bool  # may be filed on the portal now

    @property
    def address(self) -> str:
        """The page's own address, for QR codes."""
        return f"{settings.PUBLIC_ADDRESS}{self.path}"

    @property
    def qr(self) -> CodePath:
        """The QR code of the address, ready to draw."""
        return qr(self.address)

    @property
    def query(self) -> str:
        """What must stand behind an address to show this same edition."""
        return "" if self.in_force else f"?ngay={self.edition.valid_from.isoformat()}"


def page_of(code: str, office: str, *, day: str, on: date) -> ProcedurePage | None:
    """Return the page of a procedure at an office as of a day (ISO; today when it is none); None for what never was.

    An office that receives it for one above shows that one's edition. Five questions, whatever the number of editions.
    """
    agency = Agency.objects.filter(code=clean(office)).first()
    if agency is None:
        return None
    asked = _day(day) or on
    editions = _line_of(clean(code), agency, asked)
    edition = next((row for row in editions if _covers(row, asked)), None) or (editions[0] if editions else None)
    if edition is None:
        return None
    record = NationalVersion.objects.filter(procedure=edition.procedure_id, number=edition.national_number)
    content = record.values_list("content", flat=True).first()
    known: NationalRecord | None = build(NationalRecord, content) if content else None
    return ProcedurePage(
        edition=edition,
        office=edition.office,
        shown=disclosure_of(edition.snapshot(), known, office=edition.office.name),
        editions=tuple(editions),
        desks=tuple(Agency.objects.valid(on).below(agency).of_kind(Kind.ONE_STOP).order_by("path")[:3]),
        day=asked,
        in_force=_covers(edition, on),
        upcoming=edition.valid_from > on,
        path=reverse("portal:procedure", args=[edition.code, agency.code]),
        online=_covers(edition, on) and is_offered(edition.snapshot()),
    )


def _line_of(code: str, agency: Agency, on: date) -> list[Edition]:
    """The editions of the office itself, newest first; where it has none, the one it receives by."""
    own = Edition.objects.filter(code=code, office=agency, cancelled_on=None).select_related("office").without_content()
    found = list(own.order_by("-valid_from", "-number"))
    if found:
        return found
    above = edition_for(code, agency, on)
    return [above] if above else []


def _covers(edition: Edition, on: date) -> bool:
    return edition.valid_from <= on and (edition.valid_to is None or edition.valid_to >= on)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def sheet_of(page: ProcedurePage) -> bytes:
    """Return the page on paper, A4."""
    edition = page.edition
    values: dict[str, Any] = sheet_values(
        page.shown, url=page.address, valid_from=edition.valid_from, valid_to=edition.valid_to, number=edition.number
    )
    parent = page.office.parent
    heading = {"name": page.office.name, "parent": parent.name if parent else ""}
    return print_paper("procedure", {"agency": heading, "date": page.day, "sheets": [values]})
