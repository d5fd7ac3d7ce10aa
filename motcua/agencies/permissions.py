"""Who may change agencies, people and posts: administrators, within the tree they administer."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Person, Post


def administers(by: Post, agency: Agency) -> bool:
    """Tell whether the post administers the unit: it is the administrator's own or lies below it."""
    return by.role == Role.SYSTEM or (by.role == Role.ADMINISTRATOR and agency.is_within(by.agency))


def may_create_agency(by: Post, inputs: dict[str, Any]) -> bool:
    parent = inputs.get("parent")
    return by.role == Role.SYSTEM or (parent is not None and administers(by, parent))


def may_change_agency(by: Post, agency: Agency) -> bool:
    return administers(by, agency)


def may_enrol(by: Post, inputs: dict[str, Any]) -> bool:
    return by.role in (Role.SYSTEM, Role.ADMINISTRATOR)


def may_change_person(by: Post, person: Person) -> bool:
    """Administrators of a unit where the person holds a post, and the person themself."""
    if by.person_id == person.pk or by.role == Role.SYSTEM:
        return True
    return by.role == Role.ADMINISTRATOR and person.posts.filter(agency__path__startswith=by.agency.path).exists()


def may_appoint(by: Post, inputs: dict[str, Any]) -> bool:
    return administers(by, inputs["agency"])


def may_end_post(by: Post, post: Post) -> bool:
    return administers(by, post.agency)


def may_issue_token(by: Post, post: Post) -> bool:
    """The holder for themself, administrators for posts of their tree."""
    return by.pk == post.pk or administers(by, post.agency)
