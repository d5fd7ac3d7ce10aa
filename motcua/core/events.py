"""What happened, by whom, to what: one shape of record for every app, in a table per aggregate root."""

import enum
import functools
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.migrations.operations import RunSQL

from motcua.core.clock import CoreNow
from motcua.core.fields import EncryptedText
from motcua.core.gathering import insert, insert_with
from motcua.core.models import Note


class CoreXid(models.Func):
    """The writing transaction's id, growing also over a restore: what a seal covers."""

    function = "core_xid"
    template = "%(function)s()"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """Append-only. The concrete model adds `subject`, a real foreign key with PROTECT and related_name="events".

    `data` holds ids, dates and codes only; `data["changed"]` the new values of the root's TRACKED fields.
    """

    action = models.CharField(max_length=60, db_collation="C")
    by = models.ForeignKey(
        settings.MOTCUA_POST_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người thực hiện"
    )
    state = models.CharField(max_length=30, blank=True, db_collation="C")
    version = models.PositiveIntegerField()
    happened_at = models.DateTimeField("lúc xảy ra")
    recorded_at = models.DateTimeField("lúc ghi", db_default=CoreNow())
    xid = models.BigIntegerField(db_default=CoreXid(), db_index=True)
    data = models.JSONField(default=dict)
    note_key = models.UUIDField(null=True)  # no foreign key: the note can be erased, the event never changes
    note_digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        abstract = True
        ordering = ["happened_at", "pk"]

    def note(self) -> str:
        """Return the free text beside the event, "" when there is none or it was erased."""
        found = Note.objects.filter(pk=self.note_key).first() if self.note_key else None
        return found.text if found else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("events are never deleted")


def plain(value: Any) -> Any:
    """Return a value as the event keeps it: JSON without loss of meaning, instants in UTC."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, UUID) else value


@functools.cache
def tracked_fields(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    """Return the fields named in TRACKED; raises TypeError for an encrypted one: events hold no personal values."""
    fields = tuple(model._meta.get_field(name) for name in getattr(model, "TRACKED", ()))
    if secret := [field.name for field in fields if isinstance(field, EncryptedText)]:
        raise TypeError(f"{model._meta.label}.TRACKED may not name {secret}")
    return fields  # type: ignore[return-value]


def tracked(subject: models.Model) -> dict[str, Any]:
    """Return the root's tracked fields as events keep them."""
    return {f.name: plain(f.to_python(getattr(subject, f.attname))) for f in tracked_fields(type(subject))}


def texts(events: Iterable[Event]) -> dict[Any, str]:
    """Return event key → free text for a list of events, in one query; erased notes are absent."""
    keys = {event.note_key: event.pk for event in events if event.note_key}
    return {keys[note.pk]: note.text for note in Note.objects.filter(pk__in=keys)}


def erase_note(event: Event) -> bool:
    """Erase the free text beside an event, inside an action; False when there was none. The event stays as it is."""
    return bool(Note.objects.filter(pk=event.note_key).delete()[0]) if event.note_key else False


def rebuild(subject: models.Model, *, at: datetime | None = None, known_at: datetime | None = None) -> dict[str, Any]:
    """Return the tracked fields as they stood after all that happened until `at`, as known at `known_at`."""
    events = subject.events.order_by("pk")  # type: ignore[attr-defined]
    if at is not None:
        events = events.filter(happened_at__lte=at)
    if known_at is not None:
        events = events.filter(recorded_at__lte=known_at)
    values: dict[str, Any] = {}
    for data in events.values_list("data", flat=True):
        values |= data.get("changed", {})
    return values


def event_model(root: type[models.Model]) -> type[Event]:
    """Return the event table of an aggregate root."""
    model: type[Event] = root._meta.get_field("events").related_model  # type: ignore[assignment]
    return model


def append_only(table: str) -> RunSQL:
    """Return the migration step that makes the database refuse UPDATE, DELETE and TRUNCATE on an event table."""
    return RunSQL(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()",
        f"DROP TRIGGER {table}_only_grows ON {table}",
    )


def record(
    subject: Any, action: str, *, by: Any, happened_at: datetime, note: str, data: dict[str, Any],
    beside: Sequence[models.Model] = (),
) -> Event:  # fmt: skip
    """Write one event, its erasable note and the rows beside it in the running transaction; core.actions calls it."""
    kept = None
    if note:
        kept = Note.of(note)
        insert(kept)
    model: Any = event_model(type(subject))
    event: Event = model(
        subject=subject,
        action=action,
        by=by,
        state=getattr(subject, "state", ""),
        version=subject.version,
        happened_at=happened_at,
        data=data,
        note_key=kept.pk if kept else None,
        note_digest=kept.digest() if kept else None,
    )
    insert_with(event, beside)
    return event
