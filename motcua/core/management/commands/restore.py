"""motcua restore DIR: bring a backup back into an empty database, and prove it equal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.core.backup import programs, restoring


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
                told: dict[str, Any] = {"whole": True, "made_at": restoring.checked(options["folder"])["made_at"]}
            else:
                told = restoring.restore(options["folder"])
        except (restoring.RestoreRefused, programs.ProgramFailed) as error:
            raise CommandError(str(error)) from error
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
