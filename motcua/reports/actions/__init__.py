"""What is written for reports: a described office is replayed and undone; figures of the past, targets, usage."""

from motcua.reports.actions.freezing import freeze
from motcua.reports.actions.outside import correct_index, record_index, withdraw_index
from motcua.reports.actions.past import bring, enter, give_up, withdraw
from motcua.reports.actions.replaying import replay
from motcua.reports.actions.targets import change_target, set_target
from motcua.reports.actions.usage import count_usage

__all__ = [
    "bring",
    "change_target",
    "correct_index",
    "count_usage",
    "enter",
    "freeze",
    "give_up",
    "record_index",
    "replay",
    "set_target",
    "withdraw",
    "withdraw_index",
]
