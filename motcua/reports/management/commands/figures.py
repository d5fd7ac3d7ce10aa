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
from motcua.reports.layouts import Layout, layouts_on
from motcua.reports.management import importing
from motcua.reports.plainly import Apart, verify_measures
from motcua.reports.verifying import Difference, has_plain, verify
from motcua.reports.words import add_period, check_period, layout_in, refuse


class Command(BaseCommand):
    help = "Số liệu: replay (tính một cơ quan mô tả trong tệp), compact, verify / the facts behind reports"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="replay|verify|import|compact|rebuild")
        replayed = verbs.add_parser("replay", help="tính báo cáo của một cơ quan mô tả trong tệp, không lưu gì")
        replayed.add_argument("file", metavar="OFFICE.json")
        verified = verbs.add_parser("verify", help="đối chiếu số liệu với cách đếm thẳng trên hồ sơ và diễn biến")
        replayed.add_argument("--report", default="II.06a")
        verified.add_argument("--report", default="", help="chỉ một biểu; để trống: mọi số đếm, mọi biểu")
        for verb in (replayed, verified):
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
        check_period(options)
        if options["verb"] == "verify":
            sys.exit(self._verify(options))
        sys.exit(self._replay(layout_in(options), options))

    def _verify(self, options: dict[str, Any]) -> int:
        """Hold the facts against plain counts: one report, or every measure, of which every report is made."""
        period = {"first": options["first"], "last": options["last"]}
        layouts = [layout_in(options)] if options["report"] else layouts_on(options["last"])
        measures = layouts[0].measures if options["report"] else None
        cells = [each for layout in filter(has_plain, layouts) for each in verify(layout, **period)]
        found: list[Difference | Apart] = [*cells, *verify_measures(**period, only=measures)]
        codes = dict(Agency.objects.filter(pk__in={each.agency for each in found}).values_list("pk", "code"))
        if options["json"]:
            told = [asdict(each) | {"agency": codes[each.agency]} for each in found]
            self.stdout.write(json.dumps({"ok": not found, "differences": told}, ensure_ascii=False))
        else:
            lines = [f"- {codes[e.agency]}, {e.about}: {e.facts} theo số liệu, {e.plain} khi đếm lại" for e in found]
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
