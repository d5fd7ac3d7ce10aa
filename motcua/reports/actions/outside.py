"""Indexes from outside: recorded for a unit and year, corrected, withdrawn; each with its source."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.reports import permissions
from motcua.reports.choices import Index, IndexAction
from motcua.reports.lifecycle import INDEXES
from motcua.reports.models import ExternalIndex

FIRST_YEAR, SOURCE_LIMIT, LARGEST = 1990, 300, Decimal(10_000)


@creates(IndexAction.RECORD, permit=permissions.may_record_index)
def record_index(
    *, by: Post, agency: Agency, index: str, year: int, source: str, value: Decimal | None = None,
    rank: int | None = None, ranked: int | None = None,
) -> ExternalIndex:  # fmt: skip
    """Record what an index of a year says of a unit. Raises BadInput: `already_recorded` and those of `_check`."""
    if index not in Index.values:
        raise BadInput("unknown_index", "Chọn chỉ số.", field="index")
    if not FIRST_YEAR <= year <= today().year:
        raise BadInput("year_wrong", f"Năm từ {FIRST_YEAR} đến năm nay.", field="year")
    made = ExternalIndex(agency=agency, index=index, year=year)
    _set(made, value=value, rank=rank, ranked=ranked, source=source)
    INDEXES.begin(made, IndexAction.RECORD)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("already_recorded", "Năm này của chỉ số đã ghi; hãy sửa dòng đã có.", field="year") from error
    return made


@action(IndexAction.CORRECT, permit=permissions.may_change_index, lifecycle=INDEXES)
def correct_index(
    index: ExternalIndex, *, by: Post, source: str, note: str, value: Decimal | None = None, rank: int | None = None,
    ranked: int | None = None,
) -> None:  # fmt: skip
    """Set right what was recorded, with a reason; the events keep what stood before. Raises BadInput."""
    _reason(note)
    _set(index, value=value, rank=rank, ranked=ranked, source=source)


@action(IndexAction.WITHDRAW, permit=permissions.may_change_index, lifecycle=INDEXES)
def withdraw_index(index: ExternalIndex, *, by: Post, note: str) -> None:
    """Let it count no more, with a reason. Raises BadInput `reason_needed`."""
    _reason(note)


def _reason(note: str) -> None:
    if not note:
        raise BadInput("reason_needed", "Nêu lý do.", field="note")


def _set(index: ExternalIndex, *, value: Decimal | None, rank: int | None, ranked: int | None, source: str) -> None:
    """Raise BadInput `nothing_said`, `value_wrong`, `rank_wrong`, `source_needed` for what cannot be."""
    source = clean(source)
    if value is None and rank is None:
        raise BadInput("nothing_said", "Ghi giá trị, xếp hạng, hoặc cả hai.", field="value")
    if value is not None and not 0 <= value < LARGEST:
        raise BadInput("value_wrong", "Giá trị từ 0 đến dưới 10.000.", field="value")
    if ranked is not None and (rank is None or ranked < rank):
        raise BadInput("rank_wrong", "Số đơn vị được xếp hạng không thể nhỏ hơn thứ hạng.", field="ranked")
    if not 0 < len(source) <= SOURCE_LIMIT:
        raise BadInput("source_needed", f"Ghi nguồn, tối đa {SOURCE_LIMIT} ký tự.", field="source")
    index.value, index.rank, index.ranked, index.source = value, rank, ranked, source
