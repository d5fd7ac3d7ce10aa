"""All writes on applicants, on the record of who looked them up, and on the watch over it."""

from motcua.citizens.actions.account_keys import WrongKey, add_account_key, enter_by_key, remove_account_key
from motcua.citizens.actions.accounts import (
    begin_session,
    end_session,
    end_sessions,
    forget_old_sessions,
    live_sessions,
    mark_proved,
    open_account,
)
from motcua.citizens.actions.agreeing import agree, record_consent, withdraw_consent
from motcua.citizens.actions.choosing import channels_of, choices_of, choosable, choose_all, choose_notices, reachable
from motcua.citizens.actions.closing import close_account, join_account, take_contacts
from motcua.citizens.actions.codes import (
    WrongCode,
    ask_code,
    change_contact,
    enter_by_code,
    forget_old_codes,
    sent_to,
    use_code,
)
from motcua.citizens.actions.declaring import (
    SPAN,
    TooManyLookups,
    as_declared,
    declare,
    hold_known,
    look_up,
    look_up_phone,
    reveal,
)
from motcua.citizens.actions.digesting import close_digest, digest, unreached_on
from motcua.citizens.actions.erasing import erase_declarations, forget_lookups
from motcua.citizens.actions.merging import (
    check_pair,
    held,
    merge_declarations,
    move_consent,
    part_declarations,
)
from motcua.citizens.actions.own_data import correct_account
from motcua.citizens.actions.proving import AnotherPerson, enter_by_identity, open_proven, prove_identity
from motcua.citizens.actions.restricting import pass_on, release, restrict, restrict_each
from motcua.citizens.actions.telling import tell, unreached_of, unreached_of_account
from motcua.citizens.actions.watching import change_limit, close_alert, watch, who_looked

__all__ = [
    "SPAN",
    "AnotherPerson",
    "TooManyLookups",
    "WrongCode",
    "WrongKey",
    "add_account_key",
    "agree",
    "as_declared",
    "ask_code",
    "begin_session",
    "change_contact",
    "change_limit",
    "channels_of",
    "check_pair",
    "choices_of",
    "choosable",
    "choose_all",
    "choose_notices",
    "close_account",
    "close_alert",
    "close_digest",
    "correct_account",
    "declare",
    "digest",
    "end_session",
    "end_sessions",
    "enter_by_code",
    "enter_by_identity",
    "enter_by_key",
    "erase_declarations",
    "forget_lookups",
    "forget_old_codes",
    "forget_old_sessions",
    "held",
    "hold_known",
    "join_account",
    "live_sessions",
    "look_up",
    "look_up_phone",
    "mark_proved",
    "merge_declarations",
    "move_consent",
    "open_account",
    "open_proven",
    "part_declarations",
    "pass_on",
    "prove_identity",
    "reachable",
    "record_consent",
    "release",
    "remove_account_key",
    "restrict",
    "restrict_each",
    "reveal",
    "sent_to",
    "take_contacts",
    "tell",
    "unreached_of",
    "unreached_of_account",
    "unreached_on",
    "use_code",
    "watch",
    "who_looked",
    "withdraw_consent",
]
