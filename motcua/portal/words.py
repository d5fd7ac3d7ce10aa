"""What a citizen reads of a dossier: one heading, one tone, plain sentences, and whether something is asked; in the
language of the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.choices import Delivery, State
from motcua.dossiers.tracking import Tracking
from motcua.ui import formats

Words = Any  # a text, or one that is put into the language of the page when it is shown
NOTHING_TO_DO = _("Bạn không phải làm gì thêm.")


@dataclass(frozen=True)
class Told:
    """Heading, tone (as of the kit's tags), the tag's words, sentences, and the day on the leaf (None: no leaf)."""

    title: Words
    tone: str
    tag: Words
    lines: tuple[Words, ...]
    day: datetime | None = None


def tell(found: Tracking) -> Told:
    """Return what to say of a dossier."""
    if found.is_late and found.state in (State.RECEIVED, State.IN_PROGRESS):
        return _late(found)
    ending = {State.RETURNED: _returned, State.DECIDED: _decided, State.SUBMITTED: _submitted}.get(State(found.state))
    if ending is not None:
        return ending(found)
    if found.state in _PLAIN:
        title, tone, tag, lines = _PLAIN[State(found.state)]
        return Told(title, tone, tag, lines, found.due_at if tone == "wait" else None)
    title = _("Hẹn trả {day}").format(day=_day(found.due_at)) if found.due_at else _("Hồ sơ đang được giải quyết")
    lines = (_("Hồ sơ đang được giải quyết."), NOTHING_TO_DO)
    return Told(title, "ontime", _("Đúng tiến độ"), lines, found.due_at)


_PLAIN: dict[State, tuple[Words, str, Words, tuple[Words, ...]]] = {
    State.WAITING_SUPPLEMENT: (
        _("Bạn cần bổ sung giấy tờ"),
        "wait",
        _("Đang chờ bạn"),
        (_("Thời gian chờ bạn bổ sung không tính vào thời hạn; ngày hẹn được tính lại khi bạn nộp đủ."),),
    ),
    State.WAITING_PAYMENT: (
        _("Bạn cần nộp phí, lệ phí hoặc nghĩa vụ tài chính"),
        "wait",
        _("Đang chờ bạn"),
        (_("Nộp xong, hồ sơ được giải quyết tiếp ngay. Hỏi cách nộp ở số điện thoại dưới đây."),),
    ),
    State.SUSPENDED: (
        _("Hồ sơ tạm dừng theo quy định"),
        "wait",
        _("Tạm dừng"),
        (_("Thời gian tạm dừng không tính vào thời hạn."), NOTHING_TO_DO),
    ),
    State.REFUSED: (
        _("Hồ sơ không được tiếp nhận"),
        "late",
        _("Không tiếp nhận"),
        (_("Lý do ghi trên phiếu từ chối đã gửi cho bạn. Bạn có thể nộp lại khi đủ điều kiện."),),
    ),
    State.WITHDRAWN: (
        _("Hồ sơ đã được rút"),
        "done",
        _("Đã rút"),
        (_("Hồ sơ không còn được giải quyết theo yêu cầu của bạn."),),
    ),
    State.STOPPED: (
        _("Hồ sơ đã dừng giải quyết"),
        "late",
        _("Dừng giải quyết"),
        (_("Lý do ghi trên thông báo đã gửi cho bạn."),),
    ),
}


def _day(at: datetime) -> str:
    """A day in words; in another language by its numbers."""
    return formats.long_day(at) if get_language() == "vi" else formats.day(at)


def _late(found: Tracking) -> Told:
    promise = (
        _("Cơ quan hẹn lại bạn {day}.").format(day=_day(found.announced_due))
        if found.announced_due
        else _("Bạn sẽ được báo ngày trả mới.")
    )
    lines = (_("Chúng tôi xin lỗi vì chậm trễ."), promise, NOTHING_TO_DO)
    return Told(_("Hồ sơ đang chậm so với ngày hẹn"), "late", _("Quá hạn"), lines, found.announced_due or found.due_at)


def _returned(found: Tracking) -> Told:
    at = _("Kết quả đã được trả lúc {at}.").format(at=formats.moment(found.returned_at)) if found.returned_at else ""
    return Told(_("Đã trả kết quả"), "done", _("Đã xong"), (at,))


def _decided(found: Tracking) -> Told:
    since = _("Kết quả có từ {at}.").format(at=formats.moment(found.decided_at)) if found.decided_at else ""
    owed = _("Bạn còn phải nộp phí, lệ phí trước khi nhận kết quả.") if found.owes else ""
    tag = _("Mời nhận kết quả") if not found.owes else _("Chờ bạn nộp phí")
    return Told(
        _("Đã có kết quả"), "wait" if found.owes else "ontime", tag, tuple(filter(None, (since, owed, _where(found))))
    )


def _where(found: Tracking) -> Words:
    """How the result comes, as the citizen chose."""
    if found.delivery == Delivery.ONLINE:
        return _("Bạn chọn nhận bản điện tử: tải về ở “Cửa của tôi”.")
    if found.delivery == Delivery.BY_POST:
        return _("Bạn chọn nhận qua bưu chính; muốn nhận sớm thì mang giấy hẹn đến {office}.").format(
            office=found.office
        )
    return _("Mời bạn mang giấy hẹn đến nhận tại {office}.").format(office=found.office)


def _submitted(found: Tracking) -> Told:
    until = (
        _("Bạn được trả lời trước {at}.").format(at=formats.moment(found.answer_due_at)) if found.answer_due_at else ""
    )
    lines = tuple(filter(None, (_("Cơ quan đã nhận được và đang xem xét."), until, NOTHING_TO_DO)))
    return Told(_("Hồ sơ đang chờ tiếp nhận"), "new", _("Chờ tiếp nhận"), lines)
