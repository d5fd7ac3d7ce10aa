"""Figures of years before the system: a file is looked at and kept, then entered whole, or given up; or withdrawn."""

import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.reports import permissions
from motcua.reports.choices import PastAction
from motcua.reports.history.checking import Finding, findings
from motcua.reports.history.columns import read
from motcua.reports.history.reading import Reading, kept_lines, readings, rows_in
from motcua.reports.history.statements import Statement, above, contains
from motcua.reports.history.stored import counting, statements_of
from motcua.reports.lifecycle import PAST_IMPORTS
from motcua.reports.models import PastFigure, PastFinding, PastImport

ONE_AT_A_TIME = 6_001_767  # of what is told of the past, what contains what is looked at as a whole
NAME_LIMIT = 160


@creates(PastAction.BRING, permit=permissions.may_bring)
def bring(*, by: Post, office: Agency, name: str, content: bytes) -> PastImport:
    """Look at a file of past figures and keep what it says with what is wrong in it; nothing counts yet.

    Raises BadInput as `columns.read` does.
    """
    found = readings(office, read(content), on=today())
    batch = PastImport(
        office=office, name=clean(name)[:NAME_LIMIT] or "(không tên)", digest=hashlib.sha256(content).hexdigest(),
        post=by, lines=kept_lines(found), rows=len(found),
    )  # fmt: skip
    PAST_IMPORTS.begin(batch, PastAction.BRING)
    batch.save(force_insert=True)
    return batch


@action(PastAction.ENTER, permit=permissions.may_settle_import, lifecycle=PAST_IMPORTS)
def enter(batch: PastImport, *, by: Post) -> dict[str, int]:
    """Let a file's figures count, all or none, and keep what of them does not add up.

    What it says is judged anew: what was told meanwhile counts. Raises BadInput (`rows_wrong`, `told_meanwhile`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    found = readings(batch.office, rows_in(batch), on=today())
    if wrong := [each for each in found if each.problems]:
        lines = ", ".join(str(each.line) for each in wrong[:10])
        raise BadInput("rows_wrong", f"{len(wrong)} dòng còn lỗi (dòng {lines}). Sửa trong tệp rồi gửi lại.")
    replaced = _replaced(batch, found)
    try:
        with transaction.atomic():
            made = PastFigure.objects.bulk_create(_figures(batch, found), batch_size=1_000)
    except IntegrityError as error:
        raise BadInput("told_meanwhile", "Người khác vừa nhập số liệu của kỳ này. Xem lại tệp.") from error
    left = _left_over(batch, found)
    PastFinding.objects.bulk_create([_finding(batch, each) for each in left], batch_size=1_000)
    batch.lines, batch.entered_at = kept_lines(found), now()
    batch.figures, batch.flags = len(made), len(left)
    return {"replaced": replaced}


def _replaced(batch: PastImport, found: Sequence[Reading]) -> int:
    """Let what the file replaces count no more; it stays, and says by what it was replaced."""
    number = 0
    for row in found:
        if row.replaces and row.statement:
            agency, span, field, first, last = row.statement.key
            rows = PastFigure.objects.counting().filter(agency=agency, span=span, field=field, first=first, last=last)
            number += rows.update(in_force=False, replaced_by=batch)
    return number


def _figures(batch: PastImport, found: Sequence[Reading]) -> list[PastFigure]:
    return [
        PastFigure(
            batch=batch, line=row.line, agency_id=row.statement.agency, span=row.statement.span,
            field=row.statement.field, first=row.statement.first, last=row.statement.last, measure=measure, value=value,
            mark=row.statement.marks.get(measure, ""), source=row.statement.source,
        )
        for row in found if row.statement
        for measure, value in row.statement.values.items()
    ]  # fmt: skip


def _left_over(batch: PastImport, found: Sequence[Reading]) -> list[Finding]:
    """What does not add up of the file's statements, also with those that others brought before."""
    mine = [row.statement for row in found if row.statement]
    keys = {each.key for each in mine}
    near = _near(batch, mine)
    return [each for each in findings(near) if keys & {each.of.key, *(part.key for part in each.parts)}]


def _near(batch: PastImport, mine: Sequence[Statement]) -> list[Statement]:
    """Return all that counts and could contain what is new, or be contained in it, the new among it."""
    paths = {each.path for each in mine}
    units = Agency.objects.filter(path__in={path for each in paths for path in above(each)}).order_by()
    keys = set(units.values_list("pk", flat=True))
    for path in paths:
        keys |= set(Agency.objects.filter(path__startswith=path).order_by().values_list("pk", flat=True))
    told = statements_of(counting(keys))
    return [
        each
        for each in told
        if each.batch == batch.pk or any(contains(each, one) or contains(one, each) for one in mine)
    ]


def _finding(batch: PastImport, found: Finding) -> PastFinding:
    of = found.of
    return PastFinding(
        batch=batch, rule=found.rule, agency_id=of.agency, span=of.span, field=of.field, first=of.first, last=of.last,
        measure=found.measure, left=found.left, right=found.right, missing=list(found.missing),
    )  # fmt: skip


@action(PastAction.GIVE_UP, permit=permissions.may_settle_import, lifecycle=PAST_IMPORTS)
def give_up(batch: PastImport, *, by: Post) -> None:
    """Forget a file that was not entered, to send a better one."""


@action(PastAction.WITHDRAW, permit=permissions.may_settle_import, lifecycle=PAST_IMPORTS)
def withdraw(batch: PastImport, *, by: Post, note: str) -> dict[str, int]:
    """Let a file's figures count no more, with a reason; what they had replaced counts again.

    Raises BadInput `reason_needed`, StepRefused while a later file replaces some of them.
    """
    if not note:
        raise BadInput("reason_needed", "Nêu lý do rút.", field="note")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    later = PastFigure.objects.filter(batch=batch).exclude(replaced_by=None).select_related("replaced_by").first()
    if later is not None:
        raise StepRefused(f"Tệp “{later.replaced_by}” đã thay một phần số liệu này; rút tệp ấy trước.")
    gone = PastFigure.objects.filter(batch=batch).update(in_force=False)
    back = PastFigure.objects.filter(replaced_by=batch).update(in_force=True, replaced_by=None)
    batch.withdrawn_at = now()
    return {"gone": gone, "back": back}
