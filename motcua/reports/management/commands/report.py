"""`motcua report II.06a --agency CODE --from --to`: a statutory report of a period, as it is known at its end.

Exit 0: done; 1: done, but a row does not add up; 2 with a Vietnamese sentence: nothing was done.
"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from motcua.agencies.models import Agency
from motcua.core.clock import now
from motcua.indicators.standing import Scope
from motcua.procedures.models import Edition
from motcua.reports.layouts import Layout
from motcua.reports.sheets import csv_of, pdf_of, xlsx_of
from motcua.reports.tables import Row, rows_of, total_of
from motcua.reports.words import add_period, layout_in, refuse

NARROWED = {"field": ("lĩnh vực", "field_code"), "procedure": ("thủ tục", "code")}


class Command(BaseCommand):
    help = "Báo cáo theo mẫu quy định của một kỳ / a statutory report of a period"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", metavar="BIỂU", help="ví dụ II.06a")
        parser.add_argument("--agency", required=True, metavar="CODE", help="mã đơn vị, kể cả các đơn vị bên dưới")
        parser.add_argument("--own", action="store_true", help="chỉ chính đơn vị ấy, không kể bên dưới")
        parser.add_argument("--field", default="", metavar="MÃ", help="chỉ một lĩnh vực")
        parser.add_argument("--procedure", default="", metavar="MÃ", help="chỉ một thủ tục")
        add_period(parser)
        parser.add_argument("--format", choices=["json", "xlsx", "pdf", "csv"], default="json", help="mặc định: json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report to the standard output."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            refuse(f"Không có đơn vị “{options['agency']}”.")
        layout = layout_in(options)
        units: dict[str, Any] = {"agencies": [agency.pk]} if options["own"] else {"agencies": [], "trees": [agency.pk]}
        scope = Scope(**units, **_narrowed(options))
        rows = rows_of(layout, scope, first=options["first"], last=options["last"])
        self._write(layout, agency, rows, options)
        sys.exit(1 if any(row.violated for row in rows) else 0)

    def _write(self, layout: Layout, agency: Agency, rows: list[Row], options: dict[str, Any]) -> None:
        period = options["first"], options["last"]
        if options["format"] in ("xlsx", "pdf"):
            make = pdf_of if options["format"] == "pdf" else xlsx_of
            sys.stdout.buffer.write(make(layout, rows, agency=agency, period=period, at=now(), notes=_notes(options)))
        elif options["format"] == "csv":
            for piece in csv_of(layout, rows):
                sys.stdout.buffer.write(piece)
        else:
            told = {
                "report": layout.code, "version": layout.number, "agency": agency.code,
                "from": str(period[0]), "to": str(period[1]),
                "rows": [{"key": row.key, "name": row.name, "cells": dict(row.cells)} for row in rows],
                "total": total_of(layout, rows),
                "violated": [{"name": row.name, "whole": each.whole} for row in rows for each in row.violated],
                **{name: options[name] for name in NARROWED if options[name]},
            }  # fmt: skip
            self.stdout.write(json.dumps(told, ensure_ascii=False, default=float))  # a rate


def _notes(options: dict[str, Any]) -> list[str]:
    told = [f"{words} {options[name]}" for name, (words, _) in NARROWED.items() if options[name]]
    return [f"Chỉ gồm {', '.join(told)}."] if told else []


def _narrowed(options: dict[str, Any]) -> dict[str, Any]:
    """Return the field and procedure by which the report is narrowed; ends with 2 for one that no edition names."""
    given = {name: options[name] for name in NARROWED if options[name]}
    for name, code in given.items():
        words, column = NARROWED[name]
        if not Edition.objects.filter(**{column: code}).exists():
            refuse(f"Không có {words} nào mang mã “{code}”.")
    return {f"{name}s": [code] for name, code in given.items()}
