"""Words and small parts of a line: icons, tags, deadlines, codes, buttons, and the filters of `{% load ui %}`."""

import functools
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from motcua.core import clock
from motcua.core.addresses import address
from motcua.ui import dues, formats, keyboard

register = template.Library()

for name in (
    "day",
    "day_month",
    "clock",
    "moment",
    "weekday",
    "long_day",
    "dong",
    "size",
    "mask_identity",
    "mask_phone",
):
    register.filter(name, getattr(formats, name))
register.filter("number", formats.number)
register.simple_tag(address)  # {% url %} looks its pattern up anew each time: for what stands in rows

TONES = ("ontime", "soon", "late", "wait", "done", "new")  # each has a symbol of the same name
MESSAGE_TONES = {"success": "ontime", "warning": "soon", "error": "late", "info": "new", "debug": "done"}
FREE_ATTRIBUTES = ("hx_", "data_", "aria_")
SYMBOLS = frozenset(re.findall(r'<symbol id="([^"]+)"', (Path(__file__).parent / "static/ui/icons.svg").read_text()))
CALM = "done"


def known(name: str, names: Collection[str], otherwise: str) -> str:
    """Return a tone or symbol that exists: a misspelt one fails in tests, not in an office."""
    if name in names:
        return name
    if settings.TEST or settings.DEBUG:
        raise ValueError(f"{name!r} is none of {', '.join(sorted(names))}")
    return otherwise


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of a Django message."""
    return MESSAGE_TONES.get(level_tag, "new")


@register.simple_tag
@functools.lru_cache(maxsize=512)  # the same few on every page; nothing of them changes while the process runs
def icon(name: str, *, label: str = "", css: str = "icon") -> SafeString:
    """Draw a symbol of icons.svg; with `label` it speaks, without one it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    symbol = known(name, SYMBOLS, "info")
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', css, spoken, static("ui/icons.svg"), symbol)


@register.simple_tag
def tag(tone: str, label: Any, *, icon: str = "", plain: bool = False) -> SafeString:
    """Draw a status: shape, word and colour together. `plain` leaves the tint away (calm states in lists)."""
    tone = known(tone, TONES, CALM)
    symbol = _icon(icon or tone)
    return format_html('<span class="tag{}" data-tone="{}">{}{}</span>', " plain" if plain else "", tone, symbol, label)


@register.simple_tag
def count(value: int | str, *, tone: str = "", label: str = "") -> SafeString:
    """Draw a number in a lozenge, of a tone when it is not zero; `label` tells screen readers what is counted. A text
    ("999+") stands as it is."""
    toned = format_html(' data-tone="{}"', known(tone, TONES, CALM)) if tone and value else ""
    spoken = format_html('<span class="visually-hidden"> {}</span>', label) if label else ""
    written = value if isinstance(value, str) else formats.number(value)
    return format_html('<span class="count"{}>{}{}</span>', toned, written, spoken)


@register.simple_tag
def when(at: date | datetime | None, form: str = "moment", *, empty: str = "–") -> Any:
    """Write <time>: `form` is day, day_month, clock, moment, weekday or long_day."""
    if at is None:
        return empty
    return format_html('<time datetime="{}">{}</time>', formats.machine(at), getattr(formats, form)(at))


@register.simple_tag(takes_context=True)
def due(
    context: template.Context,
    at: datetime | None,
    *,
    done: datetime | None = None,
    waiting: str = "",
    days: int | None = None,
    now: datetime | None = None,
    form: str = "day_month",
) -> SafeString:
    """Draw a deadline: the date, then how it stands. Give `now` (or have it in the context) to ask the clock once."""
    found = dues.standing(at, now=now or context.get("now") or clock.now(), done=done, waiting=waiting, days=days)
    written = when(at, form) if at is not None else ""
    return format_html('<span class="due">{} {}</span>', written, tag(found.tone, found.words, plain=found.calm))


@register.simple_tag
def code(value: str, *, url: str = "", short: bool = False) -> SafeString:
    """Write a dossier code with its tail in bold; `short` hides the prefix from the eye, not from the ear."""
    head, tail = formats.split_code(value)
    prefix = (
        format_html("<span{}>{}</span>", mark_safe(' class="visually-hidden"') if short else "", head) if head else ""
    )
    written = format_html('<span class="code">{}<b>{}</b></span>', prefix, tail)
    return format_html('<a href="{}">{}</a>', url, written) if url else written


@register.simple_tag
def clamp(text: str, *, lines: int = 2) -> SafeString:
    """Cut long text to one or two lines; it opens when its row has the focus, and the pointer shows it whole."""
    return format_html('<span class="clamp{}" title="{}">{}</span>', " one" if lines == 1 else "", text, text)


@register.simple_tag
def keys(shortcut: str) -> SafeString:
    """Show a key combination: F9, Alt+1."""
    return format_html_join(" ", "<kbd>{}</kbd>", ((part,) for part in shortcut.split("+")))


@register.simple_tag
def button(
    label: str,
    *,
    url: str = "",
    kind: str = "",
    icon: str = "",
    icon_end: str = "",
    key: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    dialog: str = "",
    size: str = "",
    block: bool = False,
    only_icon: bool = False,
    disabled: bool = False,
    why: str = "",
    spoken: str = "",
    **free: Any,
) -> SafeString:
    """Draw a button, or a link that looks like one when `url` is given.

    `kind` primary, danger, quiet; `size` sm; `key` the name of a shortcut (`keyboard.py`); `dialog` the id of a dialog
    to open; `why` tells why it is disabled; `spoken` a longer name for screen readers. Further names must begin with
    hx_, data_ or aria_.
    """
    unknown = [name for name in free if not name.startswith(FREE_ATTRIBUTES)]
    if unknown:
        raise TypeError(f"button does not know {', '.join(unknown)}")
    classes = " ".join(filter(None, ("btn", kind, size, "block" if block else "", "icon-only" if only_icon else "")))
    attributes: dict[str, Any] = {"class": classes, "title": why or None, **_key_attributes(key, label)}
    attributes |= {name.replace("_", "-"): value for name, value in free.items()}
    if spoken or only_icon:
        attributes["aria-label"] = spoken or label
    symbol, last = (_icon(name) if name else "" for name in (icon, icon_end))
    inner = format_html("{}{}{}{}", symbol, "" if only_icon else label, _kbd(key), last)
    if url and not disabled:
        return format_html("<a{}>{}</a>", flatatt(_present(attributes | {"href": url})), inner)
    attributes |= {"type": "button" if dialog else type, "name": name, "value": value, "form": form}
    if dialog:
        attributes |= {"commandfor": dialog, "command": "show-modal"}
    return format_html("<button{}>{}</button>", flatatt(_present(attributes | {"disabled": disabled})), inner)


def _present(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value not in (None, "", False)}


def _key_attributes(key: str, label: str) -> dict[str, str]:
    known_key = keyboard.named(key)
    return known_key.attributes("" if known_key.label else label) if known_key else {}


def _kbd(key: str) -> SafeString | str:
    known_key = keyboard.named(key)
    return format_html(' <span class="keys" aria-hidden="true">{}</span>', keys(known_key.key)) if known_key else ""


@register.simple_tag
@functools.lru_cache(maxsize=512)  # the registry is complete when the apps are
def shortcut(name: str, words: str = "") -> SafeString:
    """Attributes that give an element a registered key (`keyboard.py`); `words` say more than the registry does."""
    known_key = keyboard.named(name)
    return format_html("{}", flatatt(known_key.attributes(words))) if known_key else SafeString("")


@register.simple_tag
def caps(name: str) -> SafeString | str:
    """Show the key of a registered shortcut, for eyes only."""
    return _kbd(name)


def _icon(name: str) -> SafeString:
    return icon(name)
