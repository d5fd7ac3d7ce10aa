"""States of a filing, for whom it is, and the codes of what is done."""

from django.db import models


class State(models.TextChoices):
    OPEN = "open", "Đang khai"
    SENT = "sent", "Đã nộp"
    ABANDONED = "abandoned", "Đã bỏ"


class ForWhom(models.TextChoices):
    SELF = "self", "Cho chính mình"


class Action(models.TextChoices):
    BEGIN = "filing.begin", "Bắt đầu khai hồ sơ trực tuyến"
    RENEW = "filing.renew", "Chuyển sang bản công bố đang áp dụng"
    SEND = "filing.send", "Nộp hồ sơ trực tuyến"
    ABANDON = "filing.abandon", "Bỏ hồ sơ đang khai"
