"""`motcua operator`: which unit operates this installation, and another in its place.

What holds for every unit on the machine (the nation's calendar, the queue, the terms for personal data) is that
unit's. Whoever may name it is at the server's console already; it is recorded at both units, with the reason.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.agencies.actions.units import operate
from motcua.agencies.models import Agency, Post
from motcua.core.errors import Refused


class Command(BaseCommand):
    help = "Cho biết đơn vị vận hành hệ thống; có --code thì giao việc đó cho một đơn vị khác."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", default="", help="mã đơn vị nhận vận hành, ví dụ H57")
        parser.add_argument("--reason", default="", help="lý do, ghi vào diễn biến của hai đơn vị")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name the unit, or hand over; a refusal is said in words."""
        if options["code"]:
            hand_over(options["code"], reason=options["reason"])
        unit = Agency.objects.operator()
        told = {"code": unit.code if unit else None, "name": unit.name if unit else None}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _said(unit))


def hand_over(code: str, *, reason: str) -> None:
    """Let another unit operate from now on. Raises CommandError."""
    unit = Agency.objects.filter(code=code).first()
    if unit is None or not reason.strip():
        raise CommandError("Không có đơn vị này, hoặc chưa nêu lý do.")
    try:
        operate(unit, by=Post.objects.system(), note=reason)
    except Refused as refused:
        raise CommandError(str(refused.message)) from refused


def _said(unit: Agency | None) -> str:
    return f"{unit.code} {unit.name}" if unit else "Chưa đơn vị nào vận hành: giao bằng --code."
