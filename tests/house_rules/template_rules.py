"""What a template may not contain: each rule takes its place and text, and yields complaints."""

import re
from collections.abc import Iterator
from pathlib import PurePath

import house

from motcua.ui.keyboard import SHORTCUTS

INLINE = {
    "a style attribute": r"<[^>{]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "a handler": r"<[^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=",
    "a javascript: address": r"javascript:",
    "values made by script": r"\bjs:",
    "escaping turned off": r"\|\s*safe\b|autoescape\s+off",
}
LEANS = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"'/]+)/[^\"']*[\"']|{%\s*url\s+[\"']([^\"':]+):[^\"']*[\"']")
KEY_BY_HAND = re.compile(r"data-key(?:-label|-place)?\s*=|aria-keyshortcuts\s*=|accesskey\s*=", re.IGNORECASE)
KEY_NAMED = re.compile(r"{%\s*(?:shortcut|caps)\s+\"([^\"]*)\"|{%\s*(?:button|step_head)\s[^%]*?\skey=\"([^\"]*)\"")
ERROR_PAGE = re.compile(r"[45]\d\d(_csrf)?\.html")


def inline(place: PurePath, text: str) -> Iterator[str]:
    for what, pattern in INLINE.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield f"line {text.count(chr(10), 0, match.start()) + 1}: {what}"


def arrows(place: PurePath, text: str) -> Iterator[str]:
    """Includes, extends and addresses obey the stack like imports."""
    app = place.parts[1]
    for match in LEANS.finditer(text):
        other = match[1] or match[2]
        if other in house.rows() and not house.may_lean(app, other):
            yield f"line {text.count(chr(10), 0, match.start()) + 1}: {match[0]} points upward or sideways"


def homeless(place: PurePath, text: str) -> Iterator[str]:
    """templates/<app>/, so that no template hides another app's."""
    inside = place.parts[place.parts.index("templates") + 1 :]
    if inside[0] != place.parts[1] and not (place.parts[1] == "ui" and ERROR_PAGE.fullmatch(place.name)):
        yield f"stands outside templates/{place.parts[1]}/"


def untold_keys(place: PurePath, text: str) -> Iterator[str]:
    """A key comes from the registry, which tells it in the map under `?`: never by hand, never unknown."""
    for match in KEY_BY_HAND.finditer(text):
        yield f"line {text.count(chr(10), 0, match.start()) + 1}: {match[0]} by hand; name it in keyboard.py"
    for match in KEY_NAMED.finditer(text):
        if (match[1] or match[2]) not in SHORTCUTS:
            yield f"line {text.count(chr(10), 0, match.start()) + 1}: no keyboard.py names {match[1] or match[2]}"


RULES = (inline, arrows, homeless, untold_keys)
