"""`motcua routes`: check a file on an office's calendar, export the route of an adopted procedure, import one.

Export and import speak of the same thing: the route of the draft (`--edition` exports a published one). What is
imported is never lost: a route with faults lies in the draft, where it can be mended; only publishing refuses it.
Exit 0: done; 1: done, but the route has faults; 2 with a Vietnamese sentence: nothing was done.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.procedures.actions.routing import change_route
from motcua.procedures.cli import add_check, file_of, refuse, run_check
from motcua.procedures.editions import content_from
from motcua.procedures.faults import check, monday_morning
from motcua.procedures.models import Adoption
from motcua.procedures.route_export import FORMATS, exported, limit_of
from motcua.procedures.route_files import RouteFile
from motcua.worktime.calendars import CalendarError
from motcua.worktime.stored import calendar_of, calendar_of_agency


class Command(BaseCommand):
    help = "Quy trình giải quyết: check, export, import / routes as data"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|export|import")
        add_check(verbs.add_parser("check", help="kiểm tra một tệp quy trình"))
        export = verbs.add_parser("export", help="xuất quy trình của bản thảo, hoặc của một bản đã ban hành")
        export.add_argument("--format", choices=sorted(FORMATS), default="json", help="mặc định: json")
        export.add_argument("--edition", type=int, metavar="SỐ", help="xuất bản đã ban hành mang số này")
        export.add_argument("--draft", action="store_true", help="xuất bản thảo (mặc định)")
        bring = verbs.add_parser("import", help="nhập một tệp quy trình vào bản thảo")
        for verb in (export, bring):
            verb.add_argument("code", metavar="CODE", help="mã thủ tục")
            verb.add_argument("--agency", default="", metavar="OFFICE", help="mã đơn vị áp dụng, khi có nhiều đơn vị")
        bring.add_argument("file", metavar="FILE", help="tệp quy trình")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb asks."""
        if options["verb"] == "check":
            self._check(options)
            return
        adoption = adoption_of(options["code"], options["agency"])
        if options["verb"] == "export":
            self.stdout.write(_exported(adoption, options))
        else:
            self._import(adoption, options["file"])

    def _check(self, options: dict[str, Any]) -> None:
        try:
            calendar = calendar_of_agency(options["agency"], today())
        except CalendarError as error:
            refuse(str(error))
        sys.exit(run_check(Namespace(**options), calendar, after=today()))

    def _import(self, adoption: Adoption, path: str) -> None:
        read = file_of(path)
        if read.ignored:
            refuse(f"“{path}”: có khóa không đọc được: {', '.join(read.ignored)}. Chưa nhập gì.")
        try:
            change_route(adoption, by=Post.objects.system(), route=read.route, note="Nhập quy trình từ tệp")
        except Refused as refused:
            refuse(refused.message)
        self.stdout.write(f"Đã nhập quy trình {len(read.route.steps)} bước vào bản thảo {adoption.procedure.code}.")
        self._tell(adoption, read)

    def _tell(self, adoption: Adoption, read: RouteFile) -> None:
        calendar = calendar_of(adoption.office, today())
        limit = limit_of(content_from(adoption.draft).limits) or read.limit
        found = check(read.route, limit, calendar, monday_morning(calendar, today()))
        for fault in found:
            self.stdout.write(f"- {f'{fault.step}: ' if fault.step else ''}{fault.message} ({fault.code})")
        if read.limit is not None and limit != read.limit:
            self.stdout.write(f"Thời hạn trong tệp ({read.limit.words()}) khác của bản thảo: giữ của bản thảo.")
        if found:
            self.stdout.write("Quy trình còn lỗi: sửa trong bản thảo rồi mới ban hành được.")
            sys.exit(1)


def adoption_of(code: str, office: str) -> Adoption:
    """Return the adoption of a procedure by its code; ends with 2 when there is none, or several and none is named."""
    rows = Adoption.objects.visible_to(Post.objects.system()).standing().filter(procedure__code=code)
    found = list(rows.select_related("office", "division", "procedure").order_by("office__code"))
    if office:
        found = [each for each in found if each.office.code == office]
    if not found:
        refuse(f"Không đơn vị nào{f' mang mã “{office}”' if office else ''} đang áp dụng thủ tục “{code}”.")
    if len(found) > 1:
        refuse(f"Nhiều đơn vị áp dụng thủ tục này, hãy thêm --agency: {', '.join(each.office.code for each in found)}.")
    return found[0]


def _exported(adoption: Adoption, options: dict[str, Any]) -> str:
    number = options["edition"]
    content: Any = adoption.draft
    if number is not None:
        content = adoption.editions.filter(number=number).values_list("content", flat=True).first()
    if content is None:
        refuse(f"Thủ tục này không có bản số {number}.")
    try:
        return exported(content, options["format"])
    except ValueError as error:
        refuse(str(error))
