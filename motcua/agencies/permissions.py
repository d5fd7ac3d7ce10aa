"""Who may change agencies, people and posts: administrators, within the tree they administer."""

from typing import Any

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Absence, Agency, Delegation, Person, Post, Reorganisation


def administers(by: Post, agency: Agency) -> bool:
    """Tell whether the post administers the unit: it is the administrator's own or lies below it."""
    return by.role == Role.SYSTEM or (by.role == Role.ADMINISTRATOR and agency.is_within(by.agency))


def may_create_agency(by: Post, inputs: dict[str, Any]) -> bool:
    parent = inputs.get("parent")
    return by.role == Role.SYSTEM or (parent is not None and administers(by, parent))


def may_change_agency(by: Post, agency: Agency) -> bool:
    return administers(by, agency)


def operates(by: Post, *roles: Role) -> bool:
    """Whether a post of these roles belongs to the unit that operates the installation (decision 0032).

    What holds for every unit on the machine is decided there, whatever stands at the top of whichever tree.
    """
    return by.role in roles and by.agency.operates


def may_operate(by: Post, agency: Agency) -> bool:
    """Which unit operates is told at the server's console, or follows from a re-organisation."""
    return by.role == Role.SYSTEM


def may_run_machine(by: Post, agency: Agency) -> bool:
    """Administrators of the operating unit: the machine serves everybody."""
    return by.role == Role.SYSTEM or (operates(by, Role.ADMINISTRATOR) and agency.pk == by.agency_id)


def may_export_journal(by: Post, agency: Agency) -> bool:
    """Who may read the journals, and of their own unit's tree only."""
    return by.role in (Role.ADMINISTRATOR, Role.INSPECTOR) and agency.pk == by.agency_id


def may_enrol(by: Post, inputs: dict[str, Any]) -> bool:
    return by.role in (Role.SYSTEM, Role.ADMINISTRATOR)


def may_change_person(by: Post, person: Person) -> bool:
    """The person themself, and who may block them."""
    return by.person_id == person.pk or may_block_person(by, person)


def may_block_person(by: Post, person: Person) -> bool:
    """Administrators of all units where the person holds a post.

    All, not one: else a ward's administrator could take over the account of a colleague with a post higher up.
    """
    if by.role == Role.SYSTEM:
        return True
    return by.role == Role.ADMINISTRATOR and not person.posts.filter(ended_at=None).outside(by.agency).exists()


def may_prove_oneself(by: Post, person: Person) -> bool:
    """What proves somebody is set up by nobody else."""
    return by.person_id == person.pk and by.role not in MACHINES


def may_reset_person(by: Post, person: Person) -> bool:
    """Somebody else who may block the person: nobody takes the second proof from themself this way."""
    return by.person_id != person.pk and may_block_person(by, person)


def may_log_in(by: Post, person: Person) -> bool:
    """Only into one's own post."""
    return by.person_id == person.pk and by.role not in MACHINES


def may_appoint(by: Post, inputs: dict[str, Any]) -> bool:
    return inputs["role"] not in MACHINES and administers(by, inputs["agency"])


def may_end_post(by: Post, post: Post) -> bool:
    return post.role not in MACHINES and administers(by, post.agency)


def may_issue_token(by: Post, post: Post) -> bool:
    """The holder for themself, administrators for posts of their tree."""
    return by.pk == post.pk or administers(by, post.agency)


def may_draft_reorganisation(by: Post, inputs: dict[str, Any]) -> bool:
    """Administrators of an office above all the units concerned."""
    return administers(by, inputs["office"])


def may_change_reorganisation(by: Post, row: Reorganisation) -> bool:
    return administers(by, row.office)


def may_carry_out(by: Post, thing: Any) -> bool:
    """Only the system carries out a re-organisation, on the decision that an administrator confirmed."""
    return by.role == Role.SYSTEM


def may_record_absence(by: Post, inputs: dict[str, Any]) -> bool:
    """The person themself, who heads them, who administers the unit, and the system for whoever worked in an ended
    unit: somebody who has fallen ill writes nothing down."""
    return _answers_for(by, inputs["post"]) or heads_person(by, inputs["post"])


def _answers_for(by: Post, post: Post) -> bool:
    if by.role == Role.SYSTEM:
        return bool(Agency.objects.filter(heir__isnull=False, posts__person=post.person_id).exists())
    return by.person_id == post.person_id or administers(by, post.agency)


def heads_person(by: Post, post: Post) -> bool:
    """Whether a post heads another: the head of its unit, or a leader of the office."""
    if by.person_id == post.person_id or post.role in (Role.LEADER, *MACHINES):
        return False
    if by.role == Role.HEAD_OF_DIVISION:
        return by.agency_id == post.agency_id and post.role != Role.HEAD_OF_DIVISION
    return by.role == Role.LEADER and post.agency.is_within(by.agency) and post.agency.level == by.agency.level


def may_end_absence(by: Post, absence: Absence) -> bool:
    return may_record_absence(by, {"post": absence.post})


def may_delegate(by: Post, inputs: dict[str, Any]) -> bool:
    """Who delegates, in person or through the administrator who records the document."""
    return _answers_for(by, inputs["giver"])


def may_revoke_delegation(by: Post, delegation: Delegation) -> bool:
    return _answers_for(by, delegation.giver)
