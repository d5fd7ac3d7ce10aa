"""Channels and states of a message out, why it did not go, and the codes of what people do."""

from django.db import models


class Channel(models.TextChoices):
    EMAIL = "email", "Thư điện tử"
    SMS = "sms", "Tin nhắn SMS"
    ZALO = "zalo", "Zalo"


PHONES = (Channel.SMS, Channel.ZALO)


class Language(models.TextChoices):
    VI = "vi", "Tiếng Việt"
    EN = "en", "Tiếng Anh"


class State(models.TextChoices):
    """Sent is what the gateway took over; delivered is what it later told to have arrived."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi đi"
    DELIVERED = "delivered", "Đã tới nơi"
    FAILED = "failed", "Gửi hỏng, sẽ gửi lại"
    GIVEN_UP = "given_up", "Không gửi được"
    UNCLEAR = "unclear", "Không rõ đã gửi chưa"
    CANCELLED = "cancelled", "Thôi gửi"


TO_SEND = (State.WAITING, State.FAILED)
TROUBLED = (State.GIVEN_UP, State.UNCLEAR)  # what administrators are told of


class Trouble(models.TextChoices):
    """Why a message did not go, or is not known to have gone."""

    NONE = "", "(không có)"
    UNREACHABLE = "unreachable", "Không nối được tới máy gửi"
    NOT_NOW = "not_now", "Máy gửi chưa nhận, sẽ gửi lại"
    REFUSED = "refused", "Máy gửi từ chối địa chỉ hoặc nội dung"
    NOT_LET_IN = "not_let_in", "Máy gửi không nhận tài khoản hoặc kết nối của hệ thống"
    CUT_OFF = "cut_off", "Mất liên lạc đúng lúc đang gửi"
    UNDELIVERED = "undelivered", "Nhà mạng báo không tới được người nhận"
    TOO_LATE = "too_late", "Quá lúc còn có ích"
    NO_GATEWAY = "no_gateway", "Kênh này không còn được cài đặt"


class Step(models.TextChoices):
    """What the machine does to a message; kept in the message's own columns."""

    BEGIN = "begin", "Bắt đầu gửi"
    TAKEN = "taken", "Máy gửi đã nhận"
    ARRIVED = "arrived", "Đã tới nơi"
    MISS = "miss", "Gửi hỏng"
    GIVE_UP = "give_up", "Không gửi nữa"
    LOSE_SIGHT = "lose_sight", "Không rõ đã gửi chưa"
    DROP = "drop", "Thôi gửi"


class Action(models.TextChoices):
    SEND_AGAIN = "outgoing.send_again", "Cho gửi lại"
    CANCEL = "outgoing.cancel", "Thôi gửi"
    WRITE_TEXT = "notice_text.write", "Đặt lời văn riêng"
    CHANGE_TEXT = "notice_text.change", "Sửa lời văn"
    DROP_TEXT = "notice_text.drop", "Trở lại lời văn có sẵn"
    CHANGE_RULES = "sending_rules.change", "Đổi cách gửi thông báo"
