"""motcua procedures import FILE… [--json]: the national catalogue from the files of its sources."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from motcua.agencies.models import Post
from motcua.procedures.choices import Outcome
from motcua.procedures.importers.catalogue import Report, import_file
from motcua.procedures.readers.files import UnreadableError

BAR = 30


class Command(BaseCommand):
    help = "Nhập danh mục thủ tục hành chính / import national procedures: procedures import FILE… [--json]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verb = verbs.add_parser("import", help="JSON, JSON.GZ, XLSX hoặc CSV; mỗi tệp một giao dịch")
        verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
        verb.add_argument(
            "--review", action="store_true", help="chỉ đưa khác biệt vào hàng chờ duyệt / queue, do not apply"
        )
        verb.add_argument(
            "--whole",
            action="store_true",
            help="tệp là toàn bộ danh mục: hỏi về thủ tục không còn thấy / ask what is gone",
        )
        verb.add_argument("--json", action="store_true", help="in kết quả từng bản ghi dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Post.objects.system()
        how = {"review": options["review"], "whole": options["whole"]}
        results = [self._import(path, by, how) for path in options["files"]]
        whole = {str(o): sum(result.get(str(o), 0) for result in results) for o in Outcome}
        if options["json"]:
            self.stdout.write(json.dumps({**whole, "files": results}, ensure_ascii=False))
        else:
            self._tell(results)
        if any("error" in result for result in results):
            sys.exit(1)

    def _import(self, path: Path, by: Post, how: dict[str, bool]) -> dict[str, Any]:
        started = time.monotonic()
        try:
            report = import_file(path, by=by, progress=self._bar(path.name), **how)
        except (UnreadableError, OSError) as refused:
            return {"file": str(path), "error": str(refused), "read": 0, **{str(o): 0 for o in Outcome}, "records": []}
        return {"file": str(path), **_as_json(report), "seconds": round(time.monotonic() - started, 2)}

    def _bar(self, name: str) -> Any:
        last = [-1]

        def progress(done: int, whole: int) -> None:
            share = done * BAR // whole
            if share != last[0]:
                last[0] = share
                end = "\n" if done == whole else ""
                self.stderr.write(f"\r{name} [{'#' * share:<{BAR}}] {done}/{whole}", ending=end)
                self.stderr.flush()

        return progress

    def _tell(self, results: list[dict[str, Any]]) -> None:
        for result in results:
            if "error" in result:
                self.stdout.write(f"{result['file']}: không nhập, {result['error']}")
                continue
            counts = ", ".join(f"{outcome.label.lower()} {result[str(outcome)]}" for outcome in Outcome)
            self.stdout.write(
                f"{result['file']}: đọc {result['read']} ({counts}), có điều cần xem {result['with_doubts']}"
            )
            if result["waiting"]:
                self.stdout.write(f"  chờ duyệt {result['waiting']}, trong đó không còn thấy {result['missing']}")
            for record in result["records"]:
                if record["outcome"] in (Outcome.DOUBTFUL, Outcome.REJECTED):
                    self.stdout.write(f"  {record['place']} {record['code']}: {'; '.join(record['reasons'])}")


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "kind": report.kind,
        "read": len(report.rows),
        **report.counts,
        "waiting": report.waiting,
        "missing": report.missing,
        "with_doubts": sum(bool(row.reasons) for row in report.rows),
        "records": [
            {
                "place": row.place, "code": row.code, "scope": row.scope, "name": row.name,
                "outcome": str(row.outcome), "reasons": list(row.reasons),
            }
            for row in report.rows
        ],
    }  # fmt: skip
