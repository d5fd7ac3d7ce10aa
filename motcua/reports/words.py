"""What the commands share: the report and period they are asked for, and how they say that there is nothing to do."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from motcua.reports.layouts import Layout, layout_of


def refuse(message: str) -> NoReturn:
    """Say why, and end with 2."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)


def add_period(parser: ArgumentParser) -> None:
    """Let a command be asked for the days from one to another, both within."""
    parser.add_argument("--from", dest="first", required=True, type=date.fromisoformat, metavar="NGÀY")
    parser.add_argument("--to", dest="last", required=True, type=date.fromisoformat, metavar="NGÀY")


def check_period(options: Mapping[str, Any]) -> None:
    """End with 2 for a period that ends before it begins."""
    if options["last"] < options["first"]:
        refuse("Ngày cuối đứng trước ngày đầu.")


def layout_in(options: Mapping[str, Any]) -> Layout:
    """Return the report that is asked for; ends with 2 for none, or for a period that ends before it begins."""
    check_period(options)
    try:
        return layout_of(options["report"], on=options["last"])
    except KeyError:
        refuse(f"Không có báo cáo “{options['report']}” áp dụng ngày {options['last']:%d/%m/%Y}.")
