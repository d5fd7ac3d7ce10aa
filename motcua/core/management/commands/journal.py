"""motcua journal verify|rebuild|seal|restored: is what was recorded still what was recorded?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.core import rebuilding, seal


class Command(BaseCommand):
    help = (
        "Nhật ký: verify [--against FILE] [--notes] (kiểm tra dấu) · rebuild (dựng lại từng dòng từ sự kiện và so sánh)"
        " · seal (niêm phong) · restored (một lần sau khi khôi phục)"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["verify", "rebuild", "seal", "restored"])
        parser.add_argument("--against", type=Path, help="tệp dấu niêm phong giữ ngoài cơ sở dữ liệu")
        parser.add_argument("--notes", action="store_true", help="kiểm tra cả lời ghi kèm sự kiện")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        {"verify": self._verify, "rebuild": self._rebuild}.get(options["do"], self._seal)(**options)

    def _seal(self, **options: Any) -> None:
        made = seal.seal_now() if options["do"] == "seal" else seal.after_restore()
        if options["json"]:
            self.stdout.write(json.dumps({"seal": made and made.number, "events": made.events if made else 0}))
        else:
            self.stdout.write(f"Dấu {made.number}: {made.events} dòng." if made else "Không có gì mới để niêm phong.")

    def _verify(self, **options: Any) -> None:
        if options["against"] and not options["against"].is_file():
            raise CommandError(f"không có tệp {options['against']}")
        problems = seal.verify(against=options["against"])
        lines = [f"Dấu {problem['seal']}: {problem['code']}: {problem['message']}" for problem in problems]
        if options["notes"]:
            notes = list(seal.changed_notes())
            lines += [f"{note['event']}: {note['code']}: {note['message']}" for note in notes]
            problems += notes
        self._tell("problems", problems, lines, as_json=options["json"])

    def _rebuild(self, **options: Any) -> None:
        found = [asdict(difference) for difference in rebuilding.differences()]
        lines = [
            f"{each['table']} {each['subject']} {each['field']}: dòng ghi {each['row']!r},"
            f" sự kiện kể {each['rebuilt']!r}"
            for each in found
        ]
        self._tell("differences", found, lines, as_json=options["json"])

    def _tell(self, name: str, found: list[dict[str, Any]], lines: list[str], *, as_json: bool) -> None:
        """Print what was found; the command fails when it is anything."""
        if as_json:
            self.stdout.write(json.dumps({"ok": not found, name: found}, ensure_ascii=False))
        else:
            for line in [*lines, f"{len(found)} điểm sai lệch." if found else "Nhật ký nguyên vẹn."]:
                self.stdout.write(line)
        if found:
            raise SystemExit(1)
