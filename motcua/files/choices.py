"""What files are kept for and the codes of what is done to them."""

from django.db import models


class Purpose(models.TextChoices):
    SUBMITTED = "submitted", "Giấy tờ nộp"
    RESULT = "result", "Kết quả giải quyết"
    PRINTED = "printed", "Giấy tờ in từ hệ thống"
    TEMPLATE = "template", "Mẫu"
    EVIDENCE = "evidence", "Tài liệu kiểm chứng"


class Action(models.TextChoices):
    STORE = "file.store", "Lưu tệp"
