"""A small aggregate root with everything core offers: state, number, personal data, events."""

import uuid

from django.db import models

from motcua.core.events import Event
from motcua.core.fields import BlindIndex, EncryptedJSON, EncryptedText
from motcua.core.models import Root
from motcua.core.text import sort_key


class Thing(Root):
    TRACKED = ("state", "title", "due_at", "price", "number")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=20, default="open")
    before = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=100, blank=True)
    title_key = models.CharField(max_length=200, blank=True, editable=False)
    due_at = models.DateTimeField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    number = models.CharField(max_length=40, null=True, unique=True)
    untracked = models.IntegerField(default=0)
    settings = models.JSONField(default=dict)
    phone = EncryptedText()
    phone_index = BlindIndex(kind="phone", of="phone")
    second_phone = EncryptedText()
    answers = EncryptedJSON()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="second_phone_comes_second",
                condition=models.Q(second_phone=None) | models.Q(phone__isnull=False),
            )
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.title_key = sort_key(self.title)
        super().save(*args, **kwargs)


class ThingEvent(Event):
    subject = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="events")


class Mark(models.Model):
    """What reactions leave behind: one row each time one ran."""

    reaction = models.CharField(max_length=40)
    event = models.BigIntegerField()
