"""motcua files verify: is every file still what was put into the storage?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from motcua.files.blobs import damaged


class Command(BaseCommand):
    help = "Tệp: verify (mở từng tệp và so với dấu SHA-256 khi lưu)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["verify"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        count, found = damaged()
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not found, "files": count, "damaged": found}))
        else:
            for key in found:
                self.stdout.write(f"{key}: hỏng hoặc mất")
            self.stdout.write(f"{count} tệp, {len(found)} tệp hỏng.")
        if found:
            raise SystemExit(1)
