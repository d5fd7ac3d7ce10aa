"""Who may take down what people declare, look them up by number and read their full data."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.models import Applicant

DECLARERS = (
    Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.LEADER, Role.REGISTRY_CLERK, Role.SYSTEM,
)  # fmt: skip
SEARCHERS = (Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.SYSTEM)
BLIND_TO_PEOPLE = (Role.INSPECTOR, Role.REFORM_OFFICER, Role.ADMINISTRATOR)


def may_declare(by: Post, inputs: dict[str, Any]) -> bool:
    """Posts that receive and settle dossiers; the system for what is filed online."""
    return by.role in DECLARERS


def may_look_up(by: Post) -> bool:
    """The desk and the people who settle dossiers: nobody else starts from a number."""
    return by.role in SEARCHERS


def may_reveal(by: Post, applicant: Applicant) -> bool:
    """Never those who only see figures and masked lists; for the others the app above decides by its own thing."""
    return by.role not in BLIND_TO_PEOPLE
