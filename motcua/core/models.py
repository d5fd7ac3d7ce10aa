"""What every app stands on: counters, the demo's clock, erasable notes, done reactions, seals, backups told."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Now

from motcua.core.clock import CoreNow
from motcua.core.fields import EncryptedText


class Root(models.Model):
    """An aggregate root: its row is the lock, `version` tells a stale page, its events are in a table of their own.

    `TRACKED` names the fields whose every change is written into the event, so that the row can be rebuilt.
    """

    version = models.PositiveIntegerField(default=1)

    # Of the action that holds the row in hand, never stored: when it happens, when it is told, and the event it wrote.
    moment: datetime
    recorded: datetime  # the instant at which the action runs: `moment`, unless it tells of something earlier
    last_event: Any

    TRACKED: tuple[str, ...] = ("state",)
    IN_PLACE = False  # True: may also be acted on by who stands in for somebody (`by.in_place`); never what is personal
    BIRTH_TOLD = True  # False: rows come from an importer that keeps its own record, events begin with people's deeds

    def derive(self, fields: Iterable[str] = ()) -> None:
        """Set what follows from other fields before the row is written: at its birth, or when `fields` changed.

        For roots whose births may be gathered (`core.gathering`); their save() calls it, too.
        """

    def beside(self, known: dict[str, Any]) -> "list[models.Model]":
        """Return new rows of one table to be written in the same statement as the event of the action in hand.

        `known`: the TRACKED fields as they were before it, {} at the birth.
        """
        return []

    def work_of(self, code: str) -> str:
        """Return the kind of task that an action belongs to, where work is shared out by kind."""
        return ""

    class Meta:
        abstract = True


class ClockSetting(models.Model):
    """How far the demo's clock is from real time; no row means real time."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shift = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_clock", condition=models.Q(id=1))]


class Counter(models.Model):
    """The last number given in a scope and period; written only by `core.numbering`."""

    scope = models.CharField(max_length=120, db_collation="C")
    period = models.CharField(max_length=10, db_collation="C")
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_counter_per_period", fields=["scope", "period"])]


class Note(models.Model):
    """Free text beside an event. It can be erased when the law asks so; the event keeps its salted digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = EncryptedText()
    salt = models.BinaryField(max_length=16)
    recorded_at = models.DateTimeField(db_default=CoreNow())

    @classmethod
    def of(cls, text: str) -> "Note":
        """Make a note, not yet saved."""
        return cls(text=text, salt=secrets.token_bytes(16))

    def digest(self) -> bytes:
        """Return what the event keeps: SHA-256 over salt and text."""
        return hashlib.sha256(bytes(self.salt) + self.text.encode()).digest()


class ReactionDone(models.Model):
    """A reaction that was carried out for an event: the reason why it is never done twice."""

    table = models.CharField(max_length=63, db_collation="C")
    event = models.BigIntegerField()
    reaction = models.CharField(max_length=160, db_collation="C")
    done_at = models.DateTimeField(db_default=CoreNow())

    class Meta:
        constraints = [models.UniqueConstraint(name="reaction_once", fields=["table", "event", "reaction"])]


class Seal(models.Model):
    """A SHA-256 over all events of a span of transactions, chained to the seal before."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField(db_default=CoreNow())
    xid_from = models.BigIntegerField(help_text="first transaction covered")
    xid_until = models.BigIntegerField(unique=True, help_text="first transaction not covered")
    events = models.BigIntegerField()
    tables = models.JSONField(default=dict, help_text="table → number of events covered")
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)


class BackupDeed(models.TextChoices):
    MADE = "made", "Đã sao lưu"
    CHECKED = "checked", "Đã kiểm tra còn nguyên vẹn"
    FAILED_CHECK = "failed_check", "Kiểm tra thấy hỏng"
    DRILLED = "drilled", "Đã khôi phục thử"


class BackupRecord(models.Model):
    """What `motcua backup`, `restore --check` and `drilled` told of one backup; rows are only added.

    On real time, whatever the demo's clock shows: backups run by the machine's own timer.
    """

    deed = models.CharField(max_length=20, choices=BackupDeed, db_collation="C")
    recorded_at = models.DateTimeField(db_default=Now())
    manifest = models.CharField(max_length=64, db_collation="C", help_text="SHA-256 of manifest.json: which backup")
    place = models.CharField(max_length=400, help_text="machine:folder")
    bytes = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    keys_apart = models.BooleanField(default=False)
    told = models.CharField(max_length=400, blank=True)


class Erasure(models.Model):
    """Rows that lost for good what they said, by which decision; also kept in a file apart (`core.erasures`).

    `keys` are primary keys, never anything of a person. Rows are only added.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_collation="C")
    keys = models.JSONField()
    cause = models.CharField(max_length=100, blank=True, db_collation="C")
    more = models.JSONField(default=dict)
    told_at = models.DateTimeField(db_default=CoreNow())
    outside_at = models.DateTimeField(null=True, help_text="when it was written to the file")

    class Meta:
        indexes = [models.Index(fields=["told_at"], name="erasure_not_outside", condition=models.Q(outside_at=None))]
