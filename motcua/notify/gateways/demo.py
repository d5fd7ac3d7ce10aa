"""Sends nothing anywhere: in the demo everything is read on the outbox page."""

from motcua.notify.choices import Channel
from motcua.notify.gateways.base import Letter, Report


class DemoGateway:
    """Lets everything run on one machine without a network; like the real ones, only phones tell what arrived."""

    def __init__(self, channel: str) -> None:
        self.knows_keys = channel != Channel.EMAIL

    def send(self, letter: Letter) -> str:
        return f"demo-{letter.key[:8]}"

    def ask(self, key: str) -> Report | None:
        return Report(provider_id=f"demo-{key[:8]}", arrived=True)
