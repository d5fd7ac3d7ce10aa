"""What the pages of layouts show: the list, one report with its versions, the draft as cards, one of them open."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.core.errors import NotPermitted, Refused, StaleVersion
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures.layouts.pressing import column_url, draft_url
from motcua.figures.tabs import tabs
from motcua.reports.checking import KINDS, Fault, faults
from motcua.reports.comparing import counted_as, differences
from motcua.reports.designing import Data, columns_of
from motcua.reports.layouts import GROUPS
from motcua.reports.models import BEGINNING, LayoutVersion, ReportLayout
from motcua.reports.permissions import keeps_index

TITLE = "Biểu báo cáo"
GENERAL = "chung"  # the card that is no column
MOST_TOLD = 30


def layout_or_404(by: Post, code: str) -> ReportLayout:
    """Return a report by its code."""
    found = ReportLayout.objects.visible_to(by).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def check_keeps(by: Post) -> None:
    """Raise NotPermitted for whoever does not make the layouts of reports."""
    if not keeps_index(by):
        raise NotPermitted("Biểu báo cáo do đơn vị vận hành hệ thống lập.")


def kept_layout(by: Post, code: str, *, drafted: bool = True) -> ReportLayout:
    """Return a report whose layout the post may work on, with a draft; raises NotPermitted, Http404."""
    check_keeps(by)
    found = layout_or_404(by, code)
    if drafted and found.draft is None:
        raise Http404
    return found


def day_of(by: Post) -> date:
    return local(by.present).date()


def list_page(by: Post) -> dict[str, Any]:
    """Return what the list of reports shows; the row of pages of figures only to who may open them."""
    shown = {"lines": listed(by), "may": keeps_index(by), "tabbed": by.role in OVERSEERS}
    return shown | {"pages": tabs("figures:layouts")}


def listed(by: Post) -> list[dict[str, Any]]:
    """Return every report with the version in force, the ones to come and whether there is a draft; two queries."""
    today = day_of(by)
    versions: dict[int, list[LayoutVersion]] = {}
    for version in LayoutVersion.objects.visible_to(by).order_by("layout_id", "number"):
        versions.setdefault(version.layout_id, []).append(version)
    return [_line(layout, versions.get(layout.pk, []), today) for layout in ReportLayout.objects.visible_to(by)]


def _line(layout: ReportLayout, versions: list[LayoutVersion], today: date) -> dict[str, Any]:
    current = next((each for each in reversed(versions) if each.valid_from <= today), None)
    content = current.content if current else versions[0].content if versions else layout.draft or {}
    return {
        "code": layout.code, "name": content.get("name", ""), "form": content.get("form", ""), "current": current,
        "since": since(current) if current else "", "coming": [each for each in versions if each.valid_from > today],
        "drafted": layout.draft is not None,
    }  # fmt: skip


def since(version: LayoutVersion) -> str:
    """Say from which day a version holds."""
    return "từ đầu" if version.valid_from == BEGINNING else f"từ {version.valid_from:%d/%m/%Y}"


def layout_page(layout: ReportLayout, by: Post) -> dict[str, Any]:
    """Return what the page of one report shows: its versions, the newest first, each with what changed."""
    versions = list(layout.versions.select_related("published_by__person").order_by("number"))
    today = day_of(by)
    current = next((each for each in reversed(versions) if each.valid_from <= today), None)
    lines = [
        {
            "version": each, "since": since(each), "current": each == current, "coming": each.valid_from > today,
            "until": after.valid_from if after else None,
            "changes": differences(before.content, each.content) if before else [],
        }
        for before, each, after in zip([None, *versions], versions, [*versions[1:], None], strict=False)
    ]  # fmt: skip
    name = (versions[-1].content if versions else layout.draft or {}).get("name", "")
    return {
        "layout": layout, "title": f"{layout.code}: {name}", "lines": lines[::-1], "may": keeps_index(by),
        "version": layout.version, "crumbs_items": crumbs((f"{layout.code}", "")),
    }  # fmt: skip


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(TITLE, reverse("figures:layouts")), *more]


def version_page(layout: ReportLayout, number: int) -> dict[str, Any]:
    """Return what the page of one published version shows; raises Http404."""
    version = layout.versions.filter(number=number).first()
    if version is None:
        raise Http404
    before = layout.versions.filter(number=number - 1).first()
    home = reverse("figures:layout", args=[layout.code])
    return {
        "layout": layout, "shown": version, "content": version.content, "since": since(version),
        "columns": [column_line(each) for each in columns_of(version.content)],
        "changes": differences(before.content, version.content) if before else None,
        "group": GROUPS[version.content["group"]], "title": f"{layout.code}, bản {number}",
        "crumbs_items": crumbs((layout.code, home), (f"Bản {number}", "")),
    }  # fmt: skip


def column_line(column: Data) -> dict[str, Any]:
    """Return a column as a line of words."""
    return {
        "key": str(column.get("key", "")), "name": column.get("name", ""), "above": column.get("above", ""),
        "told": counted_as(column),
    }  # fmt: skip


def draft_page(layout: ReportLayout, *, opened: str = "", trial: Data | None = None) -> dict[str, Any]:
    """Return what the page of a draft shows: every column as a card, `opened` is the key of the open one.

    `trial`: the draft as it would be with what is being typed; the check speaks of it.
    """
    draft = layout.draft or {}
    found = faults(trial or draft)
    wrong = Counter(fault.column for fault in found)
    keys = [str(each.get("key")) for each in columns_of(draft)]
    home = reverse("figures:layout", args=[layout.code])
    return {
        "layout": layout, "draft": draft, "version": layout.version, "opened": opened, "kinds": list(KINDS.items()),
        "title": f"Bản nháp {layout.code}", "lead": draft.get("name", ""),
        "crumbs_items": crumbs((layout.code, home), ("Bản nháp", "")),
        "cards": [_card(layout, each, opened, wrong) for each in columns_of(draft)],
        "general": {"open": opened == GENERAL, "wrong": wrong[""], "url": _general_url(layout.code)},
        "faults": [_fault(layout, fault, keys) for fault in found[:MOST_TOLD]],
        "more_faults": max(len(found) - MOST_TOLD, 0), "page_url": draft_url(layout.code), "refused": None,
        "changes": (), "group": GROUPS.get(str(draft.get("group")), ""),
        "sent": {"name": "", "kind": ""}, "gone": opened not in ("", GENERAL, *keys),
        "cancel_url": draft_url(layout.code),
    }  # fmt: skip


def refused_page(layout: ReportLayout, posted: Mapping[str, str], refused: Refused) -> dict[str, Any]:
    """Return the page of a button that was refused: why, and the words as they were sent."""
    told = {"refused": refused, "stale": isinstance(refused, StaleVersion)}
    return draft_page(layout) | told | {"sent": {name: posted.get(name, "") for name in ("name", "kind")}}


def _general_url(code: str) -> str:
    return reverse("figures:layout_general", args=[code])


def _card(layout: ReportLayout, column: Data, opened: str, wrong: Counter[str]) -> dict[str, Any]:
    line = column_line(column)
    key = line["key"]
    return line | {"url": column_url(layout.code, key), "open": key == opened, "wrong": wrong[key]}


def _fault(layout: ReportLayout, fault: Fault, keys: list[str]) -> dict[str, str]:
    """A fault with the address at which it is mended."""
    url = column_url(layout.code, fault.column) if fault.column in keys else _general_url(layout.code)
    return {"text": fault.text, "url": url}
