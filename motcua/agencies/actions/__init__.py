"""All writes on agencies, people, posts, tokens and sessions."""

from motcua.agencies.actions.absences import end_absence, record_absence
from motcua.agencies.actions.attempts import TooMany, TooSoon, let_through
from motcua.agencies.actions.delegating import delegate, revoke_delegation
from motcua.agencies.actions.log_in import (
    CannotEnter,
    forget_old_entries,
    identify,
    log_in,
    mark_seen,
    posts_to_enter,
    prove,
)
from motcua.agencies.actions.machine import export_journal, retry_job
from motcua.agencies.actions.passwords import Busy
from motcua.agencies.actions.people import block_person, change_password, demand_password, enrol_person, unblock_person
from motcua.agencies.actions.posts import appoint, end_post, issue_token, revoke_token
from motcua.agencies.actions.preferences import (
    choose_columns,
    keep_view,
    remove_view,
    rename_view,
    share_view,
    start_with,
)
from motcua.agencies.actions.second_factors import (
    add_authenticator,
    add_passkey,
    confirm_authenticator,
    has_second_factor,
    prove_code,
    prove_passkey,
    remove_authenticator,
    remove_passkey,
    renew_recovery_codes,
    reset_second_factors,
    sample_code,
)
from motcua.agencies.actions.sessions import Recognised, end_sessions, forget_device, recognise
from motcua.agencies.actions.units import change_agency, create_agency, end_agency, operate, set_code_pattern, succeed

__all__ = [
    "Busy",
    "CannotEnter",
    "Recognised",
    "TooMany",
    "TooSoon",
    "add_authenticator",
    "add_passkey",
    "appoint",
    "block_person",
    "change_agency",
    "change_password",
    "choose_columns",
    "confirm_authenticator",
    "create_agency",
    "delegate",
    "demand_password",
    "end_absence",
    "end_agency",
    "end_post",
    "end_sessions",
    "enrol_person",
    "export_journal",
    "forget_device",
    "forget_old_entries",
    "has_second_factor",
    "identify",
    "issue_token",
    "keep_view",
    "let_through",
    "log_in",
    "mark_seen",
    "operate",
    "posts_to_enter",
    "prove",
    "prove_code",
    "prove_passkey",
    "recognise",
    "record_absence",
    "remove_authenticator",
    "remove_passkey",
    "remove_view",
    "rename_view",
    "renew_recovery_codes",
    "reset_second_factors",
    "retry_job",
    "revoke_delegation",
    "revoke_token",
    "sample_code",
    "set_code_pattern",
    "share_view",
    "start_with",
    "succeed",
    "unblock_person",
]
