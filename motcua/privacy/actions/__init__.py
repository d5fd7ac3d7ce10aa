"""All writes on requests, terms and duties."""

from motcua.privacy.actions.answering import acknowledge, carry_out, extend, grant, hand_over, receive, refuse, withdraw
from motcua.privacy.actions.ruling import end_duty, end_term, name_duty, set_term

__all__ = [
    "acknowledge",
    "carry_out",
    "end_duty",
    "end_term",
    "extend",
    "grant",
    "hand_over",
    "name_duty",
    "receive",
    "refuse",
    "set_term",
    "withdraw",
]
