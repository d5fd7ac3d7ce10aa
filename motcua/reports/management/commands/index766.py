"""`motcua index766 --agency CODE --from --to`: the index of service quality of a unit over a period.

`--definition` prints the weights and thresholds in force today; changed in a file, `--publish FILE` puts them in force.
Exit 0: done; 2 with a Vietnamese sentence: nothing was done.
"""

import json
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.reports.actions.service_index import publish_index
from motcua.reports.index_definition import Definition, stated_of
from motcua.reports.index_versions import definition_on
from motcua.reports.service_index import Index, Scored, index_of
from motcua.reports.words import refuse
from motcua.ui.formats import number

STATES = {"ok": "", "no_data": "chưa có số liệu", "not_applicable": "không phát sinh"}


class Command(BaseCommand):
    help = "Bộ chỉ số phục vụ 766 của một đơn vị, một kỳ / the service index of a unit and period"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", metavar="CODE", help="mã đơn vị, kể cả các đơn vị bên dưới")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="NGÀY")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="NGÀY")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--definition", action="store_true", help="in điểm, ngưỡng đang áp dụng (JSON)")
        parser.add_argument("--publish", metavar="TỆP", help="ban hành điểm, ngưỡng ghi trong tệp JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the index to the standard output."""
        if options["publish"]:
            self.stdout.write(_publish(options["publish"]))
        elif options["definition"]:
            self.stdout.write(json.dumps(_definition(definition_on(today())), ensure_ascii=False, indent=2))
        else:
            self._print(options)

    def _print(self, options: dict[str, Any]) -> None:
        agency, first, last = _asked(options)
        found = index_of(agency, definition_on(last), first=first, last=last, today=today())
        if options["json"]:
            period = {"agency": agency.code, "from": str(first), "to": str(last)}
            self.stdout.write(json.dumps(period | _told(found), ensure_ascii=False))
        else:
            self.stdout.write("\n".join([f"{agency.name}, {first:%d/%m/%Y} – {last:%d/%m/%Y}", *_lines(found)]))


def _asked(options: dict[str, Any]) -> tuple[Agency, date, date]:
    first, last = options["first"], options["last"]
    if not options["agency"] or first is None or last is None:
        refuse("Cần --agency, --from và --to.")
    agency = Agency.objects.filter(code=options["agency"]).first()
    if agency is None:
        refuse(f"Không có đơn vị “{options['agency']}”.")
    if last < first:
        refuse("Ngày cuối đứng trước ngày đầu.")
    return agency, first, last


def _publish(file: str) -> str:
    try:
        data = json.loads(Path(file).read_text("utf-8"))
        valid_from, source = date.fromisoformat(data["valid_from"]), data["source"]
        row = publish_index(by=Post.objects.system(), valid_from=valid_from, source=str(source), stated=data)
    except OSError as error:
        refuse(f"Không đọc được tệp “{file}”: {error.strerror}.")
    except BadInput as error:
        refuse(str(error))
    except (KeyError, TypeError, ValueError) as error:
        refuse(f"Tệp “{file}” không đúng dạng: {error}.")
    return f"Đã ban hành bản {row.number}, áp dụng cho kỳ kết thúc từ {row.valid_from:%d/%m/%Y}."


def _definition(definition: Definition) -> dict[str, Any]:
    return {"valid_from": str(definition.valid_from), "source": definition.source, **stated_of(definition)}


def _told(found: Index) -> dict[str, Any]:
    total, version = found.total, found.definition
    return {
        "definition": {"version": version.number, "valid_from": str(version.valid_from), "source": version.source},
        "indicators": [_row(row) for row in found.rows],
        "total": {
            "points": _plain(total.points), "reachable": _plain(total.reachable), "max": _plain(total.whole),
            "scaled": _plain(total.scaled), "band": found.band or None, "provisional_band": found.provisional or None,
        },
    }  # fmt: skip


def _row(row: Scored) -> dict[str, Any]:
    indicator = row.indicator
    return {
        "id": indicator.id, "name": indicator.name, "numerator": row.counted.numerator,
        "denominator": row.counted.denominator, "rate": _plain(row.rate), "points": _plain(row.points),
        "max_points": _plain(row.most), "threshold": _plain(indicator.weight.threshold), "state": row.state,
        "proposed": indicator.proposed, "note": row.note,
    }  # fmt: skip


def _plain(value: Decimal | None) -> float | None:
    """A number with two decimals at most: JSON has no other kind."""
    return None if value is None else float(value)


def _lines(found: Index) -> list[str]:
    lines = [f"{row.indicator.id} {row.indicator.name}: {_score(row)}" for row in found.rows]
    total = found.total
    return [*lines, f"Tổng: {number(total.points, 2)} trên {number(total.reachable, 2)} điểm có số liệu"]


def _score(row: Scored) -> str:
    met, whole = ("–" if each is None else number(each) for each in (row.counted.numerator, row.counted.denominator))
    counted = "–" if row.counted.denominator is None else f"{met}/{whole}"
    if row.points is None:
        return f"{counted} ({STATES[row.state]})" if STATES[row.state] else counted
    return f"{counted} = {number(row.points, 2)} trên {number(row.most, 2)} điểm"
