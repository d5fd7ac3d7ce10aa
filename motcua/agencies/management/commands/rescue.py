"""`motcua rescue`: lets somebody in again who lost password or second proof when no administrator is left to help.

Whoever may run it is at the server's console already. It is recorded in the name of the system, with the reason.
"""

import json
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from motcua.agencies.actions.people import change_password
from motcua.agencies.actions.second_factors import has_second_factor, reset_second_factors
from motcua.agencies.models import Person, Post
from motcua.core.errors import Refused


class Command(BaseCommand):
    help = "Đặt mật khẩu dùng một lần và gỡ xác thực hai lớp của một người, khi không còn quản trị viên nào giúp được."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--reason", required=True, help="lý do, ghi vào diễn biến của tài khoản")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both or nothing; a refusal is said in words."""
        try:
            password = rescue(options["username"], reason=options["reason"])
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        told = {"username": options["username"].lower(), "password": password}
        self.stdout.write(json.dumps(told) if options["json"] else f"Mật khẩu dùng một lần: {password}")


@transaction.atomic
def rescue(username: str, *, reason: str) -> str:
    """Return the new password, to be changed at the log-in; sessions end, a second proof is set up anew."""
    person = Person.objects.filter(username=username.lower()).first()
    if person is None or not reason.strip():
        raise CommandError("Không có tài khoản này, hoặc chưa nêu lý do.")
    by = Post.objects.system()
    if has_second_factor(person):
        person = reset_second_factors(person, by=by, note=reason)
    password = secrets.token_urlsafe(15)
    change_password(person, by=by, password=password, note=reason)
    return password
