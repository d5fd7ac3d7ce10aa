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
