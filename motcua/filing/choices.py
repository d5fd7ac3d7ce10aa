"""States of a filing, for whom it is, and the codes of what is done."""

from django.db import models


class State(models.TextChoices):
    OPEN = "open", "Đang khai"
    SENT = "sent", "Đã nộp"
    ABANDONED = "abandoned", "Đã bỏ"


class ForWhom(models.TextChoices):
    SELF = "self", "Cho chính mình"
    PERSON = "person", "Thay cho người khác"
    ORGANISATION = "organisation", "Cho tổ chức, doanh nghiệp"
    HELPED = "helped", "Được khai giúp tại quầy"


class Means(models.TextChoices):
    """How somebody at the counter gave the consent to be helped."""

    SIGNED = "signed", "Ký vào giấy đồng ý"
    SPOKEN = "spoken", "Nói trước người làm chứng"


class Action(models.TextChoices):
    HELP = "filing.help", "Khai giúp tại quầy"
    TAKE_OVER = "filing.take_over", "Nhận khai tiếp hồ sơ khai giúp"
    BEGIN = "filing.begin", "Bắt đầu khai hồ sơ trực tuyến"
    RENEW = "filing.renew", "Chuyển sang bản công bố đang áp dụng"
    SEND = "filing.send", "Nộp hồ sơ trực tuyến"
    ABANDON = "filing.abandon", "Bỏ hồ sơ đang khai"
