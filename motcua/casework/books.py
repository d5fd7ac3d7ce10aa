"""Register book and control slip, on paper and as a spreadsheet, from the dossiers themselves."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.casework.overview import masked_name
from motcua.citizens.actions import reveal
from motcua.core.clock import LOCAL, today
from motcua.core.identity import mask
from motcua.dossiers import values
from motcua.dossiers.actions.closing import MEANS
from motcua.dossiers.actions.printing import as_of_now
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import NOW, listable_with_history, named_by_unit, of_unit, standing_of
from motcua.procedures.models import contents_of
from motcua.ui import formats
from motcua.ui.printing import print_paper, set_on
from motcua.ui.sheets import paper_sheet

MOST_ROWS = 5_000
COLUMNS = (
    ("procedure", "Thủ tục"), ("applicant", "Chủ hồ sơ"), ("address", "Địa chỉ"), ("phone", "Điện thoại"),
    ("lead", "Nơi giải quyết"), ("received", "Nhận"), ("due", "Hẹn trả"), ("sent", "Chuyển giải quyết"),
    ("result_in", "Có kết quả"), ("returned", "Trả kết quả"), ("method", "Cách trả"), ("note", "Trạng thái"),
)  # fmt: skip
MOMENTS = ("received", "due", "sent", "result_in", "returned")
ONLY_OVERSEE = (Role.INSPECTOR, Role.REFORM_OFFICER)


def this_month() -> dict[str, date]:
    """Return the days that the book's form proposes: this month until today."""
    day = today()
    return {"first": day.replace(day=1), "last": day}


def book(
    by: Post,
    *,
    first: date,
    last: date,
    procedure: str = "",
    state: str = "",
    unit: Agency | None = None,
    seen: str = NOW,
) -> dict[str, Any]:
    """Return the register book (form 07) of a desk for days first…last, in the order of receipt.

    `procedure` (a code) and `state` narrow it, `unit` to what it received or settles: `seen` as THEN or as NOW, by$
    the unit that settles is named too. Who only oversees gets the rows of the unit's tree with shortened names
    and without address and phone.
    """
    start, end = (datetime.combine(day, time(0), tzinfo=LOCAL) for day in (first, last + timedelta(days=1)))
    masked = by.role in ONLY_OVERSEE
    rows = listable_with_history(by) if masked else Dossier.objects.visible_to(by)
    rows = rows.filter(received_at__gte=start, received_at__lt=end).select_related("applicant")
    rows = named_by_unit(of_unit(rows, unit, seen=seen) if unit else rows, seen=seen)
    asked = {"procedure_code": procedure, "state": state}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    found = list(rows.prefetch_related("steps").order_by("received_at", "pk")[:MOST_ROWS])
    contents = contents_of({dossier.edition_id for dossier in found})
    whose = standing_of(unit, seen) if unit else by.agency
    return {
        "agency": {"parent": whose.parent.name if whose.parent else "", "name": whose.name},
        "set": set_on(last),
        "year": last.year,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "rows": [
            _row(number, dossier, procedure=contents[dossier.edition_id].name, masked=masked)
            for number, dossier in enumerate(found, start=1)
        ],
    }


def _row(number: int, dossier: Dossier, *, procedure: str, masked: bool) -> dict[str, Any]:
    sent = next((step.finished_at for step in dossier.steps.all() if step.key == "hand_over"), None)
    applicant = dossier.applicant
    name = masked_name(applicant) if masked else applicant.name
    masked = masked or dossier.shown_name != applicant.name
    return {
        "seq": number,
        "code": dossier.code,
        "procedure": procedure,
        "sets": 1,
        "applicant": name if dossier.shown_name == applicant.name else dossier.shown_name,
        "address": "" if masked else applicant.address,
        "phone": "" if masked else mask(applicant.phone),
        "lead": getattr(dossier, "unit_name", "") or standing_of(dossier.agency, NOW).short_name,
        "received": values.moment(dossier.received_at),
        "due": values.moment(dossier.appointed_due),
        "sent": values.moment(sent),
        "result_in": values.moment(dossier.decided_at),
        "returned": values.moment(dossier.returned_at),
        "method": MEANS.get(dossier.returned_by_means, ""),
        "note": dossier.get_state_display(),
    }


def entry_of(dossier: Dossier, *, by: Post) -> dict[str, Any]:
    """Return one dossier's line of the register book: `code`, `url` ("" for who only oversees) and `facts`."""
    masked = by.role in ONLY_OVERSEE
    row = _row(1, dossier, procedure=dossier.content.name, masked=masked)
    facts = [(label, _shown(name, row[name])) for name, label in COLUMNS if row[name]]
    url = "" if masked else reverse("casework:dossier", args=[dossier.code])
    return {"code": row["code"], "url": url, "facts": facts}


def _shown(name: str, value: str) -> str:
    return formats.moment(datetime.fromisoformat(value)) if name in MOMENTS else value


def book_file(by: Post, *, kind: str, **asked: Any) -> bytes:
    """Return the register book as pdf or xlsx; `asked` as for `book`."""
    data = book(by, **asked)
    return paper_sheet("register", data) if kind == "xlsx" else print_paper("register", data)


def slip_file(dossier: Dossier, *, by: Post, kind: str) -> bytes:
    """Return the control slip as things stand, as pdf or xlsx; the look at the person's file is on record."""
    reveal(dossier.applicant, by=by, why=f"Phiếu kiểm soát hồ sơ {dossier.code}"[:120])
    data = as_of_now(dossier, Form.CONTROL, by=by)
    return paper_sheet("control", data) if kind == "xlsx" else print_paper("control", data)
