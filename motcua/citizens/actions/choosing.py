"""By which channels somebody wants to be told."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

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
    return _usable(account, choice.channels if choice else None)


def choices_of(account: Account) -> dict[str, list[Channel]]:
    """Return kind → channels for every kind that people choose for; one query."""
    chosen = dict(NoticeChoice.objects.filter(account=account).values_list("kind", "channels"))
    return {notice.key: _usable(account, chosen.get(notice.key)) for notice in choosable()}


def _usable(account: Account, chosen: list[str] | None) -> list[Channel]:
    return [channel for channel in reachable(account) if channel in (DEFAULT if chosen is None else chosen)]


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


def choose_all(account: Account, *, by: Post, chosen: Mapping[str, Sequence[str]]) -> None:
    """Choose for several kinds at once, all or none. Raises like `choose_notices`."""
    with transaction.atomic():
        for kind, channels in chosen.items():
            choose_notices(account, by=by, kind=kind, channels=channels)
