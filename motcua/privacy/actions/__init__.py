"""All writes on requests, terms, duties, retention rules, lists and holds."""

from motcua.privacy.actions.answering import acknowledge, carry_out, extend, grant, hand_over, receive, refuse, withdraw
from motcua.privacy.actions.asking import ask
from motcua.privacy.actions.destroying import approve, carry_out_list, finish, hold, propose, reject, release
from motcua.privacy.actions.passing import pass_hold_over, pass_list_over, pass_over
from motcua.privacy.actions.restricting import hold_back, keep_held_back, lift, pass_restriction_over
from motcua.privacy.actions.ruling import end_duty, end_rule, end_term, name_duty, set_rule, set_term

__all__ = [
    "acknowledge",
    "approve",
    "ask",
    "carry_out",
    "carry_out_list",
    "end_duty",
    "end_rule",
    "end_term",
    "extend",
    "finish",
    "grant",
    "hand_over",
    "hold",
    "hold_back",
    "keep_held_back",
    "lift",
    "name_duty",
    "pass_hold_over",
    "pass_list_over",
    "pass_over",
    "pass_restriction_over",
    "propose",
    "receive",
    "refuse",
    "reject",
    "release",
    "set_rule",
    "set_term",
    "withdraw",
]
