"""motcua restore DIR: bring a backup back into an empty database, and prove it equal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from motcua.core.backup import programs, records, restoring


class Command(BaseCommand):
    help = (
        "Khôi phục bản sao lưu DIR vào cơ sở dữ liệu trống và chứng minh giống hệt; --check: chỉ kiểm tra bản sao lưu"
    )
    requires_system_checks = ()  # there are no tables yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra bản sao lưu còn nguyên vẹn")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                told: dict[str, Any] = {"whole": True, "made_at": self._checked(options["folder"])["made_at"]}
            else:
                told = restoring.restore(options["folder"])
        except (restoring.RestoreRefused, programs.ProgramFailed) as error:
            raise CommandError(str(error)) from error
        told["manifest"] = records.name_of(options["folder"])
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif options["check"]:
            self.stdout.write(f"Bản sao lưu nguyên vẹn, lập lúc {told['made_at']}.")
        else:
            self.stdout.write(
                f"Đã khôi phục {told['tables']} bảng, {told['rows']} dòng, {told['files']} tệp; giống hệt."
            )
            for problem in told["problems"]:
                self.stdout.write(f"Dấu {problem['seal']}: {problem['code']}: {problem['message']}")
        if told.get("problems"):
            raise SystemExit(1)

    def _checked(self, folder: Path) -> dict[str, Any]:
        """Check, and tell the page of health what was found; on a machine without the database nobody is told."""
        problem = ""
        try:
            return restoring.checked(folder)
        except restoring.RestoreRefused as error:
            problem = str(error)
            raise
        finally:
            try:
                records.checked(folder, problem=problem)
            except DatabaseError:
                self.stderr.write("Không ghi được vào trang Tình trạng: không nối được cơ sở dữ liệu.")
