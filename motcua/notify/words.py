"""Texts with places for values: `{name}` and nothing else. Pure.

A text is never a format string nor a template: every place is found by one pattern and replaced once; what a value
holds is not looked at again.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from motcua.core.text import clean

PLACE = re.compile(r"\{([a-z][a-z_]{0,29})\}")
LONGEST_VALUE = 600


def places_in(text: str) -> list[str]:
    """Return the names of the places in a text, each once, in order."""
    return list(dict.fromkeys(PLACE.findall(text)))


def foreign(text: str, known: Collection[str]) -> list[str]:
    """Return what of a text is no place that it may have: unknown names as `{name}`, braces that name nothing."""
    unknown = [f"{{{name}}}" for name in places_in(text) if name not in known]
    rest = PLACE.sub("", text)
    return unknown + [brace for brace in "{}" if brace in rest]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its values. Raises KeyError for a place without one."""
    return PLACE.sub(lambda match: values[match[1]], text)


def plain_values(values: Mapping[str, object], *, language: str) -> dict[str, str]:
    """Return values as they stand in a text: one line each, without control characters; lists with semicolons.

    A value that is said differently in each language is a mapping of language → text.
    """
    return {name: _plain(value, language)[:LONGEST_VALUE] for name, value in values.items()}


def _plain(value: object, language: str) -> str:
    if isinstance(value, Mapping):
        value = value[language]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(clean(str(each)) for each in value)
    return clean(str(value))
