"""Components that are drawn from data: lists, tables of facts, timelines, fields, tabs, pagers, figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import get_language

from motcua.ui import charts, dues, formats, yearly
from motcua.ui.bits import CALM, TONES, known
from motcua.ui.paging import Page

register = template.Library()

FOLDER = "ui/components"
KEYED_TABS = 9


def _each(items: Iterable[Any], names: str, **defaults: Any) -> list[dict[str, Any]]:
    """Give every item every name: mappings keep their names, tuples are read in order."""
    order = names.split()
    empty = dict.fromkeys(order, "") | defaults
    return [
        empty | (dict(item) if isinstance(item, Mapping) else dict(zip(order, item, strict=False))) for item in items
    ]


@register.inclusion_tag(f"{FOLDER}/leaf.html")
def leaf(at: date | datetime, *, tone: str = "ontime", before: bool = False) -> dict[str, Any]:
    """The promised day, torn from a block calendar, in the language of the page; `before` writes "trước 17:00"."""
    time = formats.clock(at) if isinstance(at, datetime) else ""
    there = formats.local(at)
    tone = known(tone, TONES, CALM)
    top, month = formats.leaf_words(at, get_language())
    return {
        "machine": formats.machine(at), "day": there.day, "top": top, "month": month, "tone": tone, "time": time,
        "before": before,
    }  # fmt: skip


@register.inclusion_tag(f"{FOLDER}/explain.html")
def explain(lines: Iterable[Any]) -> dict[str, Any]:
    """How a day came about: lines of text, or (text, moment) pairs; the last one is the outcome."""
    return {"lines": _each([(line,) if isinstance(line, str) else line for line in lines], "text at", at=None)}


@register.inclusion_tag(f"{FOLDER}/tabs.html")
def tabs(items: Iterable[Any], *, label: str, keyed: bool = False) -> dict[str, Any]:
    """Groups of a list as links: label, url, count, tone, current. `keyed`: the first nine answer to 1 … 9."""
    found = _each(items, "label url count tone current", count=None)
    for number, item in enumerate(found, 1):
        item["key"] = f"list.tab{number}" if keyed and number <= KEYED_TABS else ""
    return {"items": found, "label": label}


@register.inclusion_tag(f"{FOLDER}/crumbs.html")
def crumbs(items: Iterable[Any]) -> dict[str, Any]:
    """Where one is: (label, url) pairs; the last has no address."""
    return {"items": _each(items, "label url")}


@register.inclusion_tag(f"{FOLDER}/pager.html", takes_context=True)
def pager(context: template.Context, page: Page, *, noun: str = "dòng", total: int | None = None) -> dict[str, Any]:
    """Previous and next of a keyset page; keeps the filters that are in the address."""
    asked = context["request"].GET
    found = {name: _with_cursor(asked, getattr(page, name)) for name in ("previous", "next")}
    return {"page": page, "noun": noun, "total": total, "first": page.previous and _with_cursor(asked, ""), **found}


def _with_cursor(asked: QueryDict, cursor: str) -> str:
    query = asked.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    return f"?{query.urlencode()}"


KINDS = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxInput, "tick"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.ClearableFileInput, "file"),
)


@register.inclusion_tag(f"{FOLDER}/field.html")
def field(
    bound: BoundField,
    css: str = "",
    *,
    optional: bool = True,
    hidden_label: bool = False,
    optional_words: str = "",
) -> dict[str, Any]:
    """Label, input, hint and error of one form field; `css` is its width in .fields (c3, c4, c6, c8).

    Fields that may stay empty say so in `optional_words`, unless `optional` is off.
    """
    widget = bound.field.widget
    kind = next((name for class_, name in KINDS if isinstance(widget, class_)), "plain")
    may_stay_empty = optional and not bound.field.required and kind != "tick"
    shown = {"field": bound, "kind": kind, "css": css, "optional": may_stay_empty, "hidden_label": hidden_label}
    return shown | {"optional_words": optional_words}


@register.inclusion_tag(f"{FOLDER}/errors.html")
def errors(*shown: Any, title: str = "") -> dict[str, Any]:
    """What must be mended before the form can go, with a link to each place. Draws nothing when all is well."""
    found: list[dict[str, str]] = []
    for form in _flat(shown):
        for inner in getattr(form, "forms", [form]):
            found += [{"text": text, "target": "", "label": ""} for text in inner.non_field_errors()]
            found += [_error(bound, text) for bound in inner for text in bound.errors]
    return {"errors": found, "title": title or f"Chưa lưu được: còn {len(found)} chỗ phải sửa"}


def _error(bound: BoundField, text: str) -> dict[str, str]:
    """A line of the summary: the field's name goes before a text that does not say it itself."""
    label = str(bound.label)
    return {"text": text, "target": bound.auto_id, "label": "" if label.lower() in text.lower() else label}


def _flat(shown: Iterable[Any]) -> list[Any]:
    return [form for given in shown for form in (given if isinstance(given, tuple | list) else [given])]


@register.inclusion_tag(f"{FOLDER}/filters.html", takes_context=True)
def filters(context: template.Context, form: Any, *, label: str = "Lọc danh sách") -> dict[str, Any]:
    """The filter bar of a list: the first field always in sight, the others behind "Bộ lọc" on phones.

    `form` is bound to the address; what is not a filter (a tab) is kept, the page is not.
    """
    kept = [(k, v) for k, values in context["request"].GET.lists() for v in values if k not in {*form.fields, "cursor"}]
    bound = [inner for inner in form if not inner.is_hidden]
    chosen = sum(1 for inner in bound[1:] if form.data.get(inner.html_name))
    clear = QueryDict(mutable=True)
    for name, value in kept:
        clear.appendlist(name, value)
    return {
        "first": bound[0],
        "rest": bound[1:],
        "kept": kept,
        "label": label,
        "chosen": chosen,
        "clear": f"?{clear.urlencode()}" if any(form.data.get(name) for name in form.fields) else "",
    }


@register.inclusion_tag(f"{FOLDER}/step_head.html")
def step_head(number: int, title: str, *, key: str = "", id: str = "", note: str = "") -> dict[str, Any]:
    """The numbered heading of a part of a long form; `key` names the shortcut that jumps to it."""
    return {"number": number, "title": title, "key": key, "id": id, "note": note}


@register.inclusion_tag(f"{FOLDER}/tasklist.html")
def tasklist(items: Iterable[Any]) -> dict[str, Any]:
    """What is left to do: label, url, tone, status."""
    return {"items": _each(items, "label url tone status")}


@register.inclusion_tag(f"{FOLDER}/answers.html")
def answers(items: Iterable[Any]) -> dict[str, Any]:
    """Check answers before sending: label, value, url (where it is changed)."""
    return {"items": _each(items, "label value url")}


@register.inclusion_tag(f"{FOLDER}/kv.html")
def kv(items: Iterable[Any], *, narrow: bool = False) -> dict[str, Any]:
    """Facts: label, value, and optionally wide and light (a whole line, not bold). Empty values are drawn as a dash."""
    return {"items": _each(items, "label value wide light"), "narrow": narrow}


@register.inclusion_tag(f"{FOLDER}/timeline.html")
def timeline(items: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first: at, text (may be safe HTML), tone, quote."""
    return {"items": _each(items, "at text tone quote", tone="new")}


@register.inclusion_tag(f"{FOLDER}/route.html")
def route(steps: Iterable[Any]) -> dict[str, Any]:
    """What comes: name, when (words under it), state ("done", "now" or ""), late (words, when it was or is)."""
    return {"steps": _each(steps, "name when state late")}


@register.inclusion_tag(f"{FOLDER}/queue_number.html")
def queue_number(number: str, desk: str = "", note: str = "") -> dict[str, Any]:
    """The number being served."""
    return {"number": number, "desk": desk, "note": note}


@register.inclusion_tag(f"{FOLDER}/progress.html")
def progress(label: str, value: int, top: int = 100, *, note: str = "", id: str = "progress") -> dict[str, Any]:
    """How far a long job is."""
    share = formats.percent(value, top, 0)
    return {"label": label, "value": value, "top": top, "note": note or share, "id": id}


@register.inclusion_tag(f"{FOLDER}/stats.html")
def stats(items: Iterable[Any], *, label: str, id: str = "stat") -> dict[str, Any]:
    """Figures that open: label, value (number or text), url, note, tone, unit, spark (list of numbers); a second strip
    of a page needs an `id` of its own."""
    found = _each(items, "label value url note tone unit spark")
    for place, item in enumerate(found):
        item["id"] = f"{id}-{place}"
        item["path"], item["end"] = charts.spark(item["spark"]) if item["spark"] else ("", None)
        item["value"] = formats.number(item["value"]) if isinstance(item["value"], int) else item["value"]
    return {"items": found, "label": label}


@register.inclusion_tag(f"{FOLDER}/bar.html")
def bar(parts: Sequence[tuple[str, float]], *, whole: float | None = None) -> dict[str, Any]:
    """A bar of (tone, amount) parts on a scale of `whole`; the numbers themselves stand beside it."""
    return {"parts": charts.bar(parts, whole)}


@register.inclusion_tag(f"{FOLDER}/legend.html")
def legend(items: Iterable[Any]) -> dict[str, Any]:
    """What the colours of a chart mean: tone, label."""
    return {"items": _each(items, "tone label")}


@register.inclusion_tag(f"{FOLDER}/line_chart.html")
def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Any], *, id: str = "chart", about: str = ""
) -> dict[str, Any]:
    """A line chart with its table beneath. `series` are (name, numbers) pairs; from the second on they are dashed."""
    named = _each(series, "name values")
    drawn = charts.lines([item["values"] for item in named])
    for item, path in zip(named, drawn.paths, strict=True):
        item["path"] = path
    points = [{"x": x, "label": label} for x, label in zip(drawn.xs, labels, strict=True)]
    return {"title": title, "id": id, "about": about, "labels": points, "series": named, "chart": drawn}


@register.inclusion_tag(f"{FOLDER}/column_chart.html")
def column_chart(
    title: str, groups: Sequence[Any], legend: Sequence[Any], *, id: str = "columns", about: str = ""
) -> dict[str, Any]:
    """Groups of stacked columns: `groups` are (label, columns of (tone, amount) parts) pairs, `legend` what the tones
    mean. The numbers stand in a table that the page draws beneath, where each of them opens."""
    named = _each(groups, "label columns")
    drawn = charts.columns([group["columns"] for group in named])
    words = charts.shown_labels([group["label"] for group in named])
    points = [{"x": x, "label": label} for x, label in zip(drawn.xs, words, strict=True) if label]
    return {"title": title, "id": id, "about": about, "labels": points, "chart": drawn,
            "legend": _each(legend, "tone label")}  # fmt: skip


@register.inclusion_tag(f"{FOLDER}/year_chart.html")
def year_chart(
    title: str, labels: Sequence[str], columns: tuple[str, yearly.Numbers], line: tuple[str, yearly.Numbers], *,
    id: str = "years", about: str = "", marked: Sequence[bool] = (), marked_name: str = "", top: float = 100,
    unit: str = "", best_on_top: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """A column and a point by year, (name, numbers) each, None where nothing is known; a table stands beneath it.

    `marked` columns are drawn as an outline, `marked_name` says why; `top` ends the scale of the line, in `unit`.
    """
    drawn = yearly.draw(columns[1], line[1], marked=marked or [False] * len(labels), top=top, best_on_top=best_on_top)
    points = [{"x": x, "label": label} for x, label in zip(drawn.xs, labels, strict=True)]
    return {
        "title": title, "id": id, "about": about, "labels": points, "chart": drawn, "column_name": columns[0],
        "line_name": line[0], "marked_name": marked_name, "unit": unit,
    }  # fmt: skip


@register.inclusion_tag(f"{FOLDER}/standing.html")
def standing(
    due: datetime | None, *, now: datetime, done: datetime | None = None, waiting: str = "", days: int | None = None
) -> dict[str, Any]:
    """A deadline as leaf and tag, the hero of a detail page."""
    return {"due": due, "standing": dues.standing(due, now=now, done=done, waiting=waiting, days=days)}


@register.inclusion_tag(f"{FOLDER}/side_menu.html")
def side_menu(items: Iterable[Any]) -> dict[str, Any]:
    """The navigation at the side: label, url, icon, count, tone, current, group, key; groups as their items come."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in _each(items, "label url icon count tone current group key", count=None):
        groups.setdefault(item["group"], []).append(item)
    return {"groups": groups.items()}


@register.inclusion_tag(f"{FOLDER}/phone_bar.html")
def phone_bar(items: Iterable[Any]) -> dict[str, Any]:
    """The navigation at the foot on phones: four items, those marked `phone` before the others, and the whole menu."""
    found = _each(items, "label url icon count tone current phone", count=None)
    chosen = sorted(found, key=lambda item: not item["phone"])[:4]
    return {"items": [item for item in found if item in chosen]}
