"""What a serving installation may not lack; the settings themselves load without anything."""

import logging
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from motcua.citizens.openid import provider as openid
from motcua.core import erasures
from motcua.core.clock import may_be_set
from motcua.files.addresses import troubles
from motcua.notify.choices import Channel
from motcua.notify.gateways import gateway, receipts

log = logging.getLogger(__name__)


def problems() -> list[Error]:
    """Reasons not to serve, in words."""
    found = []
    if not settings.KEYS.complete:
        found.append(
            Error(
                "Keys are missing: every restart would lose what was encrypted.",
                hint="Set MOTCUA_KEYS_FILE (`motcua keys FILE` makes one), or MOTCUA_SECRET_KEY, MOTCUA_FIELD_KEYS, "
                "MOTCUA_BLIND_KEY.",
                id="motcua.E001",
            )
        )
    if settings.TEST and not str(settings.DATABASES["default"]["NAME"]).startswith("run"):
        found.append(Error("MOTCUA_TEST uses keys that everybody knows.", id="motcua.E003"))
    found += [Error(words, id="motcua.E004") for words in troubles(settings.STORAGES["default"])]
    found += [Error(words, id="motcua.E006") for words in gateway_troubles()]
    found += [Error(words, id="motcua.E007") for words in openid.troubles(settings.OIDC)]
    found += older_copy()
    if settings.DEBUG and settings.HTTPS:
        found.append(Error("MOTCUA_DEBUG shows settings and source to strangers.", id="motcua.E002"))
    return found


@register(Tags.security, deploy=True)
def check_serving(**kwargs: Any) -> list[Error | Warning]:
    """`motcua check --deploy`; `config.apps` makes it known."""
    return [*problems(), *set_clock(), *unfinished_rotation()]


def gateway_troubles() -> list[str]:
    """Return what is wrong with the settings of messages out, in words."""
    found = []
    for channel in Channel.values:
        try:
            gateway(channel)
        except ValueError as error:
            found.append(str(error))
    return [*found, *receipts.troubles()]


def older_copy() -> list[Error]:
    """Refuse a database that does not know what was erased last: a copy was brought back, by whatever means."""
    if settings.DEMO or settings.TEST:
        return []
    try:
        behind = erasures.is_behind()
    except DatabaseError:  # no tables yet: nothing can have come back
        return []
    words = "This database is an older copy: what was erased since has come back."
    return [Error(words, hint="Run motcua erased redo.", id="motcua.E005")] if behind else []


def set_clock() -> list[Warning]:
    """Tell of a clock that was set in a database which is neither a demo's nor the tests': it moves nothing here."""
    if may_be_set():
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM core_clocksetting)")
            found = cursor.fetchone()[0]
    except DatabaseError:  # no database yet: nothing to tell
        return []
    words = "A set clock lies in core_clocksetting; it counts in the demo and the tests only."
    hint = "Was a demo's database restored here? DELETE FROM core_clocksetting."
    return [Warning(words, hint=hint, id="motcua.W001")] if found else []


def unfinished_rotation() -> list[Warning]:
    """Tell of a change of keys that was stopped: until it is finished the old key still opens or finds."""
    kinds = {"rotate": settings.FIELD_KEYS, "rotate-blind": settings.BLIND_KEYS}
    return [
        Warning(
            f"A change of keys is unfinished: {len(ring)} are in use.", hint=f"Run motcua keys {do}.", id="motcua.W002"
        )
        for do, ring in kinds.items()
        if len(ring) > 1
    ]


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured with every reason not to serve."""
    if found := problems():
        raise ImproperlyConfigured(" ".join(f"{problem.msg} {problem.hint or ''}" for problem in found))
    for warning in [*set_clock(), *unfinished_rotation()]:
        log.warning("%s %s", warning.msg, warning.hint)
