"""motcua reactions: which function follows from which event."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from motcua.core.reactions import table


class Command(BaseCommand):
    help = "In bảng mã sự kiện → việc tự động theo sau"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(table()))
            return
        for code, names in table().items():
            for name in names:
                self.stdout.write(f"{code}  →  {name}")
