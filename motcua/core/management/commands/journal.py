"""motcua journal verify|seal|restored: the seal of what was recorded."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.core import seal


class Command(BaseCommand):
    help = "Niêm phong và kiểm tra nhật ký: verify [--against FILE] · seal · restored (một lần sau khi khôi phục)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["verify", "seal", "restored"])
        parser.add_argument("--against", type=Path, help="tệp dấu niêm phong giữ ngoài cơ sở dữ liệu")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["do"] != "verify":
            made = seal.seal_now() if options["do"] == "seal" else seal.after_restore()
            self.stdout.write(f"Dấu {made.number}: {made.events} dòng." if made else "Không có gì mới để niêm phong.")
            return
        if options["against"] and not options["against"].is_file():
            raise CommandError(f"không có tệp {options['against']}")
        problems = seal.verify(against=options["against"])
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not problems, "problems": problems}, ensure_ascii=False))
        else:
            for problem in problems:
                self.stdout.write(f"Dấu {problem['seal']}: {problem['code']}: {problem['message']}")
            self.stdout.write("Nhật ký nguyên vẹn." if not problems else f"{len(problems)} điểm sai lệch.")
        if problems:
            raise SystemExit(1)
