"""Components with room inside: `{% card "Thông tin" %} … {% endcard %}`."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from motcua.core.text import fold
from motcua.ui.bits import CALM, TONES, known

register = template.Library()


def _draw(name: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/components/{name}.html", values)


def _id(title: str) -> str:
    return slugify(fold(title)) or "phan"


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    *,
    note: str = "",
    url: str = "",
    link: str = "",
    icon: str = "",
    id: str = "",
    flush: bool = False,
    hidden_title: bool = False,
    stack: bool = False,
    css: str = "",
) -> SafeString:
    """A ruled surface with a heading; `url` + `link` (+ `icon`) at its end. `flush` for tables, `stack` spaces rows.

    Give `id` when two cards of a page have the same title.
    """
    return _draw(
        "card",
        content=content,
        title=title,
        note=note,
        url=url,
        link=link,
        icon=icon,
        id=id or _id(title),
        flush=flush,
        hidden_title=hidden_title,
        stack=stack,
        css=css,
    )


@register.simple_block_tag
def banner(content: str, tone: str, title: str, *, role: str = "status", icon: str = "", level: int = 2) -> SafeString:
    """Something one must know before going on. `role` alert for what has just gone wrong."""
    tone = known(tone, TONES, CALM)
    return _draw("banner", content=content, tone=tone, title=title, role=role, icon=icon or tone, level=level)


@register.simple_block_tag
def dialog(content: str, id: str, title: str, *, open: bool = False, wide: bool = False) -> SafeString:
    """A dialog that keeps the focus; opened by `{% button … dialog=id %}`, or at once when `open` (an error)."""
    return _draw("dialog", content=content, id=id, title=title, open=open, wide=wide)


@register.simple_block_tag
def menu(
    content: str, label: str, *, icon: str = "more", start: bool = False, kind: str = "quiet", size: str = "sm"
) -> Any:
    """A menu of <li><a> or <li><button>; `start` opens it to the right."""
    return _draw("menu", content=content, label=label, icon=icon, start=start, kind=kind, size=size)


@register.simple_block_tag
def nothing(content: str, title: str, *, icon: str = "") -> SafeString:
    """An empty state: says that it is empty, and what to do next."""
    return _draw("nothing", content=content, title=title, icon=icon)


@register.simple_block_tag
def more(content: str, label: str, *, open: bool = False) -> SafeString:
    """A line that unfolds."""
    return _draw("more", content=content, label=label, open=open)


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Room that scrolls sideways, reachable by keyboard."""
    return _draw("scroll", content=content, label=label)


@register.simple_block_tag
def bulkbar(content: str, noun: str) -> SafeString:
    """The bar under a list with tick boxes: "3 hồ sơ đã chọn" and the buttons inside. Table and bar go in .bulk."""
    return _draw("bulkbar", content=content, noun=noun)


@register.simple_block_tag(takes_context=True)
def form_of(
    context: template.Context,
    content: str,
    *forms: Any,
    action: str = "",
    method: str = "post",
    css: str = "stack",
    version: int | None = None,
    upload: bool = False,
    label: str = "",
    download: bool = False,
) -> SafeString:
    """A <form> with its error summary, CSRF token and version; the fields and buttons are inside.

    `forms` are the Django forms, or lists of them, whose errors are summed up. `download` for answers that do not
    leave the page.
    """
    forms = tuple(form for given in forms for form in (given if isinstance(given, list) else [given]))
    token = context.get("csrf_token", "")
    return _draw(
        "form_of",
        content=content,
        forms=forms,
        action=action,
        method=method,
        css=css,
        version=version,
        upload=upload or any(form.is_multipart() for form in forms),
        label=label,
        download=download,
        csrf_token=token,
    )
