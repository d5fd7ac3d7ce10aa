"""All writes of the hall."""

from motcua.queue.actions.halls import (
    add_ground,
    add_line,
    change_hall,
    change_line,
    close_day,
    end_ground,
    issue_device,
    open_hall,
    reopen_day,
    retire_line,
    revoke_device,
)
from motcua.queue.actions.rosters import copy_roster, set_roster
from motcua.queue.actions.tickets import (
    begin,
    call,
    finish,
    recall,
    skip,
    take,
    take_by_slip,
    take_once,
    transfer,
)
from motcua.queue.actions.windows import add_window, call_next, change_window, leave, retire_window, sit

__all__ = [
    "add_ground",
    "add_line",
    "add_window",
    "begin",
    "call",
    "call_next",
    "change_hall",
    "change_line",
    "change_window",
    "close_day",
    "copy_roster",
    "end_ground",
    "finish",
    "issue_device",
    "leave",
    "open_hall",
    "recall",
    "reopen_day",
    "retire_line",
    "retire_window",
    "revoke_device",
    "set_roster",
    "sit",
    "skip",
    "take",
    "take_by_slip",
    "take_once",
    "transfer",
]
