"""A filing is its account's alone; nobody who works here reads or changes what was not sent, the machine sweeps it."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.filing.models import Filing


def may_begin(by: Post, inputs: dict[str, Any]) -> bool:
    """Whoever is logged in on the portal."""
    return by.role == Role.CITIZEN and by.account is not None


def may_fill(by: Post, filing: Filing) -> bool:
    """The account that began it."""
    return by.role == Role.CITIZEN and by.account is not None and by.account.pk == filing.account_id


may_send = may_renew = may_fill


def may_abandon(by: Post, filing: Filing) -> bool:
    """The account that began it; the machine when nobody went on with it."""
    return by.role == Role.SYSTEM or may_fill(by, filing)
