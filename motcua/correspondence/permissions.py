"""Who may keep the registers and take numbers from them."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import administers
from motcua.correspondence.models import Letterhead, OutgoingDocument, Register

KEEPERS = (Role.REGISTRY_CLERK,)
TAKERS = (Role.REGISTRY_CLERK, Role.LEADER, Role.HEAD_OF_DIVISION, Role.RECEPTIONIST)


def same_office(post: Post, agency: Agency) -> bool:
    """Tell whether the post belongs to the office whose register it is: the committee, its divisions, its desk."""
    return post.agency_id == agency.pk or post.agency.is_same_office(agency)


def may_open_register(by: Post, inputs: dict[str, Any]) -> bool:
    return by.role == Role.SYSTEM or (by.role in TAKERS and same_office(by, inputs["agency"]))


def may_keep_register(by: Post, register: Register) -> bool:
    """The registry clerks of the office; the system, when another office takes over."""
    return by.role == Role.SYSTEM or (
        by.role in KEEPERS and (by.agency_id == register.agency_id or same_office(by, register.agency))
    )


def may_issue(by: Post, inputs: dict[str, Any]) -> bool:
    """Registry clerks, leaders, heads, and the desk for results handed back at once."""
    return may_open_register(by, inputs)


def may_change_line(by: Post, document: OutgoingDocument) -> bool:
    """Who took the number, and the registry clerks of the register."""
    return by.pk == document.by_id or may_keep_register(by, document.register)


def may_publish_letterhead(by: Post, inputs: dict[str, Any]) -> bool:
    """Administrators, for units of their tree."""
    return administers(by, inputs["agency"])


def may_drop_letterhead(by: Post, letterhead: Letterhead) -> bool:
    return administers(by, letterhead.agency)
