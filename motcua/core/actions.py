"""Every change of state is a function marked with @action: lock, permit, version, lifecycle, body, save, event.

All of it in one transaction. Nothing skips the permission, the lock or the event.
"""

import copy
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from inspect import signature
from typing import Any

from django.db import models, transaction

from motcua.core import gathering
from motcua.core.errors import BadInput, ClockMoved, NotPermitted, StaleVersion
from motcua.core.events import plain, record, tracked
from motcua.core.fields import EncryptedText
from motcua.core.lifecycle import Lifecycle
from motcua.core.reactions import follow
from motcua.core.text import clean

Permit = Callable[[Any, Any], bool]
Verb = Callable[..., Any]
NOTE_LIMIT = 5_000

# The things acted on in the running transaction: True while their action runs, False once it is recorded.
_things: ContextVar[dict[tuple[str, Any], bool] | None] = ContextVar("things_acted_on", default=None)
registered: dict[str, Verb] = {}  # action code → function, for the permission matrix and the house tests


@contextmanager
def _one_transaction() -> Iterator[dict[tuple[str, Any], bool]]:
    """Open the transaction, once: an action called inside another shares its transaction and its fate.

    When an inner action is refused, the outer one cannot go on, even if its body swallows the error.
    """
    things = _things.get()
    if things is not None:
        with transaction.atomic(savepoint=False):
            yield things
        return
    things = {}
    token = _things.set(things)
    try:
        with transaction.atomic():
            yield things
    finally:
        _things.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Let several actions on several things share one transaction (a savepoint inside another) and one fate.

    For who does one deed after another for each of many things: a savepoint for each thing, not for each deed.
    """
    with _one_transaction():
        yield


def _key(subject: models.Model) -> tuple[str, Any]:
    return subject._meta.label, subject.pk


def _note(text: str) -> str:
    text = clean(text, lines=True)
    if len(text) > NOTE_LIMIT:
        raise BadInput("note_too_long", f"Nội dung dài quá {NOTE_LIMIT:,} ký tự.".replace(",", "."), field="note")
    return text


def _moment(given: datetime | None, by: Any, subject: Any, note: str, backdate: Permit | None) -> datetime:
    """Return when it happened. A past moment needs a permission and a reason; a future one is refused."""
    present: datetime = subject.recorded
    if given is None:
        return present
    if given.tzinfo is None:
        raise BadInput("no_offset", "Thời điểm phải kèm múi giờ.", field="happened_at")
    if given > present:
        raise BadInput("in_the_future", "Thời điểm không được ở tương lai.", field="happened_at")
    if backdate is None or not backdate(by, subject):
        raise NotPermitted("Bạn không có quyền ghi lùi thời điểm.", code="backdating_not_permitted")
    if not note:
        raise BadInput("reason_needed", "Ghi lùi thời điểm phải nêu lý do.", field="note")
    return given


def _values(subject: models.Model) -> dict[str, Any]:
    """Return what the row holds, lists and dictionaries copied: a body may change them in place."""
    held = subject.__dict__
    return {
        f.attname: copy.deepcopy(held[f.attname]) if isinstance(held[f.attname], dict | list) else held[f.attname]
        for f in subject._meta.concrete_fields
        if f.attname in held
    }


def _same(field: Any, subject: models.Model, before: Any, after: Any) -> bool:
    if isinstance(field, EncryptedText):
        return field.same(subject, before, after)
    return bool(before == after)


def _changed(subject: models.Model, before: dict[str, Any]) -> list[str]:
    held = subject.__dict__
    return [
        f.name
        for f in subject._meta.concrete_fields
        if f.attname in held and (f.attname not in before or not _same(f, subject, before[f.attname], held[f.attname]))
    ]


def _save_changes(subject: Any, before: dict[str, Any]) -> None:
    """Write the fields that the body changed, and only those; then what save() derived from them."""
    changed = _changed(subject, before)
    if gathering.in_hand(subject):
        subject.derive(changed)
        return
    subject.save(update_fields=changed)
    if derived := [name for name in _changed(subject, before) if name not in changed]:
        subject.save(update_fields=derived)


def _register(code: str, run: Verb, body: Verb, permit: Permit) -> Verb:
    other = registered.get(str(code))
    if other is not None and (other.__module__, other.__qualname__) != (body.__module__, body.__qualname__):
        raise ValueError(f"{code} is already the code of {other.__module__}.{other.__qualname__}")
    run.code, run.permit = code, permit  # type: ignore[attr-defined]
    registered[str(code)] = run
    return run


def action(
    code: str, *, permit: Permit, lifecycle: Lifecycle | None = None, backdate: Permit | None = None
) -> Callable[[Verb], Verb]:
    """Make a verb out of `body(subject, *, by, **inputs) -> dict | None`.

    The verb is called with the subject and `by=` (the acting Post); `version=` is checked when given, `note=` is
    free text kept erasably beside the event (a body with a parameter `note` sees it), `happened_at=` backdates where
    `backdate` allows. The body finds the moment of the event in `subject.moment`; what it returns becomes the event's
    data. Returns the locked and saved subject (not the instance it was given) with `subject.last_event`. Raises
    NotPermitted, StaleVersion, StepRefused or what the body raises; RuntimeError when it is called on a thing whose
    own action is still running.
    """
    if lifecycle is not None and code not in lifecycle.steps:
        raise ValueError(f"{code} is no step of its lifecycle")

    def decorate(body: Verb) -> Verb:
        takes_note = "note" in signature(body).parameters

        @functools.wraps(body)
        def run(
            subject: Any,
            *,
            by: Any,
            version: int | None = None,
            note: str = "",
            happened_at: datetime | None = None,
            **inputs: Any,
        ) -> Any:
            note = _note(note)
            with _one_transaction() as things:
                key = _key(subject)
                if things.get(key):
                    raise RuntimeError(f"{code}: an action on {key} is running; the two would overwrite each other")
                things[key] = True
                subject = _locked(subject)
                by = _as_whom(by, subject, code, permit)
                _check(subject, code, version=version, lifecycle=lifecycle)
                subject.recorded = gathering.present()
                subject.moment = _moment(happened_at, by, subject, note, backdate)
                values, known = _values(subject), tracked(subject)
                data = body(subject, by=by, **inputs, **({"note": note} if takes_note else {})) or {}
                if lifecycle is not None:
                    lifecycle.advance(subject, code)
                subject.version += 1
                _save_changes(subject, values)
                _finish(subject, code, by=by, note=note, data=data, known=known)
                things[key] = False
            return subject

        run.lifecycle = lifecycle  # type: ignore[attr-defined]
        return _register(code, run, body, permit)

    return decorate


def _locked(subject: Any) -> Any:
    """Return the row as it is now, locked until the transaction ends; one still in hand is known to nobody else."""
    if gathering.in_hand(subject):
        return subject
    return type(subject)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)


def _as_whom(by: Any, subject: Any, code: str, permit: Permit) -> Any:
    """Return the actor: by their own right, or in the place of somebody for whom they stand in (`by.place` says so)."""
    if permit(by, subject):
        return by
    if not subject.IN_PLACE:
        raise NotPermitted()
    return by.in_place(code, permit, subject)


def _check(subject: Any, code: str, *, version: int | None, lifecycle: Lifecycle | None) -> None:
    if version is not None and version != subject.version:
        raise StaleVersion()
    if lifecycle is not None:
        lifecycle.check(subject, code)


def creates(code: str, *, permit: Permit) -> Callable[[Verb], Verb]:
    """Make a verb of birth out of `body(*, by, **inputs) -> instance | (instance, data)`; the body saves the row.

    `permit(by, inputs)` sees the inputs. A body that needs one instant for everything sets `instance.moment`.
    Raises BadInput for a moment in the future, RuntimeError when the body acted on the thing before its birth
    was recorded.
    """

    def decorate(body: Verb) -> Verb:
        takes_note = "note" in signature(body).parameters

        @functools.wraps(body)
        def run(*, by: Any, note: str = "", **inputs: Any) -> Any:
            note = _note(note)
            with _one_transaction() as things:
                if not permit(by, inputs):
                    raise NotPermitted()
                made = body(by=by, **inputs, **({"note": note} if takes_note else {}))
                subject, data = made if isinstance(made, tuple) else (made, {})
                if _key(subject) in things:
                    raise RuntimeError(f"{code}: {_key(subject)} was acted on before its birth was recorded")
                subject.moment = subject.recorded = getattr(subject, "moment", None) or gathering.present()
                _finish(subject, code, by=by, note=note, data=data, known={})
                gathering.when_written(functools.partial(_check_clock, subject.last_event))
            return subject

        return _register(code, run, body, permit)

    return decorate


def _check_clock(event: Any) -> None:
    """Raise ClockMoved for a birth that would be recorded before it happened."""
    if event.happened_at > event.recorded_at:
        raise ClockMoved()


def _finish(subject: Any, code: str, *, by: Any, note: str, data: dict[str, Any], known: dict[str, Any]) -> None:
    """Record the event with the tracked fields that changed, and defer what follows from it."""
    changed = {name: value for name, value in tracked(subject).items() if name not in known or known[name] != value}
    data = plain(data) | ({"changed": changed} if changed else {}) | by.told()
    subject.last_event = record(
        subject, code, by=by, happened_at=subject.moment, note=note, data=data, beside=subject.beside(known)
    )
    gathering.when_written(functools.partial(follow, subject.last_event))
