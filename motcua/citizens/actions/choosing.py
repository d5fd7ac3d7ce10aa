"""By which channels somebody wants to be told."""

from collections.abc import Sequence
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens import permissions
from motcua.citizens.choices import Action
from motcua.citizens.lifecycle import ACCOUNT
from motcua.citizens.models import Account, NoticeChoice
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.notify.choices import Channel
from motcua.notify.gateways import offered
from motcua.notify.notices import Notice, all_notices

DEFAULT = (Channel.EMAIL, Channel.SMS)  # who chose nothing is told by all of these that reach them


def choosable() -> list[Notice]:
    """Return the kinds of notice that people choose channels for."""
    return [notice for notice in all_notices() if notice.chosen]


def reachable(account: Account) -> dict[Channel, str]:
    """Return channel → the address that the account has proven, for the channels of this installation."""
    proven = {
        Channel.EMAIL: account.email if account.email_proved_at else "",
        Channel.SMS: account.phone if account.phone_proved_at else "",
        Channel.ZALO: account.phone if account.phone_proved_at else "",
    }
    return {channel: proven[channel] for channel in offered() if proven[channel]}


def channels_of(account: Account, kind: str) -> list[Channel]:
    """Return by which channels an account is told of a kind of thing: as it chose, else by the usual ones."""
    choice = NoticeChoice.objects.filter(account=account, kind=kind).first()
    wanted = DEFAULT if choice is None else [Channel(each) for each in choice.channels]
    return [channel for channel in reachable(account) if channel in wanted]


@action(Action.CHOOSE_NOTICES, permit=permissions.may_choose_notices, lifecycle=ACCOUNT)
def choose_notices(account: Account, *, by: Post, kind: str, channels: Sequence[str]) -> dict[str, Any]:
    """Be told of a kind of thing by these channels from now on; by none when there are none.

    Raises BadInput (`unknown_kind`, `unknown_channel`, `not_reachable` for a channel without a proven address).
    """
    if kind not in {notice.key for notice in choosable()}:
        raise BadInput("unknown_kind", "Loại thông báo này không chọn được.", field="kind")
    wanted = [channel for channel in Channel if channel in channels]
    if set(channels) - set(wanted):
        raise BadInput("unknown_channel", "Kênh này không có.", field="channels")
    if missing := [channel for channel in wanted if channel not in reachable(account)]:
        named = ", ".join(str(channel.label) for channel in missing)
        raise BadInput("not_reachable", f"Hãy xác nhận địa chỉ hoặc số điện thoại trước: {named}.", field="channels")
    NoticeChoice.objects.update_or_create(account=account, kind=kind, defaults={"channels": wanted})
    return {"kind": kind, "channels": wanted}
