"""motcua restore DIR: bring a backup back into an empty database, and prove it equal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from motcua.core.backup import programs, records, restoring
from motcua.core.management.commands.erased import lines


class Command(BaseCommand):
    help = (
        "Khôi phục bản sao lưu DIR vào cơ sở dữ liệu trống và chứng minh giống hệt; --check: chỉ kiểm tra bản sao lưu"
    )
    requires_system_checks = ()  # there are no tables yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra bản sao lưu còn nguyên vẹn")
        parser.add_argument("--erased", type=Path, metavar="FILE", help="danh sách đã hủy giữ riêng")
        parser.add_argument("--nothing-erased", action="store_true", help="chắc chắn chưa hủy gì từ lúc sao lưu")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                told: dict[str, Any] = {"whole": True, "made_at": self._checked(options["folder"])["made_at"]}
            else:
                lists = {"erased": options["erased"], "nothing_erased": options["nothing_erased"]}
                told = restoring.restore(options["folder"], **lists)
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
            self._say(told)
        if told.get("problems") or (told.get("erased") or {}).get("bad"):
            raise SystemExit(1)

    def _say(self, told: dict[str, Any]) -> None:
        for problem in told["problems"]:
            self.stdout.write(f"Dấu {problem['seal']}: {problem['code']}: {problem['message']}")
        if told["erased"] is None:
            self.stdout.write("Bản sao lưu của phiên bản cũ: chạy `motcua migrate`, rồi `motcua erased redo`.")
        else:
            for line in lines(told["erased"]):
                self.stdout.write(line)

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
