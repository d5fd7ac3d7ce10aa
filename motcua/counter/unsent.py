"""A page that was left unsent: what of it is kept, and how it is opened again."""

import uuid
from typing import Any

from django.http import QueryDict

from motcua.agencies.models import Post
from motcua.core.text import clean
from motcua.counter.models import Unsent
from motcua.procedures.models import Edition

NOT_KEPT = ("csrfmiddlewaretoken", "deed", "confirmed", "choose", "from", "only")
TELLING = ("edition", "a-name", "a-identity_number", "a-phone", "a-address", "s-name", "subject", "note")


def key_of(given: QueryDict) -> uuid.UUID | None:
    """Return the key of a page, None for what is none."""
    try:
        return uuid.UUID(str(given.get("key") or ""))
    except ValueError:
        return None


def worth_keeping(given: QueryDict) -> bool:
    """Tell whether anything of weight is on the page: an empty one is not kept."""
    return any(clean(given.get(name)) for name in TELLING)


def page_to_keep(given: QueryDict) -> dict[str, list[str]]:
    """Return a page as field → values."""
    return {name: [str(value) for value in values] for name, values in given.lists() if name not in NOT_KEPT}


def given_again(by: Post, key: Any) -> QueryDict | None:
    """Return a page as it was left, None when there is none (any more)."""
    asked = QueryDict(mutable=True)
    asked["key"] = str(key or "")
    found = key_of(asked)
    row = Unsent.objects.visible_to(by).filter(key=found).first() if found else None
    if row is None:
        return None
    given = QueryDict(mutable=True)
    for name, values in row.page.items():
        given.setlist(name, values)
    return given


def left_by(by: Post) -> list[dict[str, Any]]:
    """Return what the post left unsent, the newest first: key, moment, procedure, name."""
    rows = list(Unsent.objects.visible_to(by))
    keys = {row.key: next(iter(row.page.get("edition", [])), "") for row in rows}
    wanted = {int(text) for text in keys.values() if text.isdecimal() and len(text) < 16}
    names = dict(Edition.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return [
        {
            "key": row.key,
            "saved_at": row.saved_at,
            "procedure": names.get(int(keys[row.key]), "") if keys[row.key].isdecimal() else "",
            "name": next(iter(row.page.get("a-name", [])), ""),
        }
        for row in rows
    ]
