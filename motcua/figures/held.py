"""What the numbers of the leader's page count, each said once: the page counts by it, the list behind shows by it.

Two kinds: how things stand now (of the dossiers themselves), and what came about in a period, as known at its end (of
the facts, opened as the cells of a report are).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import Http404

from motcua.core.clock import LOCAL, midnight
from motcua.dossiers import counted
from motcua.dossiers.choices import OPEN, PAUSED, Channel
from motcua.dossiers.late_reasons import known, label_of
from motcua.dossiers.lateness import finished_late, overdue, with_story
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import listable_with_history
from motcua.figures.looking import Looked, LookForm
from motcua.reports.durations import NET, measures
from motcua.reports.layouts import Column, Layout
from motcua.reports.plainly import behind
from motcua.tasks.models import edges_at
from motcua.ui import formats

HELD, LATE, WEEK, WAITING = "held", "late", "week", "waiting"
RECEIVED, ENDED, ON_TIME, ENDED_LATE, TOOK = "received", "ended", "on_time", "ended_late", "took"
EARLY, ON_DAY, ONLINE, OTHERWISE = "early", "on_day", "online", "otherwise"
AT_COUNTER, BY_POST = "at_counter", "by_post"
RATED, RATED_LOW = "rated", "rated_low"
STANDING = "standing"  # as it stood at the end of the period
LATE_NOW, LATE_DONE = "late_now", "late_done"  # with a reason for it
UNSAID = "none"  # in an address: no reason in code
AGES = (("age5", 0, 5), ("age15", 6, 15), ("age30", 16, 30), ("age60", 31, 60), ("age61", 61, None))  # days, held
OF_PERIOD: dict[str, tuple[str, list[str], list[str]]] = {  # name of the list, the measures that it counts, of channels
    RECEIVED: ("Tiếp nhận trong kỳ", [counted.RECEIVED], []),
    ONLINE: ("Tiếp nhận trực tuyến", [counted.RECEIVED], [Channel.ONLINE]),
    OTHERWISE: ("Tiếp nhận trực tiếp, qua bưu chính", [counted.RECEIVED], [Channel.COUNTER, Channel.POST]),
    AT_COUNTER: ("Tiếp nhận trực tiếp", [counted.RECEIVED], [Channel.COUNTER]),
    BY_POST: ("Tiếp nhận qua bưu chính", [counted.RECEIVED], [Channel.POST]),
    ENDED: ("Đã giải quyết trong kỳ", [counted.EARLY, counted.ON_DAY, counted.LATE], []),
    EARLY: ("Giải quyết trước hạn", [counted.EARLY], []),
    ON_DAY: ("Giải quyết đúng hạn", [counted.ON_DAY], []),
    ON_TIME: ("Giải quyết trước hạn và đúng hạn", [counted.EARLY, counted.ON_DAY], []),
    ENDED_LATE: ("Giải quyết quá hạn", [counted.LATE], []),
    TOOK: ("Có kết quả trong kỳ, biết số ngày", measures(NET), []),
    RATED: ("Được đánh giá trong kỳ", ["rated"], []),
    RATED_LOW: ("Được đánh giá không hài lòng", ["rated.low"], []),
}
PAGE = Layout(  # a report of which every list is a column, so that a list opens as the cells of reports do
    "page", "Tổng quan", "", "field", RECEIVED,
    [*(Column(name, title, "", "in_period", dict.fromkeys(counts, 1), channels)
       for name, (title, counts, channels) in OF_PERIOD.items()),
     Column(STANDING, "Đang giải quyết khi hết kỳ", "", "at_end",
            {counted.RECEIVED: 1, counted.EARLY: -1, counted.ON_DAY: -1, counted.LATE: -1})],
    [],
)  # fmt: skip
BY_FACTS = {column.key: column.name for column in PAGE.columns}  # name of the list: its title


def age_words(least: int, most: int | None) -> str:
    """Write how many days ago it was received."""
    if most is None:
        return f"Trên {least - 1} ngày"
    return f"Đến {most} ngày" if least == 0 else f"{least}–{most} ngày"


IS_HELD = Q(state__in=OPEN, received_at__isnull=False)


@dataclass(frozen=True)
class Now:
    """A list of how things stand: its name, and what must be so of a dossier that is held, beside."""

    name: str
    beside: Q | None = None

    @property
    def holds(self) -> Q:
        """The whole condition on a dossier."""
        return IS_HELD & self.beside if self.beside else IS_HELD


def now_lists(now: datetime) -> dict[str, Now]:
    """Return every list of what is open at a moment."""
    week = ~Q(state__in=PAUSED) & Q(appointed_due__gte=now, appointed_due__lte=edges_at(now).week)
    found = {
        HELD: Now("Đang giải quyết"),
        LATE: Now("Đang quá hạn", overdue(now)),
        WEEK: Now("Đến hạn tuần này", week),
        WAITING: Now("Đang dừng đồng hồ", Q(state__in=PAUSED)),
    }
    for name, least, most in AGES:
        aged = Q(received_at__lt=_days_ago(now, least - 1))
        if most is not None:
            aged &= Q(received_at__gte=_days_ago(now, most))
        found[name] = Now(f"Đang giải quyết, nhận {age_words(least, most).lower()} trước", aged)
    return found


def _days_ago(now: datetime, days: int) -> datetime:
    """The beginning of the day in Vietnam so many days ago."""
    day = now.astimezone(LOCAL).date() - timedelta(days=days)
    return midnight(day)


def seen(looked: Looked) -> Any:
    """Return the dossiers of the units, field and procedure looked at; the units are those that the post oversees."""
    rows = Dossier.objects.filter(agency__in=looked.units)
    if looked.field:
        rows = rows.filter(field_code=looked.field)
    return rows.filter(procedure_code=looked.procedure) if looked.procedure else rows


def standing(looked: Looked) -> dict[int, dict[str, int]]:
    """Return unit → list → how many, of those with any; one query over what is open."""
    lists = now_lists(looked.by.present)
    counts = {name: Count("state", filter=each.beside) for name, each in lists.items()}
    found = seen(looked).filter(IS_HELD).order_by().values("agency").annotate(**counts)
    return {row.pop("agency"): row for row in found}


def late_rows(looked: Looked, which: str = "") -> Any:
    """Return what is late now, and what was finished late in the period, each with `cause` and `apologised`."""
    first, last = looked.period
    begins, ends = (midnight(day) for day in (first, last + timedelta(days=1)))
    ways = {LATE_NOW: overdue(looked.by.present), LATE_DONE: finished_late(begins, ends)}
    late = ways[which] if which else ways[LATE_NOW] | ways[LATE_DONE]
    return with_story(seen(looked).filter(late))


class RowsForm(LookForm):
    """Which list, and what it is narrowed by beside what a page of figures is."""

    which = forms.ChoiceField(required=False)
    cause = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [*now_lists(self.by.present), *BY_FACTS, LATE_NOW, LATE_DONE]
        self.fields["which"].choices = [(name, name) for name in ["", *named]]  # type: ignore[attr-defined]
        causes = ["", UNSAID, *(each.code for each in known())]
        self.fields["cause"].choices = [(code, code) for code in causes]  # type: ignore[attr-defined]


class Rows(Looked):
    """A list behind a number as it is asked for; raises Http404 for one that is none."""

    form_class = RowsForm

    def __init__(self, given: Mapping[str, Any], *, by: Any) -> None:
        super().__init__(given, by=by)
        if not self.is_sound:
            raise Http404

    @property
    def which(self) -> str:
        return str(self.form.cleaned_data["which"] or HELD)

    def dossiers(self) -> Any:
        """The dossiers that the number counts, within what the post may list."""
        which = self.which
        if which in (LATE_NOW, LATE_DONE):
            cause = self.form.cleaned_data["cause"]
            rows = late_rows(self, which)
            return rows.filter(cause="" if cause == UNSAID else cause) if cause else rows
        if which not in BY_FACTS:
            return seen(self).filter(now_lists(self.by.present)[which].holds)
        return listable_with_history(self.by).filter(pk__in=self._of_period())  # of the units of then

    def _of_period(self) -> list[int]:
        first, last = self.period
        fields, procedures = ([each] if each else None for each in (self.field, self.procedure))
        return behind(
            PAGE, self.which, first=first, last=last, agencies=self.units, fields=fields, procedures=procedures
        )

    @property
    def title(self) -> str:
        if self.which in (LATE_NOW, LATE_DONE):
            words = "Đang quá hạn" if self.which == LATE_NOW else "Đã xong, trễ hạn"
            cause = self.form.cleaned_data["cause"]
            return f"{words}: {label_of('' if cause == UNSAID else cause)}" if cause else words
        if self.which in BY_FACTS:
            return BY_FACTS[self.which]
        return now_lists(self.by.present)[self.which].name

    @property
    def lead(self) -> str:
        """What is counted, in a line: units, period or now, field and procedure."""
        days = formats.span(*self.period)
        told = [
            f"{self.unit.name}{' (chỉ chính đơn vị)' if self.own else ''}" if self.unit else "",
            f"{days}, như đã biết khi hết kỳ" if self.which in BY_FACTS
            else days if self.which == LATE_DONE else f"lúc {formats.moment(self.by.present)}",
            f"mã lĩnh vực {self.field}" if self.field else "",
            f"mã thủ tục {self.procedure}" if self.procedure else "",
        ]  # fmt: skip
        return "; ".join(each for each in told if each)
