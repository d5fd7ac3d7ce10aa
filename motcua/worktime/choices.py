"""Codes of what is done to calendars, and kinds of exceptional days."""

from django.db import models


class Action(models.TextChoices):
    SET_WEEK = "worktime.set_week", "Đặt tuần làm việc"
    END_WEEK = "worktime.end_week", "Kết thúc tuần làm việc"
    WITHDRAW_WEEK = "worktime.withdraw_week", "Bỏ tuần làm việc"
    SET_EXCEPTION = "worktime.set_exception", "Đặt ngày ngoại lệ"
    WITHDRAW_EXCEPTION = "worktime.withdraw_exception", "Bỏ ngày ngoại lệ"


class ExceptionKind(models.TextChoices):
    OFF = "off", "Nghỉ"
    WORKS_AS = "works_as", "Làm việc như thứ khác"
    SESSIONS = "sessions", "Làm việc theo buổi riêng"


class Weekday(models.TextChoices):
    MON = "mon", "Thứ hai"
    TUE = "tue", "Thứ ba"
    WED = "wed", "Thứ tư"
    THU = "thu", "Thứ năm"
    FRI = "fri", "Thứ sáu"
    SAT = "sat", "Thứ bảy"
    SUN = "sun", "Chủ nhật"
