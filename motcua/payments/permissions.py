"""Who may draw up, collect, waive and refund: the desk and the cashier for money, those who answer for the rest."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.payments.models import TAKERS, Bill

DRAWERS = (*TAKERS, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.LEADER)
WAIVERS = (Role.LEADER, Role.HEAD_OF_DIVISION)


def _belongs(by: Post, agency: Agency) -> bool:
    """Of the agency's office, in person or as whom they act: another desk's cashier may stand in for an absent one."""
    own = by.hat.agency
    return own.pk == agency.pk or own.is_same_office(agency)


def _works_for(by: Post, bill: Bill) -> bool:
    return by.hat.agency_id == bill.agency_id or by.hat.agency.is_same_office(bill.agency)


def may_draw_up(by: Post, inputs: dict[str, Any]) -> bool:
    """People of the office; the system for what is filed online."""
    return by.role == Role.SYSTEM or (by.role in DRAWERS and _belongs(by, inputs["agency"]))


def may_revise(by: Post, bill: Bill) -> bool:
    return by.role == Role.SYSTEM or (by.role in DRAWERS and _works_for(by, bill))


def may_collect(by: Post, bill: Bill) -> bool:
    """Cashiers and receptionists of the office; the system for what a payment gateway confirms."""
    return by.role == Role.SYSTEM or (by.role in TAKERS and _works_for(by, bill))


def may_waive(by: Post, bill: Bill) -> bool:
    return by.role in WAIVERS and _works_for(by, bill)


def may_refund(by: Post, bill: Bill) -> bool:
    """The cashier pays out; a leader of the agency may too."""
    return by.role in (Role.CASHIER, Role.LEADER) and _works_for(by, bill)


def may_pass_over(by: Post, bill: Bill) -> bool:
    """Only a re-organisation, which the system carries out, gives a bill to another agency."""
    return by.role == Role.SYSTEM


def may_erase_payer(by: Post, bill: Bill) -> bool:
    """Only the machine, after the decision on a person's request or a signed list."""
    return by.role == Role.SYSTEM
