"""What administrators decide: a failed message goes again or not at all, quiet hours, how often is tried."""

import uuid
from datetime import time

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.notify import permissions
from motcua.notify.choices import Action, Trouble
from motcua.notify.lifecycle import OUTGOING
from motcua.notify.models import Outgoing, SendingRules

MOST_TRIES, MOST_DAYS = 20, 3_650


@action(Action.SEND_AGAIN, permit=permissions.may_see_to, lifecycle=OUTGOING)
def send_again(message: Outgoing, *, by: Post) -> None:
    """Send a message once more that was given up or lost sight of. Raises BadInput (`emptied`, `too_late`).

    Of one that was lost sight of a person decides here that it may arrive twice. What a provider took and could not
    deliver goes under a new key: the old one it has taken for ever.
    """
    if message.emptied_at is not None:
        raise BadInput("emptied", "Nội dung đã xóa theo thời hạn giữ: không gửi lại được.")
    if message.useful_until is not None and message.useful_until < message.moment:
        raise BadInput("too_late", "Thông báo này không còn có ích: người nhận hãy yêu cầu mã mới.")
    if message.trouble == Trouble.UNDELIVERED:
        message.sent_as = uuid.uuid4()
    message.most = message.attempts + SendingRules.objects.now_in_force().tries
    message.next_at, message.ended_at, message.trouble, message.said = message.moment, None, Trouble.NONE, ""


@action(Action.CANCEL, permit=permissions.may_see_to, lifecycle=OUTGOING)
def cancel(message: Outgoing, *, by: Post) -> None:
    """Do not send what still waits."""
    message.ended_at, message.next_at = message.moment, None


@action(Action.CHANGE_RULES, permit=permissions.may_change_rules)
def change_rules(
    rules: SendingRules, *, by: Post, quiet_from: time, quiet_until: time, tries: int, marked_sms: bool, kept_days: int
) -> None:
    """Set the quiet hours (equal ones: none), how often is tried, and how long content is kept. Raises BadInput.

    What waits for the end of quiet hours waits for the one it was given.
    """
    if not 1 <= tries <= MOST_TRIES:
        raise BadInput("bad_tries", f"Số lần gửi từ 1 đến {MOST_TRIES}.", field="tries")
    if not 1 <= kept_days <= MOST_DAYS:
        raise BadInput("bad_days", f"Số ngày giữ từ 1 đến {MOST_DAYS:,}.".replace(",", "."), field="kept_days")
    rules.quiet_from, rules.quiet_until = quiet_from, quiet_until
    rules.tries, rules.marked_sms, rules.kept_days = tries, marked_sms, kept_days
