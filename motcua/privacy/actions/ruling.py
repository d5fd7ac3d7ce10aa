"""Terms of the law and who answers: each from a day, by a source; what held before ends the day before."""

from datetime import date, timedelta
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import today
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.privacy import permissions
from motcua.privacy.choices import Action, Record, Right
from motcua.privacy.models import DataDuty, RetentionRule, RightsTerm

MOST_DAYS, MOST_YEARS = 400, 100
SOURCE_LIMITS = {"term": 300, "duty": 200}


def _source(text: str, *, of: str) -> str:
    text = clean(text)
    if not text or len(text) > SOURCE_LIMITS[of]:
        raise BadInput("source_needed", f"Ghi văn bản quyết định, tối đa {SOURCE_LIMITS[of]} ký tự.", field="source")
    return text


def _end_before(row: Any, day: date, *, end: Any, by: Post) -> None:
    """End what holds the day before the new one begins. Raises BadInput (`overlaps`)."""
    if row is None:
        return
    if row.valid_from >= day:
        raise BadInput(
            "overlaps", f"Đã có quy định từ {row.valid_from:%d/%m/%Y}; chọn ngày sau đó.", field="valid_from"
        )
    end(row, by=by, valid_to=day - timedelta(days=1))


@creates(Action.SET_TERM, permit=permissions.may_set_term)
def set_term(
    *, by: Post, right: str, answer_amount: int, answer_unit: str, amount: int, unit: str, extension: int, source: str,
    valid_from: date,
) -> RightsTerm:  # fmt: skip
    """Set within how long a right is answered, from a day; the term before ends the day before. Raises BadInput."""
    if right not in Right.values:
        raise BadInput("unknown_right", "Chọn quyền.", field="right")
    if not (0 < answer_amount <= MOST_DAYS and 0 < amount <= MOST_DAYS and 0 <= extension <= MOST_DAYS):
        raise BadInput("bad_amount", f"Số ngày từ 1 đến {MOST_DAYS}.", field="amount")
    source = _source(source, of="term")
    _end_before(RightsTerm.objects.filter(right=right, valid_to=None).first(), valid_from, end=end_term, by=by)
    term = RightsTerm(
        right=right, answer_amount=answer_amount, answer_unit=answer_unit, amount=amount, unit=unit,
        extension=extension, source=source, valid_from=valid_from,
    )  # fmt: skip
    term.save(force_insert=True)
    return term


@action(Action.END_TERM, permit=permissions.may_end_term)
def end_term(term: RightsTerm, *, by: Post, valid_to: date) -> None:
    """End a term; requests received under it keep it."""
    _end(term, valid_to)


@creates(Action.NAME_DUTY, permit=permissions.may_name)
def name_duty(*, by: Post, office: Agency, post: Post, source: str, valid_from: date) -> DataDuty:
    """Name the post that answers for personal data at an office, from a day; the one before ends the day before.

    Open requests stay with whoever has them. Raises BadInput (`not_here`, `source_needed`, `overlaps`).
    """
    if not post.agency.is_same_office(office) or not post.is_held(max(valid_from, today())):
        raise BadInput("not_here", "Người được giao phải đang giữ một vị trí ở cơ quan này.", field="post")
    source = _source(source, of="duty")
    _end_before(DataDuty.objects.filter(office=office, valid_to=None).first(), valid_from, end=end_duty, by=by)
    duty = DataDuty(office=office, post=post, source=source, valid_from=valid_from)
    duty.save(force_insert=True)
    return duty


@action(Action.END_DUTY, permit=permissions.may_end_duty)
def end_duty(duty: DataDuty, *, by: Post, valid_to: date) -> None:
    """End a duty; the office's leaders answer until somebody is named."""
    _end(duty, valid_to)


@creates(Action.SET_RULE, permit=permissions.may_set_rule)
def set_rule(*, by: Post, record: str, code: str, years: int | None, source: str, valid_from: date) -> RetentionRule:
    """Set how long a kind of record is kept, from a day (`years` None: for good; `code`: one procedure or field).

    Raises BadInput (`unknown_record`, `bad_years`, `journal_stays`, `source_needed`, `overlaps`).
    """
    if record not in Record.values:
        raise BadInput("unknown_record", "Chọn loại.", field="record")
    if record == Record.JOURNAL and years is not None:
        raise BadInput("journal_stays", "Nhật ký chỉ được thêm, không đặt thời hạn hủy.", field="years")
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise BadInput("bad_years", f"Số năm từ 1 đến {MOST_YEARS}.", field="years")
    code, source = clean(code)[:40], _source(source, of="term")
    before = RetentionRule.objects.filter(record=record, code=code, valid_to=None).first()
    _end_before(before, valid_from, end=end_rule, by=by)
    rule = RetentionRule(record=record, code=code, years=years, source=source, valid_from=valid_from)
    rule.save(force_insert=True)
    return rule


@action(Action.END_RULE, permit=permissions.may_end_rule)
def end_rule(rule: RetentionRule, *, by: Post, valid_to: date) -> None:
    """End a rule; what it spoke of falls to the next wider one."""
    _end(rule, valid_to)


def _end(row: Any, valid_to: date) -> None:
    if row.valid_to is not None:
        raise StepRefused("Đã kết thúc trước đó.", code="already_ended")
    if valid_to < row.valid_from:
        raise BadInput("ends_before", "Ngày kết thúc phải sau ngày bắt đầu.", field="valid_to")
    row.valid_to = valid_to
