"""motcua keys rotate: a new key, everything closed again with it, the old one retired."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from motcua.core import rotation
from motcua.files import actions, blobs

YOUNG = timedelta(minutes=10)  # an upload whose bytes are written has its row long before


class Command(BaseCommand):
    help = (
        "Thay khóa: thêm khóa mới, mã hóa lại mọi dòng và mọi tệp bên cạnh hệ thống đang chạy, kiểm tra, rồi cho"
        " khóa cũ nghỉ. Bị dừng giữa chừng thì chạy lại: lệnh làm tiếp."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["rotate"])
        parser.add_argument("--wait", type=float, default=120, help="giây chờ các giao dịch cũ kết thúc")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["json"]
        key = self._key()
        began = rotation.real_moment() + timedelta(seconds=rotation.SETTLE)
        done = self._walk(key)
        time.sleep(rotation.SETTLE)
        if not rotation.wait_for_older(began, seconds=options["wait"]):
            raise CommandError("còn giao dịch cũ đang chạy; khóa cũ chưa nghỉ, hãy chạy lại lệnh này")
        done += self._walk(key)  # what was written with the old key while we walked
        self._verify(key)
        retired = [name for name in settings.FIELD_KEYS if str(name) != key]
        for name in retired:
            settings.FIELD_KEYS.retire(name)
        told = {"key": key, "closed_again": done, "retired": retired}
        said = f"Khóa {key} đang dùng; đã mã hóa lại {done} giá trị và tệp; khóa nghỉ: {retired or 'không có'}."
        self.stdout.write(json.dumps(told) if options["json"] else said)

    def _key(self) -> str:
        """Return the key to close with: the one of a rotation that was stopped, else a new one."""
        if len(settings.FIELD_KEYS) > 1:
            return rotation.newest()
        try:
            return str(settings.FIELD_KEYS.add())
        except ValueError as error:
            raise CommandError(str(error)) from error

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
