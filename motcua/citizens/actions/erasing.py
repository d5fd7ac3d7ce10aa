"""Forgetting somebody: a declaration as a whole, and whom a look-up was about. Decided above, never here."""

from datetime import datetime
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.models import ERASED, Applicant, IdentityLookup
from motcua.core.clock import CoreNow
from motcua.core.erasures import tell
from motcua.core.errors import NotPermitted
from motcua.core.text import fold

FORGOTTEN: dict[str, Any] = {"digest": b"", "other_digest": None, "why": ""}


def erase_declarations(keys: list[Any], *, by: Post) -> int:
    """Erase declarations, every value of them; who wrote them down and when stays. Returns how many were erased now.

    Only the machine does so, after a decision; the app above has made sure that nothing kept names them.
    """
    only_the_machine(by)
    rows = Applicant.objects.filter(pk__in=keys, erased_at=None)
    tell("citizens.declaration", rows.order_by("pk").values_list("pk", flat=True))
    return rows.update(
        name=ERASED, folded=fold(ERASED), name_key="", identity_number=None, identity_index=None, phone=None,
        phone_index=None, email=None, address=None, erased_at=CoreNow(),
    )  # fmt: skip


def forget_lookups(indexes: list[bytes], *, office: Agency, by: Post) -> int:
    """Forget whom look-ups of an office's posts were about; that, when and by whom they were made stays."""
    only_the_machine(by)
    rows = IdentityLookup.objects.of(indexes).filter(by__agency__path__startswith=office.path)
    tell("citizens.lookup", rows.order_by("pk").values_list("pk", flat=True))
    return rows.update(**FORGOTTEN)


def forget_those(keys: list[Any], *, until: datetime, by: Post) -> int:
    """Forget whom certain look-ups up to a moment were about; returns how many."""
    only_the_machine(by)
    return IdentityLookup.objects.filter(pk__in=keys, at__lte=until).update(**FORGOTTEN)


def only_the_machine(by: Post) -> None:
    """Raise NotPermitted for anybody but the system's own post."""
    if by.role != Role.SYSTEM:
        raise NotPermitted()
