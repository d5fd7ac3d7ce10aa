"""Differences from a crawl: put into the queue, approved into the national record, or not taken."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.procedures import permissions
from motcua.procedures.actions.records import describe, mark_for_review, tables, version_of
from motcua.procedures.choices import ChangeKind, NationalAction
from motcua.procedures.lifecycle import CHANGES
from motcua.procedures.models import ImportRun, NationalChange, NationalProcedure


@creates(NationalAction.PROPOSE, permit=permissions.may_propose_change)
def propose_change(
    *,
    by: Post,
    kind: str,
    code: str,
    scope: str,
    name: str,
    run: ImportRun,
    source_kind: str,
    procedure: NationalProcedure | None = None,
    base: int = 0,
    content: dict[str, Any] | None = None,
    digest: str = "",
    aspects: list[str] | None = None,
    doubts: list[str] | None = None,
    source: str = "",
    source_updated: str = "",
    asked: str = "",
) -> tuple[NationalChange, dict[str, Any]]:
    """Put a difference into the queue; it changes nothing. Raises BadInput `content_missing`."""
    if kind != ChangeKind.MISSING and not content:
        raise BadInput("content_missing", "Khác biệt không có nội dung.", field="content")
    change = NationalChange(
        kind=kind, code=code[:40], scope=scope[:20], name=name[:1500], folded=f"{code} {fold(name)}"[:1500], run=run,
        source_kind=source_kind, procedure=procedure, base=base, content=content or {}, digest=digest,
        aspects=aspects or [], doubts=doubts or [], source=source[:300], source_updated=source_updated[:10],
        asked=asked,
    )  # fmt: skip
    change.save(force_insert=True)
    return change, {"kind": kind, "base": base}


@action(NationalAction.SUPERSEDE, permit=permissions.may_decide_change, lifecycle=CHANGES)
def supersede_change(change: NationalChange, *, by: Post) -> None:
    """Take a waiting difference out of the queue: a newer one about the same record takes its place."""


@action(NationalAction.REJECT, permit=permissions.may_decide_change, lifecycle=CHANGES)
def reject_change(change: NationalChange, *, by: Post, finding: str) -> None:
    """Leave the national record as it is; the same difference is not asked again. Raises BadInput `finding_needed`."""
    if not clean(finding):
        raise BadInput("finding_needed", "Hãy ghi vì sao không lấy.", field="finding")
    change.finding = clean(finding)[:500]


@action(NationalAction.APPROVE, permit=permissions.may_decide_change, lifecycle=CHANGES)
def approve_change(change: NationalChange, *, by: Post, finding: str = "") -> dict[str, Any]:
    """Let the national record say what the difference says; adopted procedures concerned are to be reviewed.

    A record that is missing becomes abolished from today; nothing is deleted. Raises BadInput `base_moved` when the
    record has changed since the difference was found.
    """
    change.finding = clean(finding)[:500]
    row = _standing(change)
    if change.kind == ChangeKind.MISSING:
        return _abolish(change, row)
    return _write(change, row)


def _standing(change: NationalChange) -> NationalProcedure | None:
    """Return the national record as it stands, locked. Raises BadInput `base_moved`."""
    rows = NationalProcedure.objects.select_for_update(no_key=True)
    row = rows.filter(code=change.code, scope=change.scope).first()
    if (row.number if row else 0) != change.base:
        raise BadInput("base_moved", "Bản quốc gia đã đổi kể từ khi so sánh. Hãy nhập lại tệp để so lại.")
    return row


def _abolish(change: NationalChange, row: NationalProcedure | None) -> dict[str, Any]:
    if row is None:
        return {"editions": 0}
    today = local(change.moment).date()
    row.abolished_on = today
    row.save(update_fields=["abolished_on"])
    why = f"Thủ tục không còn trong danh mục quốc gia (ghi nhận ngày {today:%d/%m/%Y})"
    return {"procedure": row.pk, "editions": mark_for_review(row.pk, why, on=today)}


def _write(change: NationalChange, row: NationalProcedure | None) -> dict[str, Any]:
    record = change.record()
    row = row or NationalProcedure(code=change.code, scope=change.scope, number=0)
    row.number += 1
    row.abolished_on = None
    kind, updated = change.source_kind, change.source_updated
    describe(row, record, kind=kind, updated=updated, doubts=change.doubts, known=tables())
    row.save()
    version_of(row, record, run=change.run, changes=change.aspects).save(force_insert=True)
    change.procedure = row
    why = f"Bản quốc gia mới (số {row.number}) khác ở: {', '.join(change.aspects)}"
    marked = mark_for_review(row.pk, why, on=local(change.moment).date()) if change.aspects else 0
    return {"procedure": row.pk, "number": row.number, "editions": marked}


def decide_of_many(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Return `act(key, by=, version=, inputs=)` for one difference of many: it raises what the action raises."""

    def act(key: int, *, by: Post, version: int, inputs: Mapping[str, Any]) -> Any:
        return verb(NationalChange.objects.visible_to(by).get(pk=key), by=by, version=version, **dict(inputs))

    return act
