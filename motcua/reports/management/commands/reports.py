"""`motcua reports`: layouts (the layouts of reports with their versions), check FILE (whether one is sound).

Exit 0: done, sound; 2 with Vietnamese sentences: not sound, or nothing was done.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from motcua.core.clock import today
from motcua.reports.checking import faults
from motcua.reports.models import BEGINNING, LayoutVersion
from motcua.reports.words import refuse


class Command(BaseCommand):
    help = "Biểu báo cáo: layouts (các bản đã ban hành), check (kiểm tra một tệp) / the layouts of reports"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="layouts|check")
        listed = verbs.add_parser("layouts", help="các biểu báo cáo, từng bản và ngày áp dụng")
        listed.add_argument("--json", action="store_true")
        checked = verbs.add_parser("check", help="kiểm tra một tệp biểu báo cáo, không lưu gì")
        checked.add_argument("file", metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb asks."""
        if options["verb"] == "check":
            self._check(options["file"])
        else:
            self._list(told(), as_json=options["json"])

    def _check(self, name: str) -> None:
        try:
            data = json.loads(Path(name).read_bytes())
        except OSError as error:
            refuse(f"Không đọc được tệp “{name}”: {error.strerror}.")
        except (ValueError, RecursionError) as error:
            refuse(f"Tệp “{name}” không phải JSON: {error}.")
        if found := faults(data):
            refuse("\n".join(f"- {fault.text}" for fault in found))
        self.stdout.write(f"Biểu {data['code']} đúng: {len(data['columns'])} cột.")

    def _list(self, rows: list[dict[str, Any]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"layouts": rows}, ensure_ascii=False))
            return
        for row in rows:
            since = f"từ {row['valid_from']}" if row["valid_from"] else "từ đầu"
            mark = ", đang áp dụng" if row["in_force"] else ""
            self.stdout.write(f"{row['code']} bản {row['number']} ({since}{mark}): {row['name']}")


def told() -> list[dict[str, Any]]:
    """Return every published version: {"code", "number", "name", "valid_from" (null: from the beginning), "in_force",
    "digest"}."""
    now = set(LayoutVersion.objects.in_force(today()).values_list("pk", flat=True))
    rows = LayoutVersion.objects.select_related("layout").order_by("layout__code", "number")
    return [
        {
            "code": row.layout.code, "number": row.number, "name": row.content["name"],
            "valid_from": str(row.valid_from) if row.valid_from > BEGINNING else None, "in_force": row.pk in now,
            "digest": row.digest,
        }
        for row in rows
    ]  # fmt: skip
