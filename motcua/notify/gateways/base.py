"""What a gateway does with a message, and how it says that it could not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from motcua.notify.choices import Trouble


@dataclass(frozen=True)
class Attached:
    """A file that goes along with an e-mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is to go out. `key` is the message's own for ever: a gateway that has seen it knows it again."""

    key: str
    channel: str
    to: str
    subject: str
    body: str
    at: datetime
    attached: Attached | None = None


@dataclass(frozen=True)
class Report:
    """What a provider tells of a message that it took: has it arrived, or is it known that it never will?"""

    provider_id: str = ""
    arrived: bool = False
    lost: bool = False
    said: str = ""


class NotSent(Exception):
    """It did not go, for certain. `for_good`: no other attempt would change that."""

    def __init__(self, trouble: Trouble, said: str = "", *, for_good: bool = False) -> None:
        self.trouble, self.said, self.for_good = trouble, said, for_good
        super().__init__(str(trouble))  # never what was said: it may name the address


class CutOff(Exception):
    """It may have gone or not: the line broke before the answer came."""


class Gateway(Protocol):
    """`knows_keys`: the other side takes a key once, however often it is sent, and can be asked about it."""

    knows_keys: bool

    def send(self, letter: Letter) -> str:
        """Hand the letter over; returns the other side's name for it. Raises NotSent, CutOff."""
        ...

    def ask(self, key: str) -> Report | None:
        """Ask what became of a key; None: never seen. Only where `knows_keys`. Raises NotSent when nobody answers."""
        ...
