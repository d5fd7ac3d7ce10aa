"""motcua erased redo: erase again what an older copy of the database brought back; verify: is the list whole?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.core import erasures


class Command(BaseCommand):
    help = (
        "Danh sách đã hủy, giữ ngoài cơ sở dữ liệu: redo [FILE] (hủy lại những gì bản khôi phục làm sống lại; chạy lại"
        " được) · verify (mọi lần hủy đều có trong danh sách)"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["redo", "verify"])
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="mặc định: MOTCUA_ERASED_FILE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"] or erasures.outside()
        erasures.write_outside()
        if not file.is_file():
            raise CommandError(f"{file}: không có danh sách này")
        if options["do"] == "verify":
            missing = erasures.missing(file)
            told, said, wrong = {"missing": missing}, [f"Thiếu {len(missing)} dòng."], bool(missing)
        else:
            told = erasures.redo([file]).told()
            erasures.write_outside()
            said, wrong = lines(told), bool(told["bad"])
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else "\n".join(said))
        if wrong:
            raise SystemExit(1)


def lines(told: dict[str, Any]) -> list[str]:
    """What became of the list, in words."""
    found = [f"Đã hủy lại {told['redone']} lần hủy; {told['known']} lần bản này đã biết."]
    found += [f"CÒN: {each}" for each in told["left"]]
    return found + [f"KHÔNG LÀM, dòng không phải của hệ thống này hoặc đã hỏng: {each}" for each in told["bad"]]
