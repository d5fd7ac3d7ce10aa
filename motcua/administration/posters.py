"""What is printed to hang at a desk, and to check it: the list by field, a sheet a procedure, the inspectors' sheet."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import F

from motcua.administration.posting import editions_at, status_of
from motcua.agencies.models import Agency, Post
from motcua.core.text import sort_key
from motcua.procedures.choices import PostingStatus
from motcua.procedures.disclosure import (
    Disclosure,
    disclosure_of,
    fee_summary,
    limit_summary,
    public_path,
    sheet_values,
)
from motcua.procedures.models import Edition, NationalVersion, Posting, contents_of
from motcua.procedures.records import NationalRecord, build
from motcua.ui.formats import day
from motcua.ui.printing import print_paper

SIZES = ("a4", "a3")
MOST_SHEETS = 150  # pages of their own, in one file: a field at a time beyond


class TooManySheets(ValueError):
    """More procedures than one file may hold; the message says so."""


def list_poster(desk: Agency, *, by: Post, on: date, field: str, size: str) -> bytes:
    """Return the list of procedures by field, with a QR code at each, A4 or A3."""
    editions = _editions(desk, by, on, field)
    shown = _disclosures(editions)
    groups = [
        {
            "name": name,
            "rows": [
                {
                    "seq": edition.place,
                    "code": edition.code,
                    "name": edition.name,
                    "limit": limit_summary(shown[edition.pk]),
                    "fee": fee_summary(shown[edition.pk]),
                    "qr": _address(edition, desk),
                }
                for edition in rows
            ],
        }
        for name, rows in _by_field(editions)
    ]
    return print_paper("poster", _common(desk, on) | {"paper": size, "groups": groups})


def sheets(desk: Agency, *, by: Post, on: date, field: str, size: str) -> bytes:
    """Return a sheet for each procedure. Raises TooManySheets."""
    editions = _editions(desk, by, on, field)
    if len(editions) > MOST_SHEETS:
        raise TooManySheets(f"Có {len(editions)} thủ tục: hãy chọn một lĩnh vực (tối đa {MOST_SHEETS} tờ một tệp).")
    shown = _disclosures(editions)
    values = [
        sheet_values(
            shown[edition.pk], url=_address(edition, desk), valid_from=edition.valid_from, valid_to=edition.valid_to,
            number=edition.number,
        )
        for edition in editions
    ]  # fmt: skip
    return print_paper("procedure", {"agency": _heading(desk), "date": on, "paper": size, "sheets": values})


def check_sheet(desk: Agency, *, by: Post, on: date) -> bytes:
    """Return the inspectors' sheet: what should hang, what is on record, boxes to tick; what must go comes last."""
    editions = _editions(desk, by, on, "")
    groups = [
        {"name": name, "rows": [_check_row(edition, status_of(edition)) for edition in rows]}
        for name, rows in _by_field(editions)
    ]
    gone = Posting.objects.visible_to(by).left_over(desk, on).select_related("edition").defer("edition__content")
    if left := list(gone.order_by("edition__code")):
        rows = [_left_row(posting, place) for place, posting in enumerate(left, start=len(editions) + 1)]
        groups.append({"name": "Không còn áp dụng, phải gỡ", "rows": rows})
    told = {status: sum(status_of(edition) == status for edition in editions) for status in PostingStatus}
    told[PostingStatus.LEFT_OVER] = len(left)
    parts = [f"{count} {status.label.lower()}" for status, count in told.items()]
    summary = f"{len(editions)} thủ tục đang áp dụng; {', '.join(parts)}."
    values = {"summary": summary, "groups": groups, "place": desk.place or desk.short_name}
    return print_paper("posting-check", _common(desk, on) | values)


def _editions(desk: Agency, by: Post, on: date, field: str) -> list[Any]:
    rows = editions_at(desk, by, on)
    found = list(rows.filter(field_code=field) if field else rows)
    found.sort(key=lambda edition: (sort_key(edition.field_name), sort_key(edition.name), edition.code))
    for place, edition in enumerate(found, start=1):
        edition.place = place
    return found


def _by_field(editions: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    return [(name, list(rows)) for name, rows in groupby(editions, key=lambda edition: edition.field_name)]


def _disclosures(editions: list[Edition]) -> dict[int, Disclosure]:
    """Return the parts of each edition by its key: three queries for all of them."""
    keys = [edition.pk for edition in editions]
    contents = contents_of(keys)
    versions = NationalVersion.objects.filter(
        procedure__editions__in=keys, number=F("procedure__editions__national_number")
    )
    known = {row.procedure_id: build(NationalRecord, row.content) for row in versions}
    offices = Agency.objects.in_bulk({edition.office_id for edition in editions})
    return {
        edition.pk: disclosure_of(
            contents[edition.pk], known.get(edition.procedure_id), office=offices[edition.office_id].name
        )
        for edition in editions
    }


def _address(edition: Edition, desk: Agency) -> str:
    return f"{settings.PUBLIC_ADDRESS}{public_path(edition.code, desk.code)}"


def _heading(desk: Agency) -> dict[str, str]:
    return {"parent": desk.parent.name if desk.parent else "", "name": desk.name}


def _common(desk: Agency, on: date) -> dict[str, Any]:
    return {"agency": _heading(desk), "subtitle": f"Tiếp nhận tại {desk.name}", "date": on}


def _check_row(edition: Any, status: PostingStatus) -> dict[str, Any]:
    hangs = f"bản {edition.hangs_number}, ngày {day(edition.hangs_since)}" if edition.hangs else ""
    return {
        "seq": edition.place,
        "code": edition.code,
        "name": edition.name,
        "edition": f"bản {edition.number}, từ {day(edition.valid_from)}",
        "posted": hangs,
        "status": status.label,
    }


def _left_row(posting: Posting, place: int) -> dict[str, Any]:
    return {
        "seq": place,
        "code": posting.edition.code,
        "name": posting.edition.name,
        "edition": "",
        "posted": f"bản {posting.edition.number}, ngày {day(posting.posted_on)}",
        "status": PostingStatus.LEFT_OVER.label,
    }
