"""All writes on agencies, people, posts, tokens and sessions."""

from motcua.agencies.actions.log_in import TooSoon, forget_old_entries, identify, log_in, mark_seen, prove
from motcua.agencies.actions.passwords import Busy
from motcua.agencies.actions.people import block_person, change_password, enrol_person, unblock_person
from motcua.agencies.actions.posts import appoint, end_post, issue_token, revoke_token
from motcua.agencies.actions.units import change_agency, create_agency, end_agency, set_code_pattern, succeed

__all__ = [
    "Busy",
    "TooSoon",
    "appoint",
    "block_person",
    "change_agency",
    "change_password",
    "create_agency",
    "end_agency",
    "end_post",
    "enrol_person",
    "forget_old_entries",
    "identify",
    "issue_token",
    "log_in",
    "mark_seen",
    "prove",
    "revoke_token",
    "set_code_pattern",
    "succeed",
    "unblock_person",
]
