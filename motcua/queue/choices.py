"""States of a number, kinds of lines and devices, and the codes of what is done in the hall."""

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    CALLED = "called", "Đang gọi"
    SERVING = "serving", "Đang phục vụ"
    DONE = "done", "Đã phục vụ"
    ABSENT = "absent", "Gọi không có mặt"
    EXPIRED = "expired", "Hết ngày chưa được gọi"


OPEN = (State.WAITING, State.CALLED, State.SERVING)
AT_WINDOW = (State.CALLED, State.SERVING)


class LineKind(models.TextChoices):
    """What people of a line come for: a scanned slip goes to the line that returns or the one that answers."""

    FILE = "file", "Nộp hồ sơ"
    RETURN = "return", "Nhận kết quả"
    ASK = "ask", "Hỏi, bổ sung hồ sơ đã nộp"


class DeviceKind(models.TextChoices):
    KIOSK = "kiosk", "Máy lấy số"
    DISPLAY = "display", "Bảng gọi số"


class Action(models.TextChoices):
    OPEN_HALL = "queue.open_hall", "Mở sảnh lấy số"
    CHANGE_HALL = "queue.change_hall", "Đổi cách gọi số"
    ADD_LINE = "queue.add_line", "Thêm nhóm việc"
    CHANGE_LINE = "queue.change_line", "Sửa nhóm việc"
    RETIRE_LINE = "queue.retire_line", "Ngừng nhóm việc"
    ADD_GROUND = "queue.add_ground", "Thêm diện ưu tiên"
    END_GROUND = "queue.end_ground", "Thôi diện ưu tiên"
    ISSUE_DEVICE = "queue.issue_device", "Cấp địa chỉ cho thiết bị"
    REVOKE_DEVICE = "queue.revoke_device", "Thu hồi thiết bị"
    SET_ROSTER = "queue.set_roster", "Phân công quầy trong ngày"
    COPY_ROSTER = "queue.copy_roster", "Chép phân công sang ngày khác"
    CLOSE_DAY = "queue.close_day", "Kết thúc ngày"
    REOPEN_DAY = "queue.reopen_day", "Mở lại trong ngày"
    PASS_HALL = "queue.pass_hall", "Chuyển sảnh sang đơn vị mới"
    PASS_SEAT = "queue.pass_seat", "Chuyển chỗ ngồi sang vị trí mới"
    END_HALL = "queue.end_hall", "Kết thúc sảnh khi sắp xếp đơn vị"
    ADD_WINDOW = "queue.add_window", "Thêm quầy"
    CHANGE_WINDOW = "queue.change_window", "Sửa quầy"
    RETIRE_WINDOW = "queue.retire_window", "Bỏ quầy"
    SIT = "queue.sit", "Vào quầy"
    LEAVE = "queue.leave", "Rời quầy"
    CALL_NEXT = "queue.call_next", "Gọi số tiếp theo"
    TAKE = "queue.take", "Lấy số"
    CALL = "queue.call", "Gọi số"
    RECALL = "queue.recall", "Gọi lại"
    SKIP = "queue.skip", "Không có mặt"
    BEGIN = "queue.begin", "Bắt đầu phục vụ"
    FINISH = "queue.finish", "Phục vụ xong"
    TRANSFER = "queue.transfer", "Chuyển quầy, nhóm việc"
    EXPIRE = "queue.expire", "Hết ngày"
