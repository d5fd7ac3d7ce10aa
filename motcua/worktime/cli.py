"""`motcua limits parse`, `motcua deadlines explain` and `motcua deadlines batch`: no Django, no database.

Exit 2 with a Vietnamese sentence on the error channel for whatever cannot be read; never a traceback.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from motcua.worktime.calendars import CalendarError
from motcua.worktime.cases import Desk, Stored, limit_data
from motcua.worktime.deadlines import UNIT_LABELS, DeadlineError, Policy
from motcua.worktime.limits import limit_from


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"Tham số không đúng: {message}\n")
        raise SystemExit(2)


def main(argv: list[str], *, stored: Stored | None = None) -> int:
    """Run one command; ``stored`` finds the calendar for --agency, without it --agency is refused in words."""
    options = _parser().parse_args(argv)
    try:
        with _utf8():
            return int(options.run(options, stored))
    except (CalendarError, DeadlineError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def needs_database(argv: list[str]) -> bool:
    """Whether a command line asks for a stored calendar."""
    return any(word == "--agency" or word.startswith("--agency=") for word in argv)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="motcua", description="Thời hạn và ngày hẹn trả.")
    groups = parser.add_subparsers(required=True, metavar="limits|deadlines")
    limits = groups.add_parser("limits", help="đọc thời hạn viết bằng chữ").add_subparsers(
        required=True, metavar="parse"
    )
    parse = limits.add_parser("parse", help="mỗi dòng vào một thời hạn, mỗi dòng ra một kết quả")
    parse.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parse.set_defaults(run=_parse)
    deadlines = groups.add_parser("deadlines", help="tính ngày hẹn trả").add_subparsers(
        required=True, metavar="explain|batch"
    )
    _add_explain(deadlines.add_parser("explain", help="tính một ngày hẹn trả và giải thích từng bước"))
    batch = deadlines.add_parser("batch", help="tính nhiều ngày hẹn trả, mỗi dòng một câu hỏi JSON")
    batch.add_argument("cases", metavar="CASES.jsonl", help="tệp câu hỏi; - là đầu vào chuẩn")
    batch.add_argument("--explain", action="store_true", help="kèm lời giải thích (lines)")
    batch.add_argument("--json", action="store_true", help="kết quả luôn là JSON")
    batch.set_defaults(run=_batch)
    return parser


def _add_explain(parser: argparse.ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--calendar", metavar="FILE.json", help="lịch làm việc trong tệp")
    place.add_argument("--agency", metavar="CODE", help="lịch làm việc của đơn vị trong cơ sở dữ liệu")
    parser.add_argument("--received", required=True, metavar="YYYY-MM-DDTHH:MM", help="lúc tiếp nhận")
    parser.add_argument("--limit", required=True, metavar="TEXT", help="thời hạn, ví dụ “15 ngày làm việc”")
    parser.add_argument("--cutoff", metavar="HH:MM", help="giờ chốt nhận trong ngày")
    parser.add_argument(
        "--pause", action="append", default=[], metavar="A/B", help="khoảng tạm dừng, dùng nhiều lần được"
    )
    parser.add_argument("--policy", default="pause", choices=[str(policy) for policy in Policy], help="tạm dừng làm gì")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_explain)


def _parse(options: argparse.Namespace, stored: Stored | None) -> int:
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        limit = limit_from(text)
        if options.json:
            _say(limit_data(text, limit))
        else:
            words = limit.words() if limit.amount is not None else UNIT_LABELS[limit.unit]
            sys.stdout.write(f"{text} → {words}" + (f" (nghi vấn: {limit.doubt})" if limit.doubt else "") + "\n")
    return 0


def _explain(options: argparse.Namespace, stored: Stored | None) -> int:
    where = {"agency": options.agency} if options.agency else {"calendar": options.calendar}
    case: dict[str, Any] = where | {
        "received": options.received,
        "limit": options.limit,
        "cutoff": options.cutoff,
        "pauses": options.pause,
        "policy": options.policy,
    }
    answer = Desk(stored=stored).answer(case, lines=True)
    if options.json:
        _say(answer)
    else:
        sys.stdout.write("\n".join(answer["lines"]) + "\n")
    return 0


def _batch(options: argparse.Namespace, stored: Stored | None) -> int:
    desk = Desk(folder=None if options.cases == "-" else Path(options.cases).parent, stored=stored)
    with _opened(options.cases) as lines:
        for line in lines:
            if line.strip():
                _say(_answered(desk, line, options.explain))
    return 0


def _answered(desk: Desk, line: str, explained: bool) -> dict[str, Any]:
    try:
        return desk.answer(json.loads(line), lines=explained)
    except json.JSONDecodeError:
        return {"error": "Dòng không phải JSON hợp lệ."}
    except (ValueError, OverflowError, RecursionError) as error:
        return {"error": str(error)}


@contextmanager
def _opened(path: str) -> Iterator[Iterable[str]]:
    if path == "-":
        yield sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8-sig", errors="replace") as file:
            yield file
    except OSError as error:
        raise DeadlineError(f"Không đọc được tệp “{path}”.") from error


@contextmanager
def _utf8() -> Iterator[None]:
    """Speak UTF-8 whatever the terminal's locale, and stop quietly when nobody reads any more."""
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        yield
    except BrokenPipeError:
        sys.stderr.close()


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
