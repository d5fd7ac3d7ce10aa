"""motcua backup DIR: put the whole installation aside."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.core.backup import making, programs, records


class Command(BaseCommand):
    help = "Sao lưu: cơ sở dữ liệu, tệp, dấu niêm phong vào DIR (trống); khóa để riêng bằng --keys-to"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--keys-to", type=Path, metavar="FILE", help="ghi khóa vào tệp này, ngoài DIR")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            manifest = making.make(folder, keys_to=options["keys_to"])
            record = records.made(folder, manifest, keys_apart=options["keys_to"] is not None)
        except (making.BackupRefused, programs.ProgramFailed, OSError) as error:
            raise CommandError(str(error)) from error
        told = {
            "manifest": record.manifest,
            "tables": len(manifest["tables"]),
            "rows": record.rows,
            "files": manifest["files"]["count"],
            "keys": str(options["keys_to"] or ""),
        }
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(f"{told['tables']} bảng, {told['rows']} dòng, {told['files']} tệp → {folder}")
        self.stdout.write(f"SHA-256 của {making.MANIFEST} (ghi lại ở nơi khác): {told['manifest']}")
        if not options["keys_to"]:
            self.stdout.write("CHƯA sao lưu khóa: thiếu khóa thì bản sao lưu này không đọc được (--keys-to FILE).")
