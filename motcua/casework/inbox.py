"""The one inbox: tabs with counts, filters in the address, the way to the row before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from motcua.agencies.models import Post
from motcua.agencies.prepared import PreparedFor
from motcua.core.text import clean, fold
from motcua.dossiers.models import Dossier
from motcua.dossiers.search import TRACKING_LINK, scanned
from motcua.tasks.choices import State, Tab
from motcua.tasks.kinds import all_kinds
from motcua.tasks.listing import ORDER, counted, tab_counts, to_do, to_do_in
from motcua.tasks.models import Task, TaskQuerySet
from motcua.ui import formats
from motcua.ui.inputs import LineField
from motcua.ui.pages import Filters
from motcua.ui.paging import Place, place_of

TONES = {Tab.LATE: "late", Tab.TODAY: "soon"}
LABELS = {Tab.TODAY: "Đến hạn hôm nay", Tab.WEEK: "Trong tuần"}
EVERYTHING = "Việc phải làm"
MOST_RECENT = 12  # so many of the dossiers opened last are shown under the inbox
FILTERS = ("q", "kind", "step", "whose")
OWN, INSTEAD, FOR_ME = "own", "instead", "for_me"
WHOSE = [("", "Mọi người"), (OWN, "Của tôi"), (INSTEAD, "Tôi làm thay"), (FOR_ME, "Đã làm thay tôi")]


class InboxFilters(Filters):
    q = LineField(label="Tìm trong danh sách", required=False, max_length=120)
    kind = forms.ChoiceField(label="Loại việc", required=False)
    step = forms.ChoiceField(label="Bước", required=False)
    whose = forms.ChoiceField(label="Việc của", required=False, choices=WHOSE)

    def __init__(self, data: Any = None, *, by: Post | None = None, titles: Iterable[str] = (), **kwargs: Any) -> None:
        """`titles` are the steps to choose from; none when the form only narrows a list."""
        super().__init__(data, **kwargs)
        self.by = by
        if by is None or not (by.places or self.data.get("whose") or self.data.get("tab") == Tab.DONE):
            del self.fields["whose"]
        asked = {clean(self.data.get("step"))} - {""}  # a done task's step may not be among the unfinished ones
        steps = [(title, title) for title in sorted({*titles, *asked})]
        self.fields["step"].choices = [("", "Mọi bước"), *steps]  # type: ignore[attr-defined]
        kinds = [(kind.key, kind.label) for kind in all_kinds()]
        self.fields["kind"].choices = [("", "Mọi việc"), *kinds]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Tên, mã hồ sơ, thủ tục"}

    def filter_q(self, rows: TaskQuerySet, words: str) -> TaskQuerySet:
        """By a piece of the code, or all the words of the applicant's or the procedure's name, without marks."""
        if TRACKING_LINK.search(words):
            return rows.filter(Exists(Dossier.objects.filter(code=OuterRef("url_key"), **scanned(words))))
        named, called = Q(), Q()
        for word in fold(words).split():
            named &= Q(folded__contains=word)
            called &= Q(edition__folded__contains=word)
        about = Dossier.objects.filter(named | called, code=OuterRef("url_key"))
        return rows.filter(Q(url_key__contains=clean(words).upper()) | Exists(about))

    def filter_kind(self, rows: TaskQuerySet, kind: str) -> TaskQuerySet:
        return rows.filter(kind=kind)

    def filter_whose(self, rows: TaskQuerySet, whose: str) -> TaskQuerySet:
        """One's own, others' that one does in their place, or what others did in one's own place."""
        assert self.by is not None
        if whose == FOR_ME:
            return Task.objects.done_instead_of(self.by).select_related(*SHOWN)
        if self.data.get("tab") == Tab.DONE:
            return rows.filter(done_for=None) if whose == OWN else rows.exclude(done_for=None)
        return rows.own_of(self.by) if whose == OWN else rows.only_for_others(self.by)

    def filter_step(self, rows: TaskQuerySet, title: str) -> TaskQuerySet:
        return rows.filter(title=title)


SHOWN = ("step", "done_for__person", "done_by__person")  # what a row shows of a task


@dataclass(frozen=True)
class Inbox:
    """A tab of somebody's inbox: its rows before any filter, their order, and the words over it."""

    tab: str
    rows: Any  # a queryset, or one of tasks.listing
    order: tuple[str, ...]

    @property
    def label(self) -> str:
        return label_of(self.tab)


def label_of(tab: str) -> str:
    """Return the name of a tab."""
    return LABELS.get(Tab(tab), Tab(tab).label) if tab else EVERYTHING


def inbox_of(by: Post, asked: str, *, now: datetime) -> Inbox:
    """Return the tab that the address asks for; without one, all that is to be done now."""
    tab = asked if asked in Tab.values else ""
    if tab == Tab.DONE:
        return Inbox(tab, Task.objects.done_by(by).select_related(*SHOWN), ("-done_at", "pk"))
    rows = to_do_in(by, tab, now=now) if tab else to_do(by, State.OPEN)
    return Inbox(tab, rows.select_related(*SHOWN), ORDER)


def _lately(by: Post) -> "QuerySet[Dossier]":
    rows = Dossier.objects.visible_to(by, named=True).opened_lately_by(by).exclude(code=None)
    return rows.select_related("applicant", "edition").defer("edition__content")[:MOST_RECENT]


UPTO = 1_000  # what somebody has done grows for years: so far it is counted
DONE: PreparedFor[Any] = PreparedFor(lambda by: Task.objects.done_by(by).order_by().values("pk")[:UPTO])
LATELY = PreparedFor(_lately)


def counted_of(by: Post, *, now: datetime, asked: QueryDict) -> tuple[dict[str, int], dict[str, int], list[str]]:
    """Return tab → number of tasks, the same where they count the rows shown, and the steps; two queries."""
    steps = counted(by, now=now)
    counts = tab_counts(steps) | {Tab.DONE.value: DONE.count(by)}
    return counts, {} if is_filtered(asked) else counts, sorted(steps)


def query_of(asked: QueryDict) -> str:
    """Return the part of an address that says from which list one comes: tab and filters, never the page."""
    kept = QueryDict(mutable=True)
    kept["tab"] = asked.get("tab", "")
    for name in FILTERS:
        if asked.get(name):
            kept[name] = str(asked[name])
    return f"?{kept.urlencode()}"


def came_from(by: Post, asked: QueryDict, *, now: datetime) -> Inbox | None:
    """Return the filtered list from which a page was opened, None for a page opened from elsewhere."""
    if "tab" not in asked:
        return None
    inbox = inbox_of(by, str(asked["tab"]), now=now)
    return Inbox(inbox.tab, InboxFilters(asked, by=by).narrow(inbox.rows), inbox.order)


def place_in(inbox: Inbox, task: Task) -> Place:
    """Return where a task stands in the list, with the addresses' parts of its neighbours; also when it has left it."""
    return place_of(inbox.rows, order=inbox.order, item=task, take=("url_name", "url_key"))


def tabs_of(counts: Mapping[str, int], tab: str, query: QueryDict) -> list[dict[str, Any]]:
    """Return the tabs as the component draws them, the filters kept."""
    shown = [("", sum(count for name, count in counts.items() if name not in (Tab.WAITING, Tab.DONE)), "")]
    shown += [(one, _written(counts.get(one)), TONES.get(one, "")) for one in Tab]  # type: ignore[misc]
    return [
        {
            "label": label_of(name),
            "url": _with_tab(query, name),
            "count": count,
            "tone": tone if count else "",
            "current": name == tab,
        }
        for name, count, tone in shown
    ]


def _written(count: int | None) -> int | str | None:
    """A count as a tab shows it: "999+" where it was not counted to the end."""
    return f"{formats.number(UPTO - 1)}+" if count == UPTO else count


def _with_tab(query: QueryDict, tab: str) -> str:
    changed = query.copy()
    changed["tab"] = tab
    return query_of(changed)


def lead_of(counts: Mapping[str, int], *, now: datetime) -> str:
    """Say in one line which day it is and what to look at first."""
    late, today = counts[Tab.LATE], counts[Tab.TODAY]
    day = f"{formats.weekday(now)} {formats.day(now)}"
    return f"{day}. {late or 'Không có'} việc quá hạn, {today or 'không có'} việc đến hạn hôm nay."


def is_filtered(asked: QueryDict) -> bool:
    """Tell whether a filter is set: then the counts of the tabs are not those of the list."""
    return any(asked.get(name) for name in FILTERS)


def opened_lately(by: Post) -> list[Dossier]:
    """Return the dossiers that somebody opened last and may still read, the newest first; one query."""
    return LATELY.rows(by)


def empty_of(tab: str) -> str:
    """Say what an empty tab means."""
    return {
        Tab.LATE: "Không có việc nào quá hạn",
        Tab.TODAY: "Không có việc nào đến hạn hôm nay",
        Tab.WAITING: "Không có việc nào đang chờ người khác",
        Tab.DONE: "Chưa có việc nào đã xong",
    }.get(Tab(tab) if tab else None, "Không còn việc nào ở đây")  # type: ignore[arg-type]
