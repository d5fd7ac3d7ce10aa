"""motcua keys rotate, rotate-blind: a new key, everything written again with it, the old one retired."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from motcua.core import rekeying, rotation
from motcua.files import actions, blobs

YOUNG = timedelta(minutes=10)  # an upload whose bytes are written has its row long before


class Command(BaseCommand):
    help = (
        "Thay khóa bên cạnh hệ thống đang chạy. rotate: thêm khóa mới, mã hóa lại mọi dòng và mọi tệp; rotate-blind:"
        " thêm khóa tìm kiếm mới, tính lại mọi chỉ mục (trong lúc ấy tìm theo cả hai khóa). Kiểm tra xong mới cho khóa"
        " cũ nghỉ. Bị dừng giữa chừng thì chạy lại: lệnh làm tiếp."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["rotate", "rotate-blind"])
        parser.add_argument("--wait", type=float, default=120, help="giây chờ các giao dịch cũ kết thúc")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["json"]
        told = self._rotate_blind(options["wait"]) if options["do"] == "rotate-blind" else self._rotate(options["wait"])
        said = (
            f"Khóa {told['key']} đang dùng; đã ghi lại {told['closed_again']} giá trị, tệp, chỉ mục;"
            f" khóa nghỉ: {told['retired'] or 'không có'}."
        )
        self.stdout.write(json.dumps(told) if options["json"] else said)

    def _rotate(self, wait: float) -> dict[str, Any]:
        key = self._key(settings.FIELD_KEYS)
        done = self._twice(lambda: self._walk(key), wait=wait)
        self._verify(key)
        return {"key": key, "closed_again": done, "retired": self._retire(settings.FIELD_KEYS)}

    def _rotate_blind(self, wait: float) -> dict[str, Any]:
        key = self._key(settings.BLIND_KEYS)
        done = self._twice(self._walk_blind, wait=wait)
        if left := self._walk_blind():  # each walk looks at every index there is
            raise CommandError(f"vẫn còn {left} chỉ mục của khóa cũ vừa được ghi; khóa cũ chưa nghỉ, hãy chạy lại")
        return {"key": key, "closed_again": done, "retired": self._retire(settings.BLIND_KEYS)}

    def _twice(self, walk: Callable[[], int], *, wait: float) -> int:
        """Walk, let what was begun with the old key end, and walk again over what it wrote meanwhile."""
        began = rotation.real_moment() + timedelta(seconds=rotation.SETTLE)
        done = walk()
        time.sleep(rotation.SETTLE)
        if not rotation.wait_for_older(began, seconds=wait):
            raise CommandError("còn giao dịch cũ đang chạy; khóa cũ chưa nghỉ, hãy chạy lại lệnh này")
        return done + walk()

    def _key(self, ring: Any) -> str:
        """Return the key to write with: the one of a rotation that was stopped, else a new one."""
        try:
            return str(next(reversed(ring)) if len(ring) > 1 else ring.add())
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _retire(self, ring: Any) -> list[int]:
        """Let every key but the newest rest: only called when nothing is left that was written with them."""
        retired = list(ring)[:-1]
        for name in retired:
            ring.retire(name)
        return retired

    def _walk_blind(self) -> int:
        return sum(self._told(name, walk()) for name, walk in rekeying.walks())

    def _walk(self, key: str) -> int:
        tables = [(m._meta.db_table, rotation.close_again(m, fields)) for m, fields in rotation.tables()]
        return sum(self._told(name, steps) for name, steps in [*tables, ("files", actions.close_again(key=key))])

    def _told(self, name: str, steps: Iterable[int]) -> int:
        """Run the steps and tell how far they are."""
        done = 0
        for count in steps:
            done += count
            if not self.quiet:
                self.stdout.write(f"{name}: {done}")
                self.stdout.flush()
        return done

    def _verify(self, key: str) -> None:
        left = rotation.left()
        young = blobs.young_strangers(key=key, younger_than=YOUNG)
        if left or young:
            what = ", ".join([*(f"{name}: {count}" for name, count in left.items()), *young])
            raise CommandError(f"còn dưới khóa cũ: {what}; khóa cũ chưa nghỉ, hãy chạy lại lệnh này sau ít phút")
