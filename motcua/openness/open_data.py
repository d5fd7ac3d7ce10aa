"""The published table as data: rows of one figure each, as CSV and JSON, and the catalogue of all units' files.

The fields and the version stand in `schema.json` (JSON Schema of the JSON document); a new measure is a new value of
`measure` and a new minor version, a change of what is there a new major one.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from motcua.openness.models import Publication
from motcua.openness.published import COLUMNS, RATINGS, Published, Row, Share, Shown
from motcua.ui.sheets import MIME, Column, write_csv

VERSION = "1.0"
SCHEMA = Path(__file__).parent / "schema.json"
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
SHOWN, HIDDEN, NO_DATA = "shown", "hidden", "no_data"
MONTH, YEAR = "month", "year"
ON_TIME_SHARE, SATISFIED_SHARE, DAYS = "on_time_share", "satisfied_or_neutral_share", "days_nine_of_ten"
MEASURES = (*COLUMNS, ON_TIME_SHARE, *RATINGS, SATISFIED_SHARE, DAYS)


@dataclass(frozen=True)
class Datum:
    """One figure: of a unit, in a month ("2026-03") or a year ("2026"), of a procedure or ("") of all.

    `value` is text, "" where `state` is not "shown"; `least` and `most` say between what a hidden share surely lies.
    """

    agency: str
    period_kind: str
    period: str
    procedure: str
    procedure_name: str
    measure: str
    state: str
    value: str
    least: str = ""
    most: str = ""


FIELDS = tuple(Datum.__dataclass_fields__)
NUMBERS = ("value", "least", "most")


def rows_of(shown: Published) -> Iterator[Datum]:
    """Yield every figure in a fixed order: by month, then procedures by year."""
    code = shown.publication.agency.code
    for row in shown.months:
        yield from _of_month(code, row)
    for year in sorted(period for period in shown.procedures if period):
        for each in shown.procedures[year]:
            of = (code, YEAR, year, each.code, each.name)
            if shown.is_over(int(year)):
                yield Datum(*of, "settled", *_said(each.settled))
            yield Datum(*of, DAYS, *_said(each.days))


def _of_month(code: str, row: Row) -> Iterator[Datum]:
    of = (code, MONTH, f"{row.first:%Y-%m}", "", "")
    for name in (*COLUMNS, *RATINGS):
        yield Datum(*of, name, *_said(row.of(name)))
    for name, share in ((ON_TIME_SHARE, row.on_time), (SATISFIED_SHARE, row.satisfied)):
        yield Datum(*of, name, *_said_share(share))


def _said(number: Shown) -> tuple[str, str]:
    if number.value is not None:
        return SHOWN, str(number.value)
    return (HIDDEN if number.hidden else NO_DATA), ""


def _said_share(share: Share) -> tuple[str, str, str, str]:
    if share.exact is not None:
        return SHOWN, str(share.exact), "", ""
    least, most = ("" if each is None else str(each) for each in (share.least, share.most))
    return (HIDDEN if share.hidden else NO_DATA), "", least, most


def csv_of(shown: Published) -> str:
    """Return the rows as CSV (RFC 4180), with a mark of UTF-8 before them: spreadsheet programs ask for it."""
    return b"".join(write_csv([Column(name, 0) for name in FIELDS], map(_cells, rows_of(shown)))).decode()


def _cells(row: Datum) -> list[Any]:
    """The fields, numbers as numbers: a correction may be below zero, and is no formula."""
    return [Decimal(value) if name in NUMBERS and value else value for name, value in asdict(row).items()]


def document_of(shown: Published, *, address: str, schema: str, documentation: str) -> dict[str, Any]:
    """Return the JSON document; the addresses are whole ones."""
    publication, last = shown.publication, shown.months[-1].last if shown.months else None
    return {
        "$schema": schema, "version": VERSION, "address": address, "documentation": documentation, "licence": LICENCE,
        "agency": {"code": publication.agency.code, "name": publication.agency.name},
        "published_since": f"{publication.since:%Y-%m}", "published_until": f"{last:%Y-%m}" if last else None,
        "rows": [_typed(row) for row in rows_of(shown)],
    }  # fmt: skip


def _typed(row: Datum) -> dict[str, Any]:
    numbers = {name: _number(getattr(row, name)) for name in NUMBERS}
    return asdict(row) | numbers


def _number(text: str) -> int | float | None:
    if not text:
        return None
    return float(text) if "." in text else int(text)


def catalogue_of(publications: Sequence[Publication], addresses: Any, *, at: str, schema: str) -> dict[str, Any]:
    """Return all units' data as a DCAT catalogue (JSON-LD); `addresses(publication)` gives page, csv and json."""
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Catalog", "@id": at, "dct:title": "Số liệu giải quyết thủ tục hành chính", "dct:language": "vi",
        "dcat:dataset": [_dataset(each, addresses(each), schema) for each in publications],
    }  # fmt: skip


def _dataset(publication: Publication, addresses: dict[str, str], schema: str) -> dict[str, Any]:
    media = {"csv": MIME["csv"].partition(";")[0], "json": "application/json"}
    return {
        "@type": "dcat:Dataset", "@id": addresses["page"], "dct:identifier": publication.agency.code,
        "dct:title": f"Số liệu giải quyết thủ tục hành chính: {publication.agency.name}",
        "dct:publisher": publication.agency.name, "dct:license": LICENCE["url"],
        "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/MONTHLY",
        "dct:temporal": {"dcat:startDate": f"{publication.since:%Y-%m-%d}"}, "dct:conformsTo": schema,
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:downloadURL": addresses[kind], "dcat:mediaType": media[kind]}
            for kind in ("csv", "json")
        ],
    }  # fmt: skip


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of `document_of`."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return found
