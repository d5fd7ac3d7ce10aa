"""`motcua reorganise FILE.json --preview | --run [--json]`: draw a re-organisation up from a file, look, carry it out.

FILE: {"name": …, "office": CODE, "on": "2025-07-01", "decision": …, "moves": […], "people": {…}}; the rest as in
`motcua.agencies.plans`. Running it again goes on with what still waits.
"""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from motcua.agencies.actions.reorganising import confirm_reorganisation, draft_reorganisation, run
from motcua.agencies.choices import ReorganisationState
from motcua.agencies.models import Agency, Post, Reorganisation
from motcua.agencies.plans import plan_of, read
from motcua.agencies.previews import as_json, progress_of
from motcua.core.errors import Refused


class Command(BaseCommand):
    help = "Sắp xếp đơn vị: xem trước (--preview) hoặc chuyển (--run) theo một tệp JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file, and what to do with it."""
        parser.add_argument("file", type=Path)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--preview", action="store_true", help="chỉ đếm, không ghi gì")
        which.add_argument("--run", action="store_true", help="chuyển; chạy lại thì làm tiếp phần còn lại")
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Preview or run; a refusal is said in words."""
        try:
            row = _row(_given(options["file"]))
            told = as_json(plan_of(row)) if options["preview"] else _run(row)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else _words(told))


def _given(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            "name": str(data["name"]),
            "office": str(data["office"]),
            "on": date.fromisoformat(data["on"]),
            "decision": str(data["decision"]),
            "plan": read(data),
        }
    except (OSError, KeyError, TypeError, ValueError) as wrong:
        raise CommandError(f"Không đọc được {path}: {wrong}") from wrong


def _row(given: dict[str, Any]) -> Reorganisation:
    """Return the one begun from this file before, else a new one, not yet saved."""
    office = Agency.objects.filter(code=given["office"]).first()
    if office is None:
        raise CommandError(f"Không có đơn vị mang mã {given['office']}.")
    same = Reorganisation.objects.exclude(state=ReorganisationState.CANCELLED).filter(
        office=office, on=given["on"], decision=given["decision"], plan=given["plan"]
    )
    return same.first() or Reorganisation(**given | {"office": office}, drafted_by=Post.objects.system())


def _run(row: Reorganisation) -> dict[str, Any]:
    by = Post.objects.system()
    if row.pk is None:
        row = draft_reorganisation(
            by=by, office=row.office, name=row.name, on=row.on, decision=row.decision, plan=row.plan
        )
    if row.state in (ReorganisationState.DRAFT, ReorganisationState.UNFINISHED):
        row = confirm_reorganisation(row, by=by, on=row.on)
    if row.state != ReorganisationState.DONE:
        row = run(row.pk)
    refused = row.items.filter(state="refused").values("part", "label", "message")
    return {"state": row.state, "parts": progress_of(row), "refused": list(refused)}


def _words(told: dict[str, Any]) -> str:
    lines = [f"(đoán) {each}" for each in told.get("guessed", ())]
    for part in told["parts"]:
        if "total" in part:
            ways = "; ".join(f"{way}: {number}" for way, number in part["ways"])
            lines.append(f"{part['label']}: {part['total']} ({ways})")
        else:
            lines.append(f"{part['label']}: {part['done']}/{part['whole']}, chưa được {part['refused']}")
    lines += [f"CHƯA ĐƯỢC {each['label']}: {each['message']}" for each in told.get("refused", ())]
    return "\n".join([*lines, f"Kết quả: {told['state']}"] if "state" in told else lines)
