"""States of a task. A task is a child of the thing it belongs to: that thing's events tell its story."""

from django.db import models


class State(models.TextChoices):
    OPEN = "open", "Phải làm"
    WAITING = "waiting", "Chờ người khác"
    DONE = "done", "Đã xong"
    CANCELLED = "cancelled", "Không còn phải làm"


PERSONAL = "personal"  # the mark of a task that nobody does in somebody's place


class Tab(models.TextChoices):
    LATE = "late", "Quá hạn"
    TODAY = "today", "Hôm nay"
    WEEK = "week", "Tuần này"
    LATER = "later", "Sau đó"
    WAITING = "waiting", "Chờ người khác"
    DONE = "done", "Đã xong"


class Outcome(models.TextChoices):
    """How it went with one thing of many."""

    WAITING = "waiting", "Chờ đến lượt"
    DONE = "done", "Đã làm"
    REFUSED = "refused", "Không làm được"
