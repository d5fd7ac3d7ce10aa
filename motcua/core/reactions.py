"""What follows from an event: one transactional job per event, each reaction once and alone.

A reaction runs after commit in a worker, in a savepoint of its own, and is marked done in the same transaction:
a worker killed in the middle leaves nothing half-done, a repeated job repeats nothing. A reaction that fails is
retried without the others.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

log = logging.getLogger(__name__)

Reaction = Callable[[Any], None]
_registered: dict[str, list[Reaction]] = defaultdict(list)
_wanted: dict[Reaction, Callable[[Any], bool]] = {}  # reactions that need not follow every event of their codes


def reaction(*codes: str, when: Callable[[Any], bool] | None = None) -> Callable[[Reaction], Reaction]:
    """Register a function of one event for these action codes; it must be safe to run alone and late.

    `when(event)` tells at once, inside the action, whether it follows from an event at all; it asks the database
    nothing. An event from which nothing follows makes no job: ten thousand entered in one go make none.
    """

    def register(function: Reaction) -> Reaction:
        if when is not None:
            _wanted[function] = when
        for code in codes:
            if function not in _registered[str(code)]:
                _registered[str(code)].append(function)
        return function

    return register


def name_of(function: Reaction) -> str:
    """Return the name under which a reaction is marked done."""
    return f"{function.__module__}.{function.__qualname__}"


def table() -> dict[str, list[str]]:
    """Return action code → names of its reactions, sorted."""
    return {code: [name_of(function) for function in functions] for code, functions in sorted(_registered.items())}


def follow(event: Any) -> None:
    """Defer the job of an event's reactions in the event's own transaction, when it has any."""
    if any(_follows(function, event) for function in _registered.get(event.action, ())):
        react.defer(model=event._meta.label, event=event.pk)


def _follows(function: Reaction, event: Any) -> bool:
    asked = _wanted.get(function)
    return asked is None or asked(event)


def _claim(event: Any, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO core_reactiondone ("table", event, reaction) VALUES (%s, %s, %s)'
            " ON CONFLICT DO NOTHING RETURNING id",
            [event._meta.db_table, event.pk, name],
        )
        return cursor.fetchone() is not None


def carry_out(event: Any) -> list[str]:
    """Run the event's reactions that are not yet done; return the names of those that failed."""
    failed = []
    for function in _registered.get(event.action, ()):
        try:
            with transaction.atomic():
                if _claim(event, name_of(function)):
                    function(event)
        except Exception:
            log.exception("reaction %s of %s %s failed", name_of(function), event._meta.label, event.pk)
            failed.append(name_of(function))
    return failed


@app.task(name="core.react", retry=RetryStrategy(max_attempts=16, exponential_wait=2))
def react(*, model: str, event: int) -> None:
    """Carry out what follows from one event; raises when a reaction failed, so that the job is tried again.

    Sixteen times, over a day and a half: a mail server may be away for a night.
    """
    failed = carry_out(apps.get_model(model)._default_manager.get(pk=event))
    if failed:
        raise RuntimeError(f"reactions failed: {', '.join(failed)}")
