"""`motcua`: a thin face over Django's commands, and over a few that need neither Django nor a database.

A new command with a database is a Django management command of its app; it needs a line here only to be listed.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from motcua import __version__


class Command(NamedTuple):
    """`pure` and `unless` are "module:function" over the command line; `unless` tells when the database is needed."""

    help: str
    pure: str | None = None
    unless: str | None = None


RUN = "config.commands:run"  # Django's commands; named, because config stands above every app

COMMANDS = {
    "deadlines": Command(
        "ngày hẹn trả: explain (giải thích), batch (nhiều hồ sơ) / due dates and why",
        "motcua.worktime.cli:main",
        "motcua.worktime.cli:needs_database",
    ),
    "limits": Command("đọc thời hạn viết bằng chữ / read time limits from text", "motcua.worktime.cli:main"),
    "forms": Command(
        "biểu mẫu điện tử: check, run, print, tidy, schema / online forms as data", "motcua.questions.cli:main"
    ),
    "routes": Command(
        "quy trình giải quyết: check, export, import / routes as data",
        "motcua.procedures.cli:main",
        "motcua.procedures.cli:needs_database",
    ),
    "procedures": Command("nhập danh mục thủ tục / import the catalogue of procedures"),
    "permissions": Command("ai được làm gì: matrix / who may do what, at every address", "config.matrix.listing:main"),
    "reactions": Command("việc theo sau mỗi sự kiện / what follows from each event"),
    "operator": Command("đơn vị nào vận hành hệ thống: xem, giao / which unit operates the installation"),
    "reorganise": Command("sắp xếp đơn vị: xem trước, chuyển / re-organise units: preview, run"),
    "report": Command("báo cáo theo mẫu quy định của một kỳ: json, xlsx, pdf, csv / a statutory report of a period"),
    "index766": Command("bộ chỉ số phục vụ 766 của một đơn vị, một kỳ / the service index of a unit and period"),
    "reports": Command("biểu báo cáo: layouts (các bản), check (kiểm tra một tệp) / the layouts of reports"),
    "figures": Command("số liệu của báo cáo: replay, verify, compact, rebuild / the facts behind reports"),
    "evaluation": Command("đánh giá việc giải quyết thủ tục theo cơ quan / the one-stop evaluation of offices"),
    "journal": Command("niêm phong và kiểm tra nhật ký / seal and verify the journal"),
    "backup": Command("sao lưu vào một thư mục trống / put everything aside"),
    "drilled": Command("ghi một lần diễn tập khôi phục / tell of a restore drill"),
    "restore": Command("khôi phục vào cơ sở dữ liệu trống / bring a backup back into an empty database"),
    "erased": Command("danh sách đã hủy: redo (hủy lại sau khôi phục), verify / erase again after a restore"),
    "files": Command("tệp trong kho: verify, bring (đổi kho) / verify every file, bring from another storage"),
    "demo": Command("tạo văn phòng mẫu; --serve: chạy / make the sample office; --serve: run it", "config.demo:main"),
    "establish": Command("lập đơn vị và người quản trị đầu tiên / the first unit and its administrator"),
    "rescue": Command("cho một người vào lại khi mất mật khẩu và lớp thứ hai / let somebody in again"),
    "serve": Command("chạy web / serve the pages and the API", "config.serving:main"),
    "work": Command("chạy bộ xử lý nền / do the jobs", "config.serving:main"),
    "keys": Command(
        "tạo tệp khóa mới; rotate: thay khóa / make a file of new keys; rotate: change the key",
        "config.keys:main",
        "config.keys:needs_database",
    ),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in {"-h", "--help", "help"}:
        return _help()
    if words[0] == "--version":
        return _say(__version__)
    command = COMMANDS.get(words[0])
    if command and command.pure and not (command.unless and _named(command.unless)(words)):
        return int(_named(command.pure)(words) or 0)
    return int(_named(RUN)(words) or 0)


def _named(name: str) -> Callable[[list[str]], Any]:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _help() -> int:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()]
    return _say(
        "motcua LỆNH [...]: một cửa từ dòng lệnh / the one-stop shop from the command line\n\n"
        + "\n".join(lines)
        + "\n\nmotcua LỆNH --help: chi tiết / details. Mọi lệnh khác là của Django / any other command is Django's own:"
        " migrate, check, shell…"
    )


def _say(text: str) -> int:
    sys.stdout.write(text + "\n")
    return 0
