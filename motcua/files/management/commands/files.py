"""motcua files verify: is every file still what was put into the storage? bring FROM: from another storage."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.management.base import BaseCommand, CommandError

from motcua.core.errors import Refused
from motcua.files.addresses import BadAddress, described
from motcua.files.blobs import damaged
from motcua.files.moving import Other, bring


class Command(BaseCommand):
    help = (
        "Tệp: verify (mở từng tệp và so với dấu SHA-256 khi lưu); bring FROM (chép mọi tệp từ kho cũ FROM, là một thư"
        " mục hay s3://…, vào kho mà MOTCUA_FILES chỉ; dừng giữa chừng thì chạy lại)"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["verify", "bring"])
        parser.add_argument("source", nargs="?", default="", metavar="FROM")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told, lines = self._bring(options["source"]) if options["do"] == "bring" else self._verify()
        except Refused as error:
            raise CommandError(error.message) from error
        except (BadAddress, Other, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(told) if options["json"] else "\n".join(lines))
        if not told["ok"]:
            raise SystemExit(1)

    def _verify(self) -> tuple[dict[str, Any], list[str]]:
        count, found = damaged()
        lines = [*(f"{key}: hỏng hoặc mất" for key in found), f"{count} tệp, {len(found)} tệp hỏng."]
        return {"ok": not found, "files": count, "damaged": found}, lines

    def _bring(self, address: str) -> tuple[dict[str, Any], list[str]]:
        done = list(bring(self._other(address)))
        copied, missing = sum(one is True for _, one in done), [place for place, one in done if one is None]
        lines = [*(f"{place}: không kho nào có" for place in missing), f"{len(done)} tệp, chép {copied} tệp."]
        return {"ok": not missing, "files": len(done), "copied": copied, "missing": missing}, lines

    def _other(self, address: str) -> Storage:
        if not address:
            raise CommandError("Thiếu kho cũ: một thư mục hoặc s3://…")
        given = described(address, folder=settings.VAR / "files", given=os.environ)
        if given == settings.STORAGES["default"]:
            raise CommandError("Kho cũ và kho mà MOTCUA_FILES chỉ là một.")
        return storages.create_storage(given)
