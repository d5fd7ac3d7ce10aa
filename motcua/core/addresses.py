"""Addresses written many times a page: what `reverse` gives, each pattern looked up once."""

import functools
import re
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

PLAIN = re.compile(r"[A-Za-z0-9._-]+")  # stands in an address as it is


def address(name: str, *args: Any) -> str:
    """Return the address of a page; raises NoReverseMatch as `reverse` does, to which all but plain values are left."""
    texts = [str(arg) for arg in args]
    if not all(map(PLAIN.fullmatch, texts)):
        return reverse(name, args=args)
    pattern = _pattern(get_urlconf(settings.ROOT_URLCONF), get_script_prefix(), name, len(texts))
    return reverse(name, args=args) if pattern is None else pattern.format(*texts)


@functools.cache
def _pattern(urlconf: str, prefix: str, name: str, count: int) -> str | None:
    """The address with {} where its values go, None where not every text may stand there (a number, a key).

    The two first name what else decides it.
    """
    marks = [f"motcua-{place}" for place in range(count)]
    try:
        found = reverse(name, args=marks).replace("{", "{{").replace("}", "}}")
    except NoReverseMatch:
        return None
    return functools.reduce(lambda text, mark: text.replace(mark, "{}"), marks, found)
