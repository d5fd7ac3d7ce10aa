"""The one inbox: tabs with counts, filters in the address, the dossier behind each row read in one more query."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.core.text import clean, fold
from motcua.dossiers.models import Dossier
from motcua.tasks.choices import Tab
from motcua.tasks.kinds import all_kinds
from motcua.tasks.models import Task, TaskQuerySet
from motcua.ui.inputs import LineField
from motcua.ui.pages import Filters

TONES = {Tab.LATE: "late", Tab.TODAY: "soon"}
ORDER = ("due_at", "pk")


class InboxFilters(Filters):
    q = LineField(label="Tìm trong danh sách", required=False, max_length=120)
    kind = forms.ChoiceField(label="Loại việc", required=False)
    title = LineField(label="Bước", required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Mọi việc"), *((k.key, k.label) for k in all_kinds())]  # type: ignore[attr-defined]

    def filter_q(self, rows: TaskQuerySet, words: str) -> TaskQuerySet:
        codes = Dossier.objects.filter(folded__contains=fold(words)).exclude(code=None).values("code")
        return rows.filter(Q(about__icontains=clean(words)) | Q(url_key__in=codes))

    def filter_kind(self, rows: TaskQuerySet, kind: str) -> TaskQuerySet:
        return rows.filter(kind=kind)

    def filter_title(self, rows: TaskQuerySet, words: str) -> TaskQuerySet:
        return rows.filter(title__icontains=words)


def chosen_tab(asked: str) -> str:
    """Return the tab of the address, "" for all that is unfinished."""
    return asked if asked in Tab.values else ""


def rows_of(by: Post, tab: str, now: datetime) -> TaskQuerySet:
    """Return the tasks of a tab; without one, everything unfinished."""
    rows = Task.objects.visible_to(by)
    return rows.in_tab(tab, now) if tab else rows.unfinished()


def tabs_of(counts: dict[str, int], tab: str) -> list[dict[str, Any]]:
    """Return the tabs as the component draws them; the done tab has no count."""
    everything = {"label": "Việc phải làm", "url": "?", "count": sum(counts.values()), "current": not tab}
    rest = [
        {
            "label": one.label,
            "url": f"?tab={one}",
            "count": counts.get(one),
            "tone": TONES.get(one, "") if counts.get(one) else "",
            "current": tab == one,
        }
        for one in Tab
    ]
    return [everything, *rest]


def lead_of(counts: dict[str, int]) -> str:
    """Say in one line what to look at first."""
    late, today = counts[Tab.LATE], counts[Tab.TODAY]
    return f"{late or 'Không có'} việc quá hạn, {today or 'không có'} việc đến hạn hôm nay."


def with_dossiers(tasks: list[Task], *, by: Post) -> list[tuple[Task, Dossier | None]]:
    """Put beside each task the dossier it leads to, if the post may read it: one query for the page."""
    codes = [task.url_key for task in tasks if task.url_name == "casework:dossier"]
    rows = Dossier.objects.visible_to(by).filter(code__in=codes).select_related("applicant")
    found = {row.code: row for row in rows}
    return [(task, found.get(task.url_key)) for task in tasks]
