"""What a scanner does."""

from typing import Protocol


class Unreachable(Exception):
    """The scanner did not answer: nothing is known of the file, so nobody may read it yet."""


class Scanner(Protocol):
    """One question: is there something harmful in these bytes?"""

    def harm_in(self, content: bytes) -> str:
        """Return the name of what was found, "" for nothing. Raises Unreachable."""
        ...
