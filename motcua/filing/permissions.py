"""A filing is its account's alone, or the official's who helps somebody at the counter; the machine sweeps it."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.filing.models import Filing


def may_begin(by: Post, inputs: dict[str, Any]) -> bool:
    """Whoever is logged in on the portal."""
    return by.role == Role.CITIZEN and by.account is not None


def may_help(by: Post, inputs: dict[str, Any]) -> bool:
    """Who sits at a one-stop desk, for whoever stands before it."""
    return by.role == Role.RECEPTIONIST


def may_take_over(by: Post, filing: Filing) -> bool:
    """A colleague at the same desk, of what somebody there fills in for a citizen."""
    helped = filing.helper_id is not None and filing.desk_id == by.agency_id
    return helped and by.role == Role.RECEPTIONIST and filing.helper_id != by.pk


def may_fill(by: Post, filing: Filing) -> bool:
    """The account that began it; the official who helps somebody with it."""
    if by.role == Role.CITIZEN:
        return by.account is not None and by.account.pk == filing.account_id
    return filing.helper_id is not None and filing.helper_id == by.pk


may_send = may_renew = may_fill


def may_abandon(by: Post, filing: Filing) -> bool:
    """The account that began it; the machine when nobody went on with it."""
    return by.role == Role.SYSTEM or may_fill(by, filing)
