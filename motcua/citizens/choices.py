"""Kinds of applicants and of look-ups."""

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Cá nhân"
    ORGANISATION = "organisation", "Tổ chức"


class LookupKind(models.TextChoices):
    IDENTITY = "identity", "Số giấy tờ"
    PHONE = "phone", "Số điện thoại"
