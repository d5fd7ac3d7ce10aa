"""Whether a unit's figures stand open to everybody, and the codes of what is decided about it."""

from django.db import models


class State(models.TextChoices):
    OPEN = "open", "Đang công khai"
    CLOSED = "closed", "Đang ngừng công khai"


class Action(models.TextChoices):
    OPEN = "publication.open", "Công khai số liệu"
    CLOSE = "publication.close", "Ngừng công khai số liệu"
    REOPEN = "publication.reopen", "Công khai số liệu trở lại"
