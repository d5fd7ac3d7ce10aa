"""`motcua figures`: the facts from which every report is made: replay a described office, fold, verify; and figures
of years before the system.

Exit 0: done; 1: done, but something does not add up; 2 with a Vietnamese sentence: nothing was done.
"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from motcua.agencies.models import Agency
from motcua.dossiers.actions.counting import count_again
from motcua.indicators.actions import compact
from motcua.reports.actions import replay
from motcua.reports.described import NotAnOffice, office_from
from motcua.reports.layouts import Layout
from motcua.reports.management import importing
from motcua.reports.verifying import has_plain, verify
from motcua.reports.words import add_period, layout_in, refuse


class Command(BaseCommand):
    help = "Số liệu: replay (tính một cơ quan mô tả trong tệp), compact, verify / the facts behind reports"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="replay|verify|import|compact|rebuild")
        replayed = verbs.add_parser("replay", help="tính báo cáo của một cơ quan mô tả trong tệp, không lưu gì")
        replayed.add_argument("file", metavar="OFFICE.json")
        verified = verbs.add_parser("verify", help="đối chiếu số liệu với cách đếm thẳng trên hồ sơ và diễn biến")
        for verb in (replayed, verified):
            verb.add_argument("--report", default="II.06a")
            add_period(verb)
            verb.add_argument("--json", action="store_true")
        importing.add_arguments(verbs.add_parser("import", help="nhập số liệu tổng hợp của những năm chưa có hệ thống"))
        verbs.add_parser("compact", help="gộp số liệu của những ngày đã qua")
        verbs.add_parser("rebuild", help="lập lại toàn bộ số liệu từ diễn biến của hồ sơ; hồ sơ chờ trong lúc chạy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb asks."""
        if options["verb"] == "compact":
            self.stdout.write(f"Đã gộp {compact()} dòng.")
            return
        if options["verb"] == "rebuild":
            self.stdout.write(f"Đã lập lại {count_again()} dòng.")
            return
        if options["verb"] == "import":
            sys.exit(importing.import_figures(options, self.stdout.write))
        layout = layout_in(options)
        if options["verb"] == "verify" and not has_plain(layout):
            refuse(f"Chưa có cách đếm thẳng cho biểu {layout.code}, {layout.version}.")
        sys.exit(self._verify(layout, options) if options["verb"] == "verify" else self._replay(layout, options))

    def _verify(self, layout: Layout, options: dict[str, Any]) -> int:
        found = verify(layout, first=options["first"], last=options["last"])
        codes = dict(Agency.objects.filter(pk__in={each.agency for each in found}).values_list("pk", "code"))
        if options["json"]:
            told = [asdict(each) | {"agency": codes[each.agency]} for each in found]
            self.stdout.write(json.dumps({"ok": not found, "differences": told}, ensure_ascii=False))
        else:
            lines = [f"- {codes[e.agency]}, {e.field}, cột ({e.column}): {e.facts} theo số liệu, {e.plain} khi đếm lại"
                     for e in found]  # fmt: skip
            self.stdout.write("\n".join([f"Khác nhau {len(found)} ô:", *lines] if found else ["Khớp từng ô."]))
        return 1 if found else 0

    def _replay(self, layout: Layout, options: dict[str, Any]) -> int:
        try:
            units, dossiers = office_from(json.loads(Path(options["file"]).read_bytes()))
        except OSError as error:
            refuse(f"Không đọc được tệp “{options['file']}”: {error.strerror}.")
        except (NotAnOffice, ValueError) as error:
            refuse(f"Tệp “{options['file']}” không đúng dạng: {error}.")
        rows = replay(units, dossiers, layout, first=options["first"], last=options["last"])
        if options["json"]:
            told = {"rows": [{"field": row.name, "cells": dict(row.cells)} for row in rows]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for row in rows:
                self.stdout.write(" ".join([f"{row.name}:", *(f"({key}) {n}" for key, n in row.cells.items())]))
        return 1 if any(row.violated for row in rows) else 0
