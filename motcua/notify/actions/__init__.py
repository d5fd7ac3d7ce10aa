"""What is done with messages out."""

from motcua.notify.actions.delivering import ask_reports, deliver, empty, forget, note_receipt, send_due, settle
from motcua.notify.actions.keeping import cancel, change_rules, send_again
from motcua.notify.actions.sending import address_of, send
from motcua.notify.actions.wording import change_text, drop_text, own_text, text_of, tried, write_text

__all__ = [
    "address_of", "ask_reports", "cancel", "change_rules", "change_text", "deliver", "drop_text", "empty", "forget",
    "note_receipt", "own_text", "send", "send_again", "send_due", "settle", "text_of", "tried", "write_text",
]  # fmt: skip
