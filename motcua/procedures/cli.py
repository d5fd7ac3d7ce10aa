"""`motcua routes check`: a route file looked at on the command line; no settings, no database unless --agency is given.

Exit 0: in order; 1: problems; 2 with a Vietnamese sentence on the error channel: not a route, nothing to work on.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from motcua.procedures.faults import Fault, check, monday_morning
from motcua.procedures.route_files import NotARoute, RouteFile, read_route
from motcua.questions.reading import MOST_BYTES, Unreadable, read_json
from motcua.worktime.calendars import Calendar, calendar_from

WORKDAY = ["07:00-11:30", "13:30-17:00"]
USUAL_WEEK = {"weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), WORKDAY)}
SOME_DAY = date(2026, 1, 1)  # the usual week has no exceptions: any day is as good


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        refuse(f"Tham số không đúng: {message}")


def refuse(message: str) -> NoReturn:
    """Say why there is nothing to work on, and end with 2."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)


def needs_database(argv: list[str]) -> bool:
    """Whether a command line asks for a stored calendar or an edition."""
    asks = any(word == "--agency" or word.startswith("--agency=") for word in argv)
    return asks or argv[1:2] in (["export"], ["import"])


def main(argv: list[str]) -> int:
    """Run one command; returns the exit code."""
    parser = _Parser(prog="motcua", description="Quy trình giải quyết viết thành tệp JSON.")
    verbs = parser.add_subparsers(required=True, metavar="routes").add_parser("routes", help="kiểm tra quy trình")
    add_check(verbs.add_subparsers(required=True, metavar="check|export|import").add_parser("check"))
    options = parser.parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return run_check(options, calendar_from(USUAL_WEEK), after=SOME_DAY)


def add_check(parser: argparse.ArgumentParser) -> None:
    """Give a parser what `check` asks for."""
    parser.add_argument("file", metavar="FILE.json", help="tệp quy trình")
    parser.add_argument("--agency", metavar="CODE", help="chạy trên lịch làm việc của đơn vị này")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def run_check(options: argparse.Namespace, calendar: Calendar, *, after: date) -> int:
    """Check a file on a calendar, as if received on a Monday after a day at the start of the first session."""
    read = file_of(options.file)
    found = check(read.route, read.limit, calendar, monday_morning(calendar, after))
    if options.json:
        told = {"ok": not found, "problems": [fault.data() for fault in found]}
        told |= {"ignored": list(read.ignored)} if read.ignored else {}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found, read.ignored)))
    return 1 if found else 0


def _lines(found: list[Fault], ignored: tuple[str, ...]) -> list[str]:
    lines = [f"- {fault.step + ': ' if fault.step else ''}{fault.message} ({fault.code})" for fault in found]
    head = f"Quy trình có {len(found)} lỗi:" if found else "Quy trình dùng được."
    return [head, *lines, *([f"Không đọc các khóa: {', '.join(ignored)}."] if ignored else [])]


def file_of(path: str) -> RouteFile:
    """Read a route file. Ends with 2 for what cannot be read or is not of the form."""
    try:
        with Path(path).open("rb") as file:
            return read_route(read_json(file.read(MOST_BYTES + 1)))
    except (OSError, ValueError) as error:
        refuse(f"“{path}”: {_why(error)}")


def _why(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return error.message
    reasons = {"FileNotFoundError": "không có tệp này", "IsADirectoryError": "đây là thư mục"}
    return str(error) if isinstance(error, NotARoute) else reasons.get(type(error).__name__, "không mở được")
