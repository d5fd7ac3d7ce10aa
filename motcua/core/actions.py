"""Every change of state is a function marked with @action: lock, permit, version, lifecycle, body, save, event.

All of it in one transaction. Nothing skips the permission, the lock or the event.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models, transaction

from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.core.events import plain, record, tracked
from motcua.core.lifecycle import Lifecycle
from motcua.core.reactions import follow
from motcua.core.text import clean

Permit = Callable[[Any, Any], bool]
NOTE_LIMIT = 5_000

_inside: ContextVar[bool] = ContextVar("inside_action", default=False)
registered: dict[str, Callable[..., Any]] = {}  # action code → function, for the permission matrix and the house tests


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Open the transaction, once: an action called inside another shares its transaction and its fate."""
    if _inside.get():
        yield
        return
    token = _inside.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _inside.reset(token)


def _note(text: str) -> str:
    text = clean(text, lines=True)
    if len(text) > NOTE_LIMIT:
        raise BadInput("note_too_long", f"Nội dung dài quá {NOTE_LIMIT:,} ký tự.".replace(",", "."), field="note")
    return text


def _moment(given: datetime | None, by: Any, subject: Any, note: str, backdate: Permit | None) -> datetime:
    """Return when it happened. A past moment needs a permission and a reason; a future one is refused."""
    present = now()
    if given is None:
        return present
    if given > present:
        raise BadInput("in_the_future", "Thời điểm không được ở tương lai.", field="happened_at")
    if backdate is None or not backdate(by, subject):
        raise NotPermitted("Bạn không có quyền ghi lùi thời điểm.", code="backdating_not_permitted")
    if not note:
        raise BadInput("reason_needed", "Ghi lùi thời điểm phải nêu lý do.", field="note")
    return given


def _values(subject: models.Model) -> dict[str, Any]:
    return {f.attname: subject.__dict__.get(f.attname) for f in subject._meta.concrete_fields}


def _save_changes(subject: models.Model, before: dict[str, Any]) -> None:
    """Write the fields that the body changed, and only those."""
    changed = [name for name, value in _values(subject).items() if name not in before or before[name] != value]
    if changed:
        names = {f.attname: f.name for f in subject._meta.concrete_fields}
        subject.save(update_fields=[names[attname] for attname in changed])


def action(
    code: str, *, permit: Permit, lifecycle: Lifecycle | None = None, backdate: Permit | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a verb out of `body(subject, *, by, **inputs) -> dict | None`.

    The verb is called with the subject and `by=` (the acting Post); `version=` is checked when given, `note=` is
    free text kept erasably beside the event, `happened_at=` backdates where `backdate` allows. The body finds the
    moment of the event in `subject.moment`; what it returns becomes the event's data. Returns the saved subject
    with `subject.last_event`. Raises NotPermitted, StaleVersion, StepRefused or what the body raises.
    """

    def decorate(body: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(body)
        def run(
            subject: Any, *, by: Any, version: int | None = None, note: str = "", happened_at: datetime | None = None,
            **inputs: Any,
        ) -> Any:
            note = _note(note)
            with _one_transaction():
                subject = type(subject)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
                if not permit(by, subject):
                    raise NotPermitted()
                if version is not None and version != subject.version:
                    raise StaleVersion()
                if lifecycle is not None:
                    lifecycle.check(subject, code)
                subject.moment = _moment(happened_at, by, subject, note, backdate)
                values, known = _values(subject), tracked(subject)
                data = body(subject, by=by, **inputs) or {}
                if lifecycle is not None:
                    lifecycle.advance(subject, code)
                subject.version += 1
                _save_changes(subject, values)
                _finish(subject, code, by=by, note=note, data=data, known=known)
            return subject

        run.code = code  # type: ignore[attr-defined]
        run.permit = permit  # type: ignore[attr-defined]
        registered[str(code)] = run
        return run

    return decorate


def creates(code: str, *, permit: Permit) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a verb of birth out of `body(*, by, **inputs) -> instance | (instance, data)`; the body saves the row.

    `permit(by, inputs)` sees the inputs. A body that needs one instant for everything sets `instance.moment`.
    """

    def decorate(body: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(body)
        def run(*, by: Any, note: str = "", **inputs: Any) -> Any:
            note = _note(note)
            with _one_transaction():
                if not permit(by, inputs):
                    raise NotPermitted()
                made = body(by=by, **inputs)
                subject, data = made if isinstance(made, tuple) else (made, {})
                subject.moment = getattr(subject, "moment", None) or now()
                _finish(subject, code, by=by, note=note, data=data, known={})
            return subject

        run.code = code  # type: ignore[attr-defined]
        run.permit = permit  # type: ignore[attr-defined]
        registered[str(code)] = run
        return run

    return decorate


def _finish(subject: Any, code: str, *, by: Any, note: str, data: dict[str, Any], known: dict[str, Any]) -> None:
    """Record the event with the tracked fields that changed, and defer what follows from it."""
    changed = {name: value for name, value in tracked(subject).items() if name not in known or known[name] != value}
    data = {key: plain(value) for key, value in data.items()} | ({"changed": changed} if changed else {})
    subject.last_event = record(subject, code, by=by, happened_at=subject.moment, note=note, data=data)
    follow(subject.last_event)


