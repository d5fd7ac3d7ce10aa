"""How people are found again: words of an address as keyed tokens, numbers by look-ups that are on record."""

import re

from motcua.agencies.models import Post
from motcua.citizens import actions
from motcua.citizens.models import IdentityLookup
from motcua.core import identity
from motcua.core.errors import BadInput
from motcua.core.fields import blind, blinds
from motcua.core.text import clean, fold

WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"(?!\d{6}-\d{4,6}$)\+?[\d\s.()\-–]{9,24}|[A-Za-z]\d{7,8}")  # not the end of a code
TOKEN_BYTES = 5  # docs/decisions/0017: what such tokens tell a thief of the database


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are searched: folded, in order, each once."""
    return list(dict.fromkeys(WORD.findall(fold(text))))


def address_token(word: str) -> str:
    """Return what stands for a folded word of an address: letters and digits after "_", made with the blind key."""
    return _token(blind("address_word", word))


def address_tokens(word: str) -> list[str]:
    """Return every token under which a word may lie: two while the blind key is being changed."""
    return [_token(index) for index in blinds("address_word", word)]


def _token(index: bytes) -> str:
    return f"_{index[:TOKEN_BYTES].hex()}"


def looks_like_number(text: str) -> bool:
    """Tell whether somebody may be meant by an identity number or a phone: nine digits or more, or a passport."""
    text = clean(text)
    return NUMBER.fullmatch(text) is not None and sum(character.isdigit() for character in text) >= 7


def looked_up(by: Post, text: str) -> list[bytes]:
    """Look a number up as identity number and as phone, on record; returns the blind indexes under which it may be.

    Raises BadInput when it is neither, and like `actions.look_up`.
    """
    ways = (("identity", _identity, actions.look_up), ("phone", identity.phone_of, actions.look_up_phone))
    found = []
    for kind, form_of, look in ways:
        try:
            known = form_of(text)
        except BadInput:
            continue
        look(by, known)
        found += blinds(kind, known)
    if not found:
        raise BadInput("not_a_number", "Đây không phải số giấy tờ hay số điện thoại đúng.", field="q")
    return found


def _identity(text: str) -> str:
    try:
        return identity.identity_of_person(text)
    except BadInput:
        return identity.identity_of_organisation(text)


def still_open(by: Post, indexes: list[bytes]) -> list[bytes]:
    """Return those of the blind indexes that the post itself has looked up within half a day: only these are shown."""
    rows = IdentityLookup.objects.visible_to(by).recent().of(indexes).values_list("digest", "other_digest")
    looked = {bytes(digest) for pair in rows.distinct() for digest in pair if digest}
    return [index for index in indexes if index in looked]
