"""What is written for reports: a described office is replayed and undone; past figures, indexes, versions."""

from motcua.reports.actions.outside import correct_index, record_index, withdraw_index
from motcua.reports.actions.past import bring, enter, give_up, withdraw
from motcua.reports.actions.replaying import replay

__all__ = ["bring", "correct_index", "enter", "give_up", "record_index", "replay", "withdraw", "withdraw_index"]
