"""Accounts closed, and whom look-ups were about, are forgotten again after a restore.

Declarations: in `dossiers`, who need them.
"""

from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions.closing import ERASURE, close_account
from motcua.citizens.actions.erasing import forget_those
from motcua.citizens.models import Account
from motcua.core.erasures import again


@again("citizens.lookup")
def forget_again(keys: list[str], *, cause: str, until: datetime, **more: Any) -> str:
    """Forget whom they were about; a later look-up that was given an old number stays."""
    forget_those(keys, until=until, by=Post.objects.system())
    return ""


@again(ERASURE)
def close_again(keys: list[str], *, cause: str, **more: Any) -> str:
    """Close accounts that an older copy has open again; what they did since they were closed cannot be."""
    for account in Account.objects.in_use().filter(pk__in=keys).order_by("pk"):
        close_account(account, by=Post.objects.system())
    return ""
