"""What hangs at a desk, held against what is in force there: the rows of each status, and how many they are."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, F, Q, QuerySet

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.core.text import fold
from motcua.procedures.choices import PostingStatus
from motcua.procedures.models import Edition, Posting, held_against
from motcua.procedures.permissions import seat
from motcua.ui.inputs import DayField, Form, LineField
from motcua.ui.pages import Filters

ALL = "all"
CONDITIONS = {
    PostingStatus.MISSING: Q(hangs=None),
    PostingStatus.OUTDATED: Q(hangs__isnull=False) & ~Q(hangs=F("pk")),
    PostingStatus.RIGHT: Q(hangs=F("pk")),
}
TONES = {
    PostingStatus.MISSING: "late",
    PostingStatus.OUTDATED: "soon",
    PostingStatus.RIGHT: "ontime",
    PostingStatus.LEFT_OVER: "late",
}


class PutUpForm(Form):
    """Since when the ticked editions hang."""

    posted_on = DayField(label="Ngày niêm yết")


class TakeDownForm(Form):
    """When the ticked ones were taken off."""

    taken_down_on = DayField(label="Ngày gỡ")


class PostingFilters(Filters):
    """By words of the name or code, and by field."""

    q = LineField(label="Tìm theo tên, mã", required=False)
    field = forms.ChoiceField(label="Lĩnh vực", required=False)

    def __init__(self, *args: Any, rows: QuerySet, prefix_of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = prefix_of
        named = rows.order_by().values_list(f"{prefix_of}field_code", f"{prefix_of}field_name").distinct()
        choices = sorted(named, key=lambda pair: fold(pair[1]))
        self.fields["field"].choices = [("", "Mọi lĩnh vực"), *choices]  # type: ignore[attr-defined]

    def filter_q(self, rows: QuerySet, value: str) -> QuerySet:
        for word in fold(value).split():
            rows = rows.filter(**{f"{self.path}folded__contains": word})
        return rows

    def filter_field(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(**{f"{self.path}field_code": value})


def desks_of(by: Post, on: date) -> QuerySet[Agency]:
    """Return the desks whose postings a post looks after: a clerk's own, otherwise those of the office and below."""
    desks = Agency.objects.visible_to(by).valid(on).of_kind(Kind.ONE_STOP)
    if by.role == Role.RECEPTIONIST:
        return desks.filter(pk=by.agency_id)
    return desks.filter(path__startswith=seat(by))


def with_figures(desks: QuerySet[Agency]) -> QuerySet[Agency]:
    """Return the desks with how many postings hang there."""
    return desks.annotate(hanging=Count("postings", filter=Q(postings__taken_down_on=None)))


def editions_at(desk: Agency, by: Post, on: date) -> Any:
    """Return what a desk may receive on a day, with what hangs of it."""
    editions = Edition.objects.visible_to(by).receivable_at(desk, on)
    return held_against(editions, desk).without_content()


def counts_of(editions: Any, left_over: QuerySet[Posting]) -> dict[str, int]:
    """Return status → rows, with all that is in force under `ALL`: two queries."""
    wanted = {str(status): Count("pk", filter=condition) for status, condition in CONDITIONS.items()}
    counts: dict[str, int] = editions.aggregate(**wanted, **{ALL: Count("pk")})
    return counts | {str(PostingStatus.LEFT_OVER): left_over.count()}


def tabs_of(counts: dict[str, int], tab: str) -> list[dict[str, Any]]:
    """Return the tabs, each with the number of rows it opens."""
    shown: list[tuple[str, str, str]] = [("", "Đang áp dụng", "")]
    shown += [(str(status), status.label, TONES[status]) for status in PostingStatus]
    return [
        {
            "label": label,
            "url": f"?tab={key}" if key else "?",
            "count": counts[key or ALL],
            "tone": tone if counts[key or ALL] else "",
            "current": tab == key,
        }
        for key, label, tone in shown
    ]


def status_of(edition: Any) -> PostingStatus:
    """Return how an edition of `editions_at` stands."""
    if edition.hangs is None:
        return PostingStatus.MISSING
    return PostingStatus.RIGHT if edition.hangs == edition.pk else PostingStatus.OUTDATED


def keys_picked(picked: list[str]) -> list[int]:
    """Return the ticked keys; what is no key was not ticked here."""
    return [int(key) for key in picked if key.isascii() and key.isdecimal() and len(key) < 19]
