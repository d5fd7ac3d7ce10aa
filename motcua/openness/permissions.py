"""Who decides whether a unit's figures are open: who leads it, and who administers it."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import administers
from motcua.openness.models import Publication

DECIDERS = (Role.LEADER, Role.ADMINISTRATOR)


def decides_for(by: Post, agency: Agency) -> bool:
    """The unit's own leader, or an administrator of its tree."""
    return administers(by, agency) or (by.role == Role.LEADER and by.agency_id == agency.pk)


def may_open(by: Post, inputs: dict[str, Any]) -> bool:
    return decides_for(by, inputs["agency"])


def may_decide(by: Post, publication: Publication) -> bool:
    """Close the page and open it again."""
    return decides_for(by, publication.agency)
