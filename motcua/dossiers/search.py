"""The one search box: what is typed is a code or a piece of it, or words of names and addresses.

A dossier keeps its search terms beside it (`Dossier.terms`): the folded words of the names and their beginnings in
clear, as the names are, and of the addresses keyed tokens only (docs/decisions/0017). Numbers of people are no terms:
`citizens.finding`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from motcua.citizens.finding import address_token, address_tokens, words_of
from motcua.citizens.models import Applicant
from motcua.core.text import clean

TRACKING_LINK = re.compile(r"(?:^|/)t/([A-Za-z0-9_-]{10,40})/?$")  # what the QR code of a slip says
CODE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9._/-]{2,59}")
END = 4  # characters of a code that number the dossiers of a day
FORM = "=2"  # among the terms, tells of which form they are: those of an older one are made again by a job
OLDER = ~Q(terms__match=f"'{FORM}'") & Q(erased_at=None)  # a condition on dossiers, of an index of its own
LIMIT, WORDS = 120, 8  # characters and words that are looked at


class Asked(NamedTuple):
    """What was typed, read: a piece of a code ("" if it cannot be one), and the query by words ("" without any)."""

    code: str
    words: str


def scanned(text: str) -> dict[str, str]:
    """Return what a barcode (the code) or a slip's QR code (the tracking address) asks of the dossiers."""
    link = TRACKING_LINK.search(clean(text))
    return {"tracking_token": link[1]} if link else {"code": "".join(clean(text).upper().split())}


def terms_of(people: Iterable[Applicant | None], *, closed: bool = False) -> str:
    """Return the search terms of a dossier's people as PostgreSQL writes them: 'an' 'nguyen' '_1f0c…'.

    A closed dossier is not found by somebody whose data is under restriction of processing.
    """
    known = [person for person in people if person is not None and not (closed and person.restricted_by_id)]
    words = {begun for person in known for word in words_of(person.name) for begun in beginnings_of(word)}
    tokens = {address_token(word) for person in known for word in words_of(person.address)}
    return " ".join(f"'{term}'" for term in sorted(words | tokens | {FORM}))


def beginnings_of(word: str) -> list[str]:
    """Return what finds a word of a name: each of its beginnings from two characters on, itself the last.

    Kept as terms of their own: asked for all words that begin so, PostgreSQL would gather every dossier of every such
    word before it looks at the next word (docs/decisions/0017).
    """
    return [word[:end] for end in range(2, len(word) + 1)] or [word]


def read(text: str) -> Asked:
    """Read what was typed; every word must be found, in a name (its beginning will do) or in an address."""
    text = clean(text)[:LIMIT]
    code = text.upper()
    words = " & ".join(_either(word) for word in words_of(text)[:WORDS])
    return Asked(code if CODE.fullmatch(code) else "", words)


def _either(word: str) -> str:
    either = " | ".join(f"'{term}'" for term in (word, *address_tokens(word)))
    return f"({either})"


def ways_to(text: str) -> list[Q]:
    """Return what was typed as conditions on rows `with_ends`, each with an index of its own: any of them finds.

    Of ends of four digits, the day's number, many are alike (0001 of every desk and day): their index leads to the
    newest of them at once. Longer ends are found by themselves.
    """
    wanted = scanned(text)
    if "code" not in wanted:
        return [Q(**wanted)]
    asked = read(text)
    words = [Q(terms__match=asked.words)] if asked.words else []
    if not asked.code:
        return words
    alike = len(asked.code) == END
    end = Q(code_end=asked.code) if alike else Q(reversed_code__startswith=asked.code[::-1])
    return [*words, Q(code__startswith=asked.code), end]
