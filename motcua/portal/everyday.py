"""Everyday words → official codes ("giấy khai sinh" → "Đăng ký khai sinh"). Pure; the table is facts/everyday.json."""

import functools
import json
from pathlib import Path
from typing import Any, NamedTuple

from motcua.core.text import fold

FACTS = Path(__file__).resolve().parent / "facts"
MOST_WORDS = 12  # longer questions are cut: nobody types more, and each word costs


class Saying(NamedTuple):
    """One way of saying it, as folded words, and the codes it means, the likeliest first."""

    words: tuple[str, ...]
    codes: tuple[str, ...]


@functools.cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FACTS / "everyday.json").read_text("utf-8"))
    return found


@functools.cache
def fillers() -> frozenset[str]:
    """Return what people say around the thing they want, as folded words."""
    return frozenset(word for text in _table()["around"] for word in words_of(text))


@functools.cache
def sayings() -> tuple[Saying, ...]:
    """Return every way of saying something that the table knows."""
    return tuple(Saying(words_of(say), tuple(row["codes"])) for row in _table()["words"] for say in row["say"])


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are searched: without marks, letters and digits only."""
    bare = "".join(sign if sign.isalnum() else " " for sign in fold(text))
    return tuple(bare.split())[:MOST_WORDS]


def codes_for(text: str) -> list[str]:
    """Return the codes that everyday words mean, the closest saying first, each code once.

    A saying is meant when the question holds all its words, or when its words begin with the question as typed so far.
    """
    asked = words_of(text)
    if not asked:
        return []
    meant = [(len(saying.words), saying) for saying in sayings() if _means(asked, saying.words)]
    meant.sort(key=lambda pair: -pair[0])
    return list(dict.fromkeys(code for _, saying in meant for code in saying.codes))


def _means(asked: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return set(said) <= set(asked) or (len(asked) > 1 and said[: len(asked)] == asked)


def telling(text: str) -> tuple[str, ...]:
    """Return the words that tell something: the question without fillers, all of it when nothing else is left."""
    asked = words_of(text)
    return tuple(word for word in asked if word not in fillers()) or asked
