"""One card of a draft open, a draft begun or thrown away, what stands beside publishing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.errors import BadInput, StaleVersion
from motcua.figures.layouts.forms import Looked
from motcua.figures.layouts.page import crumbs, draft_page
from motcua.figures.layouts.pressing import GONE, draft_url
from motcua.reports.actions.layouts import begin_draft, change_draft, discard_draft
from motcua.reports.checking import faults
from motcua.reports.comparing import differences
from motcua.reports.designing import Data, column_at, put_column
from motcua.reports.models import ReportLayout
from motcua.ui.pages import SEE_OTHER


class Saving:
    """What saving a card does."""

    def __init__(self, layout: ReportLayout, *, by: Post) -> None:
        self.layout, self.by = layout, by

    def __call__(self, *, draft: Data, version: int, column: str = "") -> Any:
        return change_draft(self.layout, by=self.by, version=version, draft=draft, column=column)


def _version(posted: Mapping[str, str]) -> int:
    """The version a page was made from; one that lost it is stale."""
    given = posted.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def begun_or_thrown(layout: ReportLayout, posted: Mapping[str, str], *, by: Post) -> tuple[str, str]:
    """Do what a button of a report's page asks; return what to say and where to go on. Raises Refused."""
    home, deed = reverse("figures:layout", args=[layout.code]), posted.get("do")
    if deed == "discard":
        discard_draft(layout, by=by, version=_version(posted))
        return "Đã bỏ bản nháp.", home
    if deed != "begin":
        if _version(posted) != layout.version:
            raise StaleVersion()
        raise BadInput("unknown_deed", "Nút này không có trên trang.")
    number = posted.get("number", "")
    begun = int(number) if number.isdecimal() and len(number) < 6 else None
    begin_draft(layout, by=by, version=_version(posted), number=begun)
    return "Đã bắt đầu bản nháp.", draft_url(layout.code)


def column_or_gone(request: HttpRequest, layout: ReportLayout, key: str) -> HttpResponse | None:
    """Lead back to the draft when the column to be opened is no longer there; what was typed stays for who sends it."""
    if column_at(layout.draft, key) is not None or request.method == "POST":
        return None
    messages.error(request, GONE)
    return HttpResponseRedirect(draft_url(layout.code), status=SEE_OTHER)


def looked_at(request: HttpRequest, layout: ReportLayout, looked: Looked, key: str) -> dict[str, Any]:
    """Return the page of a card with what is being typed in it: nothing is saved, an old page stays old."""
    trial = put_column(layout.draft, key, looked.trial | {"key": looked.trial["key"] or key})
    page = draft_page(layout, opened=key, trial=trial)
    return page | {"form": looked, "version": request.POST.get("version"), "stale": False}


def publishing(layout: ReportLayout, by: Post) -> dict[str, Any]:
    """Return what is told before a draft is published: its faults, what changes, what came before."""
    last = layout.versions.order_by("-number").first()
    home = reverse("figures:layout", args=[layout.code])
    return {
        "layout": layout, "last": last, "faults": faults(layout.draft), "lead": layout.draft.get("name", ""),
        "changes_told": differences(last.content, layout.draft) if last else [], "cancel_url": draft_url(layout.code),
        "next_number": layout.published + 1,
        "crumbs_items": crumbs((layout.code, home), ("Bản nháp", draft_url(layout.code)), ("Ban hành", "")),
    }  # fmt: skip
