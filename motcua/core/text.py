"""Vietnamese text: normal form, search without marks, order of the alphabet. Pure."""

import functools
import itertools
import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter, not of the tone
# Zero-width and direction marks, fillers, variation selectors, tags, private use, halves of surrogates, non-characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # the others are white space or end a line
_SPACES = re.compile(r"\s+")
_END, _WORD, _FIELD = " ", "!", '"'  # in this order, and all of them before digits and letters
_CROSSED = str.maketrans("đðɖ", "ddd")  # old fonts wrote đ with the letters beside it
_PRIMARY = {letter: chr(ord("0") + place) for place, letter in enumerate("0123456789")} | {
    letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)
}


def nfc(text: str) -> str:
    """Return the text composed: the form in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str | None, *, lines: bool = False) -> str:
    """Return the text composed, without control, zero-width and direction characters, white space folded.

    With `lines` the line breaks stay.
    """
    text = nfc(_CONTROL.sub("", _INVISIBLE.sub("", text or "")))
    if lines:
        return "\n".join(_SPACES.sub(" ", line).strip() for line in text.splitlines()).strip()
    return _SPACES.sub(" ", text).strip()


def fold(text: str | None) -> str:
    """Return the text as it is searched: small letters, đ as d, no marks, single spaces."""
    small = unicodedata.normalize("NFKD", clean(text)).lower().translate(_CROSSED)
    bare = "".join(c for c in small if not unicodedata.combining(c))
    return _SPACES.sub(" ", re.sub(r"[^\w./-]+", " ", bare)).strip()


@functools.lru_cache(maxsize=1024)
def _letter(character: str) -> tuple[str, str]:
    """Return (place in the alphabet, tone) of one composed character."""
    marks = unicodedata.normalize("NFD", character)
    shape = marks[0] + "".join(m for m in marks[1:] if m in _SHAPES)
    tone = next((TONES[m] for m in marks[1:] if m in TONES), "")
    return _PRIMARY.get(nfc(shape), "~" if character.isalpha() else " "), tone


def sort_key(text: str | None) -> str:
    """Return a key whose byte order is the Vietnamese alphabet's: all letters first, then the tones, word by word.

    "An" stands before "An Bình" and "Ang"; "hoà" and "hòa" are one word. At most half as long again as the text.
    """
    pairs = [_letter(character) for character in clean(text).lower()]
    words = [list(word) for letters, word in itertools.groupby(pairs, lambda pair: pair[0] != " ") if letters]
    letters = _WORD.join("".join(letter for letter, _ in word) for word in words)
    tones = "".join(next((tone for _, tone in word if tone), "0") for word in words)
    return f"{letters}{_END}{tones.rstrip('0')}"


def person_sort_key(name: str | None) -> str:
    """Return the key of a person's name: given name first, tone and all, then the family and middle names."""
    *others, given = clean(name).split(" ")
    return f"{sort_key(given)}{_FIELD}{sort_key(' '.join(others))}"
