"""Who may adopt a procedure for an office, change its draft, publish and end it, and import the national catalogue."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.procedures.models import Adoption

KEEPERS = (Role.REFORM_OFFICER, Role.ADMINISTRATOR)


def keeps(by: Post, office: Agency) -> bool:
    """The reform officers and administrators of the office or of one above it."""
    return by.role == Role.SYSTEM or (by.role in KEEPERS and office.is_within(by.agency))


def may_adopt(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps(by, inputs["office"])


def may_change_draft(by: Post, adoption: Adoption) -> bool:
    return keeps(by, adoption.office)


def may_publish(by: Post, adoption: Adoption) -> bool:
    """A draft becomes binding by the office's leader, or by those who keep the catalogue for them."""
    return keeps(by, adoption.office) or (by.role == Role.LEADER and adoption.office.is_within(by.agency))


may_review = may_publish
may_end = may_publish


def may_import(by: Post) -> bool:
    """The national catalogue is common to all offices: only the system and administrators bring it in."""
    return by.role in (Role.SYSTEM, Role.ADMINISTRATOR)
