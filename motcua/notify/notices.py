"""The registry of kinds of notice: upper apps register theirs, with their first words, in their own notices.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.notify.choices import Channel, Language
from motcua.notify.words import foreign


@dataclass(frozen=True)
class Place:
    """A value that a text may name: what it is, and an invented example for trying a text."""

    label: str
    example: str


@dataclass(frozen=True)
class Words:
    """What a notice says in one language: an e-mail with its subject, and in short by SMS and Zalo."""

    subject: str
    body: str
    short: str


@dataclass(frozen=True)
class Notice:
    """A kind of notice. `urgent` ones go at any hour; `useful` is after how many minutes it need not go any more.

    Citizens choose their channels for the kinds that are `chosen`.
    """

    key: str
    label: str
    places: Mapping[str, Place]
    vi: Words
    en: Words
    urgent: bool = False
    useful: int | None = None
    chosen: bool = True

    def text(self, channel: str, language: str) -> tuple[str, str]:
        """Return (subject, body) as this version of the product words it; only e-mail has a subject."""
        words = self.en if language == Language.EN else self.vi
        return (words.subject, words.body) if channel == Channel.EMAIL else ("", words.short)

    def examples(self) -> dict[str, str]:
        """Return place → example."""
        return {name: place.example for name, place in self.places.items()}


_notices: dict[str, Notice] = {}


def register(notice: Notice) -> Notice:
    """Make a kind known. Raises ValueError for a second one of that key, and for texts with places it does not have."""
    for words in (notice.vi, notice.en):
        for text in (words.subject, words.body, words.short):
            if strange := foreign(text, notice.places):
                raise ValueError(f"{notice.key}: {strange} in {text!r}")
    if _notices.setdefault(notice.key, notice) != notice:
        raise ValueError(f"two kinds of notice called {notice.key}")
    return notice


def notice_of(key: str) -> Notice:
    """Return a kind; raises KeyError for one that no app registered."""
    return _notices[key]


def all_notices() -> list[Notice]:
    """Return every kind, by key."""
    return [_notices[key] for key in sorted(_notices)]
