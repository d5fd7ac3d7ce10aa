"""States, kinds and means of payment, and the codes of what is done to a bill."""

from django.db import models


class State(models.TextChoices):
    NOTHING_DUE = "nothing_due", "Không phải nộp"
    DUE = "due", "Chưa nộp"
    PAID = "paid", "Đã nộp"
    WAIVED = "waived", "Được miễn"
    REFUNDED = "refunded", "Đã hoàn trả"


class LineKind(models.TextChoices):
    FEE = "fee", "Phí"
    CHARGE = "charge", "Lệ phí"


class Method(models.TextChoices):
    CASH = "cash", "Tiền mặt"
    TRANSFER = "transfer", "Chuyển khoản"
    ONLINE = "online", "Trực tuyến"


class Action(models.TextChoices):
    DRAW_UP = "bill.draw_up", "Lập khoản phải nộp"
    REVISE = "bill.revise", "Sửa khoản phải nộp"
    COLLECT = "bill.collect", "Thu tiền"
    WAIVE = "bill.waive", "Miễn phí, lệ phí"
    REFUND = "bill.refund", "Hoàn trả"
    PASS_OVER = "bill.pass_over", "Chuyển sang đơn vị mới"
    ERASE_PAYER = "bill.erase_payer", "Xóa tên người nộp"
