"""What a password may not be, beyond Django's own rules; the messages stand in `actions/people.py`."""

from typing import Any

from django.core.exceptions import ValidationError

from motcua.core.text import fold

LONGEST = 128
SHORTEST_NAME = 4  # letters: "An" stands in too many honest words
# What is common here; Django's list of 20,000 is of the English-speaking world.
COMMON = frozenset({
    "matkhau", "matkhaumoi", "motcua", "hethong", "quantri", "canbo", "congchuc", "tiepnhan", "chuyenvien",
    "vietnam", "hanoi", "saigon", "hochiminh", "anhyeuem", "emyeuanh", "iloveyou", "password", "qwerty", "qwertyuiop",
    "asdfghjkl", "zxcvbnm", "admin", "administrator", "welcome", "letmein", "abc", "abcd", "abcdef", "abcdefgh",
})  # fmt: skip


class NotTooLong:
    """argon2 reads everything: a password of a megabyte would be work for nothing."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError("too long", code="password_too_long")


class NotCommonHere:
    """Common words with digits and signs around them: "Matkhau@123456", "vietnam20262026"."""

    def validate(self, password: str, user: Any = None) -> None:
        letters = "".join(letter for letter in fold(password) if letter.isalpha())
        repeated = next((letters[:size] for size in range(1, len(letters) + 1) if _repeats(letters, size)), "")
        if not letters or letters in COMMON or repeated in COMMON or len(repeated) == 1:
            raise ValidationError("common", code="password_too_common")


def _repeats(text: str, size: int) -> bool:
    return text == text[:size] * (len(text) // size)


class NotTheirName:
    """Neither the user name nor the name, with or without marks, spaces and dots."""

    def validate(self, password: str, user: Any = None) -> None:
        given = _bare(password)
        names = [getattr(user, "username", ""), getattr(user, "name", "")]
        if any(len(_bare(name)) >= SHORTEST_NAME and _bare(name) in given for name in names):
            raise ValidationError("their name", code="password_names_person")


def _bare(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
