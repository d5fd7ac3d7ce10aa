"""The layouts with which the house is shipped (`facts/*.json`) become version 1 of each report, by a migration."""

import json
from pathlib import Path
from typing import Any

from django.db.migrations.operations import RunPython

from motcua.reports.models.layouts import BEGINNING
from motcua.reports.writing import digest_of

FACTS = Path(__file__).parent / "facts"


def shipped() -> dict[str, dict[str, Any]]:
    """Return code → layout as it was shipped."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FACTS.glob("*.json"))}


def load_shipped() -> RunPython:
    """Return the migration step that publishes every shipped layout that the database does not know yet.

    A new file in `facts/` needs a new migration with this step, for installations that ran the ones before.
    """
    return RunPython(_load, RunPython.noop)


def _load(apps: Any, editor: Any) -> None:
    layouts, versions, events = (
        apps.get_model("reports", name).objects for name in ("ReportLayout", "LayoutVersion", "LayoutEvent")
    )
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        (moment,) = cursor.fetchone()
    there = set(layouts.values_list("code", flat=True))
    for code, content in shipped().items():
        if code in there:
            continue
        layout = layouts.create(code=code, published=1)
        digest = digest_of(content)
        versions.create(
            layout=layout, number=1, valid_from=BEGINNING, content=content, digest=digest, published_by=system
        )
        changed = {"code": code, "published": 1, "draft_digest": ""}
        events.create(
            subject=layout, action="report_layout.create", by=system, version=1, happened_at=moment,
            data={"number": 1, "digest": digest, "changed": changed},
        )  # fmt: skip
