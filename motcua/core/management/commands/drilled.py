"""motcua drilled REPORT: tell the page of health that a backup was restored elsewhere and came back equal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.core.backup import records


class Command(BaseCommand):
    help = "Ghi một lần diễn tập khôi phục: REPORT là tệp JSON mà `motcua restore DIR --json` in ra ở máy diễn tập"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", type=Path, metavar="REPORT")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = json.loads(options["report"].read_text())
            record = records.drilled(report if isinstance(report, dict) else {})
        except (records.DrillRefused, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã ghi diễn tập khôi phục bản {record.manifest[:12]}…: {record.told}.")
