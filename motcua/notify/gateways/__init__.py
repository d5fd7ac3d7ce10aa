"""Gateways for messages, chosen by settings; a channel without one is not offered to anybody."""

from django.conf import settings

from motcua.notify.choices import Channel
from motcua.notify.gateways.base import Gateway
from motcua.notify.gateways.demo import DemoGateway
from motcua.notify.gateways.smtp import Smtp
from motcua.notify.gateways.web import Web

DEMO = "demo"


def gateway(channel: str) -> Gateway | None:
    """Return the gateway of a channel, None where this installation has none. Raises ValueError for a bad setting.

    settings.SMTP is "", "demo", smtp://… or smtps://…; settings.SMS and settings.ZALO "", "demo" or https://….
    """
    if channel == Channel.EMAIL:
        address, token, sender = settings.SMTP, "", settings.MAIL_FROM
    elif channel == Channel.SMS:
        address, token, sender = settings.SMS, settings.SMS_TOKEN, settings.SMS_SENDER
    else:
        address, token, sender = settings.ZALO, settings.ZALO_TOKEN, settings.ZALO_SENDER
    if not address:
        return None
    if address == DEMO:
        return DemoGateway(channel)
    return Smtp(address, sender=sender) if channel == Channel.EMAIL else Web(address, token=token, sender=sender)


def offered() -> tuple[Channel, ...]:
    """Return the channels by which this installation can send."""
    given = {Channel.EMAIL: settings.SMTP, Channel.SMS: settings.SMS, Channel.ZALO: settings.ZALO}
    return tuple(channel for channel, address in given.items() if address)
