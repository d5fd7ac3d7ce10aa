"""Who may say by which weights every office of the installation is judged."""

from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Post
from motcua.agencies.permissions import operates

KEEPERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER)
PARTS = (Kind.DIVISION, Kind.ONE_STOP)  # where an office's reform officer sits


def keeps_index(by: Post) -> bool:
    """Administrators and reform officers of the unit that operates, who may sit in one of its divisions."""
    if by.role == Role.SYSTEM or operates(by, *KEEPERS):
        return True
    above = by.agency.parent
    return by.role == Role.REFORM_OFFICER and by.agency.kind in PARTS and above is not None and above.operates


def may_publish_index(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps_index(by)
