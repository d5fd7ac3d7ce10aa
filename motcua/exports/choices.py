"""States of a file in the making, why it was not made, and the codes of what is done to it."""

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting", "Chờ lập"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã lập xong"
    FAILED = "failed", "Không lập được"
    CANCELLED = "cancelled", "Đã thôi lập"
    EXPIRED = "expired", "Đã hết thời gian giữ"


UNFINISHED = (State.WAITING, State.RUNNING)


class Why(models.TextChoices):
    """Why a file was not made, as its owner reads it."""

    NONE = "", "(không có)"
    RIGHTS = "rights", "Vị trí đã yêu cầu không còn giữ, hoặc không còn được xem số liệu này."
    GONE = "gone", "Nội dung yêu cầu không còn: biểu, đơn vị hay kỳ đã đổi. Hãy mở lại trang số liệu và lập tệp mới."
    REFUSED = "refused", "Tệp không lưu được: lớn quá giới hạn của hệ thống. Hãy chọn kỳ ngắn hơn hay đơn vị nhỏ hơn."
    BROKEN = (
        "broken",
        "Đã thử nhiều lần mà không lập được; quản trị hệ thống thấy việc hỏng này. Bấm “Lập lại” sau.",
    )


class Action(models.TextChoices):
    REQUEST = "export.request", "Yêu cầu lập tệp"
    BEGIN = "export.begin", "Bắt đầu lập tệp"
    FINISH = "export.finish", "Lập xong tệp"
    FAIL = "export.fail", "Lập tệp không được"
    CANCEL = "export.cancel", "Thôi lập tệp"
    EXPIRE = "export.expire", "Xóa tệp hết thời gian giữ"
