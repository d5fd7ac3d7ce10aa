"""Remarks on figures: written, rewritten, erased; the text lies beside the event."""

from datetime import date

from motcua.agencies.models import Agency, Post
from motcua.bulletins import permissions
from motcua.bulletins.choices import Action
from motcua.bulletins.models import Remark, RemarkEvent
from motcua.bulletins.reading import said
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput, StepRefused
from motcua.core.events import erase_note
from motcua.core.text import clean

TEXT_LIMIT = 500
REPORT_LIMIT = 40


@creates(Action.WRITE_REMARK, permit=permissions.may_write)
def write(*, by: Post, agency: Agency, first: date, last: date, note: str, report: str = "") -> Remark:
    """Say why figures of a unit are as they are from a day to a day, both within; of one report, or of all.

    Raises BadInput (`no_text`, `bad_days`, `unknown_report`, `already_written`: the button pressed twice).
    """
    _check(first=first, last=last, note=note, report=report)
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)  # of two at once, the later sees the earlier
    same = Remark.objects.filter(agency=agency, first=first, last=last, report=report, removed_at=None)
    if any(each.text == note for each in said(same)):
        raise BadInput("already_written", "Ghi chú này đã có.", field="note")
    remark = Remark(agency=agency, first=first, last=last, report=report)
    remark.save(force_insert=True)
    return remark


def _check(*, first: date, last: date, note: str, report: str) -> None:
    if not note or len(note) > TEXT_LIMIT:
        raise BadInput("no_text", f"Viết ghi chú, tối đa {TEXT_LIMIT} ký tự.", field="note")
    if last < first:
        raise BadInput("bad_days", "Ngày cuối đứng trước ngày đầu.", field="last")
    if len(report) > REPORT_LIMIT or clean(report) != report:
        raise BadInput("unknown_report", "Chọn biểu báo cáo trong danh sách.", field="report")


@action(Action.REWRITE_REMARK, permit=permissions.may_rewrite)
def rewrite(remark: Remark, *, by: Post, first: date, last: date, note: str, report: str = "") -> None:
    """Change its days, its report or its text; the text before it is erased. Raises BadInput as `write`, StepRefused
    when it is gone."""
    _there(remark)
    _check(first=first, last=last, note=note, report=report)
    _erase(remark)
    remark.first, remark.last, remark.report = first, last, report


@action(Action.ERASE_REMARK, permit=permissions.may_rewrite)
def erase(remark: Remark, *, by: Post) -> None:
    """Remove it with its text. Raises StepRefused when it is gone."""
    _there(remark)
    _erase(remark)
    remark.removed_at = remark.moment


def _there(remark: Remark) -> None:
    if remark.removed_at is not None:
        raise StepRefused("Ghi chú này đã xóa trước đó.", code="already_gone")


def _erase(remark: Remark) -> None:
    for event in RemarkEvent.objects.filter(subject=remark, note_key__isnull=False):
        erase_note(event)
