"""Who may have messages sent, see to those that failed, and change the words and the hours."""

from typing import Any

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Post
from motcua.agencies.permissions import administers, operates
from motcua.notify.models import NoticeText, Outgoing, SendingRules


def may_send(by: Post) -> bool:
    """Only the machine, in what follows from somebody's act: nobody writes to citizens past the kinds of notice."""
    return by.role in MACHINES


def may_see_to(by: Post, message: Outgoing) -> bool:
    """Administrators over the office it was sent for; of what no office sent, those of the operating unit."""
    if message.office is None:
        return operates(by, Role.ADMINISTRATOR)
    return by.role == Role.ADMINISTRATOR and (administers(by, message.office) or by.agency.operates)


def may_write_text(by: Post, inputs: dict[str, Any]) -> bool:
    """An administrator for the own unit and all below it."""
    return by.role == Role.ADMINISTRATOR


def may_change_text(by: Post, text: NoticeText) -> bool:
    return by.role == Role.ADMINISTRATOR and administers(by, text.agency)


def may_change_rules(by: Post, rules: SendingRules) -> bool:
    """The hours and tries are the whole installation's."""
    return operates(by, Role.ADMINISTRATOR)
