"""What a receipt at this moment would promise and cost, shown before anything is decided."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.dossiers.promises import limit_of, promise_for
from motcua.procedures.editions import Content, Fee
from motcua.ui import formats
from motcua.worktime.explain import explain
from motcua.worktime.stored import calendar_of


@dataclass(frozen=True)
class Promised:
    """The promised moment with its reasoning, or why there is none yet."""

    due: datetime | None = None
    lines: list[str] = field(default_factory=list)
    words: str = ""


def promised(office: Any, content: Content, *, case: str, channel: str, limit: str, at: datetime) -> Promised:
    """Return what would be promised by a receipt at `at`."""
    if content.cases and not case:
        return Promised(words="Chọn trường hợp để tính ngày hẹn.")
    try:
        law = limit_of(content, case=case or None, channel=channel, given=limit)
    except BadInput as wrong:
        return Promised(words=wrong.message)
    made = promise_for(calendar_of(office, local(at).date()), received=at, limit=law, content=content)
    return Promised(due=made.due, lines=explain(made), words="" if made.due else "Trả kết quả ngay")


@dataclass(frozen=True)
class Bill:
    """Lines (name, amount in words, note); the sum is in words too, "" when nothing is asked."""

    lines: list[tuple[str, str, str]]
    total: str


def bill_of(content: Content, *, case: str, channel: str) -> Bill:
    """Return the fees of a case and channel: unknown, free and set by the council are three different words."""
    fees = content.fees_for(case=case or None, channel=channel)
    lines = [(fee.name, _words(fee), fee.note) for fee in fees]
    amounts = [fee.amount for fee in fees if fee.amount is not None]
    if not fees:
        return Bill(lines, "Không quy định")
    if len(amounts) < len(fees):
        return Bill(lines, "Chưa tính được")
    return Bill(lines, formats.dong(sum(amounts)))


def _words(fee: Fee) -> str:
    if fee.amount is None:
        return "HĐND tỉnh quy định" if fee.set_by_council else "Chưa xác định"
    return formats.number(fee.amount) if fee.amount else "Miễn thu"
