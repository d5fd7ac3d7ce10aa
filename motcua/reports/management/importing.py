"""`motcua figures import FILE --agency CODE`: figures of years before the system, from a spreadsheet."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from motcua.agencies.models import Agency, Post
from motcua.core.errors import Refused
from motcua.reports.actions.past import bring, enter
from motcua.reports.history.columns import TITLES
from motcua.reports.history.stored import findings_of
from motcua.reports.history.wording import kept, sentence
from motcua.reports.models import PastImport
from motcua.reports.words import refuse


def add_arguments(verb: ArgumentParser) -> None:
    """Say what `import` takes."""
    verb.add_argument("file", metavar="FILE", help="bảng tính xlsx hoặc CSV theo mẫu")
    verb.add_argument("--agency", required=True, metavar="CODE", help="cơ quan giữ số liệu, cùng các đơn vị bên dưới")
    verb.add_argument("--dry-run", action="store_true", help="chỉ xem, không lưu gì")
    verb.add_argument("--json", action="store_true")


def import_figures(options: Mapping[str, Any], write: Callable[[str], Any]) -> int:
    """Enter a file whole or not at all; return 0, or 1 when something of it does not add up. Ends with 2 else."""
    office = Agency.objects.filter(code=options["agency"]).first()
    if office is None:
        refuse(f"Không có đơn vị “{options['agency']}”.")
    path = Path(options["file"])
    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"Không đọc được tệp “{path}”: {error.strerror}.")
    with transaction.atomic():
        batch = _entered(office, path.name, content, write, as_json=options["json"])
        code = _tell(batch, write, options)
        transaction.set_rollback(options["dry_run"])
    return code


def _entered(office: Agency, name: str, content: bytes, write: Callable[[str], Any], *, as_json: bool) -> PastImport:
    by = Post.objects.system()
    try:
        batch = bring(by=by, office=office, name=name, content=content)
        if not batch.wrong:
            entered: PastImport = enter(batch, by=by)
            return entered
    except Refused as refused:
        refuse(refused.message)
    problems = [
        {"line": row["line"], "column": TITLES[key], "problem": words}
        for row in batch.lines
        for key, words in row["problems"]
    ]
    if as_json:
        write(json.dumps({"entered": False, "rows": batch.rows, "problems": problems}, ensure_ascii=False))
    lines = [f"- dòng {each['line']}, cột {each['column']}: {each['problem']}" for each in problems]
    refuse("\n".join([f"{batch.wrong} dòng có lỗi, chưa nhập gì:", *lines]))


def _tell(batch: PastImport, write: Callable[[str], Any], options: Mapping[str, Any]) -> int:
    found = [kept(each) for each in findings_of(batch)]
    if options["json"]:
        told = {"entered": not options["dry_run"], "rows": batch.rows, "figures": batch.figures, "findings": found}
        write(json.dumps(told, ensure_ascii=False))
    else:
        done = "Xem thử" if options["dry_run"] else "Đã nhập"
        write(f"{done} {batch.rows} dòng, {batch.figures} số liệu; {len(found)} chỗ không khớp.")
        for each in found:
            write(f"- {sentence(each)}")
    return 1 if found else 0
