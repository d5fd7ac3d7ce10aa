"""`motcua establish`: the first unit of an empty installation and the person who administers it.

Everything else is set up by that person on the screens. It prints a password that must be changed at the first log-in.
"""

import json
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from motcua.agencies.actions.people import enrol_person
from motcua.agencies.actions.posts import appoint
from motcua.agencies.actions.units import create_agency
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.core.errors import Refused


class Command(BaseCommand):
    help = "Lập đơn vị đầu tiên và người quản trị của nó; từ chối khi đã có đơn vị."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True, help="mã đơn vị, ví dụ H57.54")
        parser.add_argument("--name", required=True, help="tên đầy đủ")
        parser.add_argument("--short-name", default="", help="tên gọn trên màn hình")
        parser.add_argument("--level", choices=Level.values, default=Level.COMMUNE)
        parser.add_argument("--kind", choices=Kind.values, default=Kind.PEOPLES_COMMITTEE)
        parser.add_argument("--username", required=True, help="tên đăng nhập của người quản trị")
        parser.add_argument("--person", required=True, help="họ và tên người quản trị")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up both or nothing; a refusal is said in words."""
        try:
            password = establish(**{name: options[name] for name in GIVEN})
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        told = {"agency": options["code"], "username": options["username"].lower(), "password": password}
        lines = f"Đăng nhập: {told['username']}\nMật khẩu dùng một lần: {password}"
        self.stdout.write(json.dumps(told) if options["json"] else lines)


GIVEN = ("code", "name", "short_name", "level", "kind", "username", "person")


@transaction.atomic
def establish(*, code: str, name: str, short_name: str, level: str, kind: str, username: str, person: str) -> str:
    """Create the unit, the person and their post in the name of the system; returns the password to be changed."""
    if Agency.objects.exclude(kind=Kind.SYSTEM).exists():
        raise CommandError("Đã có đơn vị: việc này chỉ làm một lần, đơn vị khác lập ở trang Quản trị.")
    by, since = Post.objects.system(), today()
    named = {"short_name": short_name} if short_name else {}
    unit = create_agency(by=by, parent=None, code=code, name=name, level=level, kind=kind, valid_from=since, **named)
    password = secrets.token_urlsafe(15)
    first = enrol_person(by=by, username=username, name=person, password=password)
    appoint(by=by, person=first, agency=unit, role=Role.ADMINISTRATOR, title="Quản trị hệ thống", valid_from=since)
    return password
