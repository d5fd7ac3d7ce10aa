"""Vietnamese text: normal form, search without marks, order of the alphabet. Pure."""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter, not of the tone
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ue000-\uf8ff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
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
    text = _CONTROL.sub("", _INVISIBLE.sub("", nfc(text or "")))
    if lines:
        return "\n".join(_SPACES.sub(" ", line).strip() for line in text.splitlines()).strip()
    return _SPACES.sub(" ", text).strip()


def fold(text: str | None) -> str:
    """Return the text as it is searched: small letters, đ as d, no marks, single spaces."""
    small = clean(text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
    return _SPACES.sub(" ", re.sub(r"[^\w./-]+", " ", bare)).strip()


def _letter(character: str) -> tuple[str, str]:
    """Return (place in the alphabet, tone) of one composed character."""
    marks = unicodedata.normalize("NFD", character)
    shape = marks[0] + "".join(m for m in marks[1:] if m in _SHAPES)
    tone = next((TONES[m] for m in marks[1:] if m in TONES), "0")
    return _PRIMARY.get(nfc(shape), "~" if character.isalpha() else " "), tone


def sort_key(text: str | None) -> str:
    """Return a key whose byte order is the Vietnamese alphabet's: letters first, then tones, word by word."""
    pairs = [_letter(character) for character in clean(text).lower()]
    letters = _SPACES.sub(" ", "".join(letter for letter, _ in pairs)).strip()
    return f"{letters}!{''.join(tone for _, tone in pairs)}".rstrip("0")


def person_sort_key(name: str | None) -> str:
    """Return the key of a person's name: given name first, then the family and middle names."""
    words = clean(name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))
