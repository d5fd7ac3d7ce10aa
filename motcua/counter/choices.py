"""What the clerk may do with the intake page."""

from django.db import models


class Deed(models.TextChoices):
    RECEIVE = "receive", "Tiếp nhận và in giấy hẹn"
    SETTLE = "settle", "Giải quyết và trả ngay"
    SUPPLEMENT = "supplement", "Yêu cầu bổ sung"
    REFUSE = "refuse", "Từ chối tiếp nhận"
    DRAFT = "draft", "Lưu nháp"


# Nothing is decided by these: the page is only shown anew.
REFRESH, SEARCH, CHANGE, LOOK_UP, OPEN, ADD_ROW = "refresh", "search", "change", "look_up", "open", "add_row"
GO_ON = "go_on"  # with a page that was left unsent


class Stage(models.TextChoices):
    """How far a sheet of a paper register is."""

    READY = "ready", "Chờ nhập"
    RUNNING = "running", "Đang nhập"
    DONE = "done", "Đã nhập"
    GIVEN_UP = "given_up", "Đã bỏ"


class RowOutcome(models.TextChoices):
    """What became of a row of a sheet."""

    GOOD = "good", "Nhập được"
    WARNED = "warned", "Có lưu ý"
    BAD = "bad", "Có lỗi"
    DONE = "done", "Đã nhập"
    REFUSED = "refused", "Không nhập được"
    LEFT = "left", "Để lại"
