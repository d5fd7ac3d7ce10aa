"""What files are kept for and the codes of what is done to them."""

from django.db import models


class Purpose(models.TextChoices):
    SUBMITTED = "submitted", "Giấy tờ nộp"
    RESULT = "result", "Kết quả giải quyết"
    PRINTED = "printed", "Giấy tờ in từ hệ thống"
    TEMPLATE = "template", "Mẫu"
    EVIDENCE = "evidence", "Tài liệu kiểm chứng"


class Scan(models.TextChoices):
    """What a scanner for harmful files said."""

    NONE = "none", "Không có bộ quét"
    WAITING = "waiting", "Chưa quét"
    CLEAN = "clean", "Không thấy mã độc"
    HARMFUL = "harmful", "Có mã độc"


class Action(models.TextChoices):
    STORE = "file.store", "Lưu tệp"
    SCAN = "file.scan", "Quét mã độc"
    REMOVE = "file.remove", "Hủy nội dung tệp"
