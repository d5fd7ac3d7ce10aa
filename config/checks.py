"""What a serving installation may not lack; the settings themselves load without anything."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


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
    if settings.DEBUG and settings.HTTPS:
        found.append(Error("MOTCUA_DEBUG shows settings and source to strangers.", id="motcua.E002"))
    return found


@register(Tags.security, deploy=True)
def check_serving(**kwargs: Any) -> list[Error]:
    """`manage.py check --deploy`."""
    return problems()


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured with every reason not to serve."""
    if found := problems():
        raise ImproperlyConfigured(" ".join(f"{problem.msg} {problem.hint or ''}" for problem in found))
