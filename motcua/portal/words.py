"""What a citizen reads of a dossier: one heading, one tone, plain sentences, and whether something is asked. Pure."""

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.choices import State
from motcua.dossiers.tracking import Tracking
from motcua.ui import formats

NOTHING_TO_DO = "Bạn không phải làm gì thêm."


@dataclass(frozen=True)
class Told:
    """Heading, tone (as of the kit's tags), the tag's words, sentences, and the day on the leaf (None: no leaf)."""

    title: str
    tone: str
    tag: str
    lines: tuple[str, ...]
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
    title = f"Hẹn trả {formats.long_day(found.due_at)}" if found.due_at else "Hồ sơ đang được giải quyết"
    lines = ("Hồ sơ đang được giải quyết.", NOTHING_TO_DO)
    return Told(title, "ontime", "Đúng tiến độ", lines, found.due_at)


_PLAIN: dict[State, tuple[str, str, str, tuple[str, ...]]] = {
    State.WAITING_SUPPLEMENT: (
        "Bạn cần bổ sung giấy tờ",
        "wait",
        "Đang chờ bạn",
        ("Thời gian chờ bạn bổ sung không tính vào thời hạn; ngày hẹn được tính lại khi bạn nộp đủ.",),
    ),
    State.WAITING_PAYMENT: (
        "Bạn cần nộp phí, lệ phí hoặc nghĩa vụ tài chính",
        "wait",
        "Đang chờ bạn",
        ("Nộp xong, hồ sơ được giải quyết tiếp ngay. Hỏi cách nộp ở số điện thoại dưới đây.",),
    ),
    State.SUSPENDED: (
        "Hồ sơ tạm dừng theo quy định",
        "wait",
        "Tạm dừng",
        ("Thời gian tạm dừng không tính vào thời hạn.", NOTHING_TO_DO),
    ),
    State.REFUSED: (
        "Hồ sơ không được tiếp nhận",
        "late",
        "Không tiếp nhận",
        ("Lý do ghi trên phiếu từ chối đã gửi cho bạn. Bạn có thể nộp lại khi đủ điều kiện.",),
    ),
    State.WITHDRAWN: (
        "Hồ sơ đã được rút",
        "done",
        "Đã rút",
        ("Hồ sơ không còn được giải quyết theo yêu cầu của bạn.",),
    ),
    State.STOPPED: (
        "Hồ sơ đã dừng giải quyết",
        "late",
        "Dừng giải quyết",
        ("Lý do ghi trên thông báo đã gửi cho bạn.",),
    ),
}


def _late(found: Tracking) -> Told:
    promise = (
        f"Cơ quan hẹn lại bạn {formats.long_day(found.announced_due)}."
        if found.announced_due
        else "Bạn sẽ được báo ngày trả mới."
    )
    lines = ("Chúng tôi xin lỗi vì chậm trễ.", promise, NOTHING_TO_DO)
    return Told("Hồ sơ đang chậm so với ngày hẹn", "late", "Quá hạn", lines, found.announced_due or found.due_at)


def _returned(found: Tracking) -> Told:
    at = f"Kết quả đã được trả lúc {formats.moment(found.returned_at)}." if found.returned_at else ""
    return Told("Đã trả kết quả", "done", "Đã xong", (at,))


def _decided(found: Tracking) -> Told:
    since = f"Kết quả có từ {formats.moment(found.decided_at)}." if found.decided_at else ""
    where = f"Mời bạn mang giấy hẹn đến nhận tại {found.office}."
    return Told("Đã có kết quả", "ontime", "Mời nhận kết quả", (since, where))


def _submitted(found: Tracking) -> Told:
    until = f"Bạn được trả lời trước {formats.moment(found.answer_due_at)}." if found.answer_due_at else ""
    lines = tuple(filter(None, ("Cơ quan đã nhận được và đang xem xét.", until, NOTHING_TO_DO)))
    return Told("Hồ sơ đang chờ tiếp nhận", "new", "Chờ tiếp nhận", lines)
