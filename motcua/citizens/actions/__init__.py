"""All writes on applicants, on the record of who looked them up, and on the watch over it."""

from motcua.citizens.actions.accounts import begin_session, end_session, forget_old_sessions, open_account
from motcua.citizens.actions.declaring import (
    SPAN,
    TooManyLookups,
    declare,
    look_up,
    look_up_phone,
    reveal,
)
from motcua.citizens.actions.erasing import erase_declarations, forget_lookups
from motcua.citizens.actions.restricting import pass_on, release, restrict, restrict_each
from motcua.citizens.actions.telling import tell
from motcua.citizens.actions.watching import change_limit, close_alert, watch, who_looked

__all__ = [
    "SPAN",
    "TooManyLookups",
    "begin_session",
    "change_limit",
    "close_alert",
    "declare",
    "end_session",
    "erase_declarations",
    "forget_lookups",
    "forget_old_sessions",
    "look_up",
    "look_up_phone",
    "open_account",
    "pass_on",
    "release",
    "restrict",
    "restrict_each",
    "reveal",
    "tell",
    "watch",
    "who_looked",
]
