"""Codes of what is done to instructions and tours."""

from django.db import models


class Action(models.TextChoices):
    WRITE = "guidance.write", "Viết hướng dẫn"
    REWRITE = "guidance.rewrite", "Sửa hướng dẫn"
    WITHDRAW = "guidance.withdraw", "Bỏ hướng dẫn"
    BEGIN_TOUR = "guidance.begin_tour", "Bắt đầu ngày đầu làm việc"
    STEP_DONE = "guidance.step_done", "Xong một bước làm quen"
    DISMISS = "guidance.dismiss_tour", "Ẩn phần làm quen"
