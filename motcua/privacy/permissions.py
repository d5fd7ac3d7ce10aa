"""Who receives, answers and hands over what citizens ask about their own data."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import operates
from motcua.privacy.models import DataDuty, DestructionList, Hold, RightsRequest

DESK = (Role.RECEPTIONIST,)
NAMERS = (Role.LEADER,)
TERM_SETTERS = (Role.INSPECTOR, Role.ADMINISTRATOR)


def may_receive(by: Post, inputs: dict[str, Any]) -> bool:
    """At a one-stop desk, where the person stands with their card."""
    return by.role in DESK


def may_ask(by: Post, inputs: dict[str, Any]) -> bool:
    """A citizen whose identity the state has proven, for themselves."""
    return by.account is not None and by.account.is_proven


def is_own(by: Post, request: RightsRequest) -> bool:
    """The citizen asked it online."""
    return by.account is not None and by.account.is_proven and by.account.pk == request.account_id


def may_answer(by: Post, request: RightsRequest) -> bool:
    """The post that has the duty, and the leaders of the office."""
    leads = by.role == Role.LEADER and by.agency_id == request.office_id
    return request.answerer_id == by.pk or leads


def may_lift(by: Post, request: RightsRequest) -> bool:
    """Whoever answers; and the desk, where the person says so."""
    return may_answer(by, request) or may_hand_over(by, request)


def may_hand_over(by: Post, request: RightsRequest) -> bool:
    """The desk that received it: there the person is known again. Whoever asked online takes the answer there, too."""
    return is_own(by, request) or (by.role in DESK and by.agency_id == request.desk_id)


def may_withdraw(by: Post, request: RightsRequest) -> bool:
    """The person takes it back, at the desk or in the account in which they asked."""
    return may_hand_over(by, request)


def may_carry_out(by: Post, request: RightsRequest) -> bool:
    """Only the machine, after the decision."""
    return by.role == Role.SYSTEM


def may_name(by: Post, inputs: dict[str, Any]) -> bool:
    """Leaders, for the office they lead."""
    office: Agency | None = inputs.get("office")
    return by.role in NAMERS and office is not None and office.pk == by.agency_id


def may_end_duty(by: Post, duty: DataDuty) -> bool:
    """The same who named it, and the system when the office ends."""
    return by.role == Role.SYSTEM or (by.role in NAMERS and duty.office_id == by.agency_id)


def may_pass_over(by: Post, thing: Any) -> bool:
    """Only the system, in a re-organisation."""
    return by.role == Role.SYSTEM


def may_set_term(by: Post, inputs: dict[str, Any]) -> bool:
    """The terms are the whole installation's: the inspector or administrator of the unit that operates it."""
    return operates(by, *TERM_SETTERS)


def may_end_term(by: Post, term: Any) -> bool:
    return may_set_term(by, {})


may_set_rule, may_end_rule = may_set_term, may_end_term
PROPOSERS, SIGNERS, HOLDERS = (Role.REGISTRY_CLERK,), (Role.LEADER,), (Role.LEADER, Role.INSPECTOR, Role.REGISTRY_CLERK)


def _of_office(by: Post, office: Agency | None) -> bool:
    return office is not None and office.level == by.agency.level and by.agency.is_within(office)


def may_propose(by: Post, inputs: dict[str, Any]) -> bool:
    """Registry clerks, who keep the archive, for their own office."""
    return by.role in PROPOSERS and _of_office(by, inputs.get("office"))


def may_sign_list(by: Post, found: DestructionList) -> bool:
    """A leader of the office, never the person who proposed it."""
    return by.role in SIGNERS and by.agency_id == found.office_id and by.person_id != found.proposed_by.person_id


def may_finish(by: Post, found: DestructionList) -> bool:
    """Only the machine, when nothing waits on the list any more."""
    return by.role == Role.SYSTEM


def may_hold(by: Post, inputs: dict[str, Any]) -> bool:
    """Leaders, inspectors and registry clerks of the office: holding back harms nobody."""
    return by.role in HOLDERS and _of_office(by, inputs.get("office"))


def may_release(by: Post, hold: Hold) -> bool:
    """Letting go is the leaders' alone."""
    return by.role == Role.LEADER and by.agency_id == hold.office_id
