"""What citizens say of settled dossiers, as whoever oversees reads it: low ones first, masked; words only for the head
and the reform officer of the office."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet

from motcua.agencies.models import Agency, Post
from motcua.casework.overview import masked
from motcua.core.clock import midnight
from motcua.core.text import clean
from motcua.dossiers.choices import Satisfaction
from motcua.dossiers.inputs import UnitField
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.ratings import masked_words
from motcua.dossiers.unit_figures import listable_with_history, units_of_lists
from motcua.ui.inputs import DayField, LineField
from motcua.ui.pages import Filters

ORDER = ("-rated_low", "-rated_at", "-pk")
TONES = {Satisfaction.SATISFIED: "ontime", Satisfaction.ORDINARY: "new", Satisfaction.DISSATISFIED: "late"}


class RatingFilters(Filters):
    """Of a masked list: nobody is looked for by name."""

    q = LineField(label="Tìm theo mã hồ sơ, mã thủ tục", required=False, max_length=60)
    satisfied = forms.ChoiceField(
        label="Mức độ hài lòng", required=False, choices=[("", "Mọi mức"), *Satisfaction.choices]
    )
    unit = UnitField()
    first = DayField(label="Đánh giá từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_lists(by)  # type: ignore[attr-defined]

    def filter_q(self, rows: Any, words: str) -> Any:
        code = clean(words).upper()
        return rows.filter(Q(code__contains=code) | Q(procedure_code=code))

    def filter_satisfied(self, rows: Any, satisfied: str) -> Any:
        return rows.filter(rating__satisfied=satisfied)

    def filter_unit(self, rows: Any, unit: Agency) -> Any:
        return rows.filter(agency__in=Agency.objects.below(unit).order_by().values("pk"))

    def filter_first(self, rows: Any, day: date) -> Any:
        return rows.filter(rated_at__gte=midnight(day))

    def filter_last(self, rows: Any, day: date) -> Any:
        return rows.filter(rated_at__lt=midnight(day + timedelta(days=1)))


def rated(by: Post) -> "QuerySet[Dossier]":
    """Return the rated dossiers of an overseer's units."""
    return listable_with_history(by).filter(rated_at__isnull=False)


def listed(by: Post) -> Any:
    """Return the same with what a line shows of single rows."""
    return rated(by).select_related("applicant", "edition", "agency", "rating").defer("edition__content")


def figures(by: Post) -> list[dict[str, Any]]:
    """Return how many said what, each with the address of its rows; one query."""
    found = dict(rated(by).order_by().values_list("rating__satisfied").annotate(Count("pk")))
    return [
        {"label": each.label, "value": found.get(each.value, 0), "url": f"?satisfied={each.value}",
         "tone": "late" if each == Satisfaction.DISSATISFIED and found.get(each.value) else ""}
        for each in Satisfaction
    ]  # fmt: skip


def lines(dossiers: Sequence[Dossier], *, by: Post, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page: masked, with points, and with words where the post reads them; two queries."""
    mine = Rating.objects.visible_to(by).filter(dossier__in=[dossier.pk for dossier in dossiers])
    readable = set(mine.values_list("dossier", flat=True))
    return [row | _said(row["dossier"], readable) for row in masked(dossiers, by=by, now=now)]


def _said(dossier: Dossier, readable: set[int]) -> dict[str, Any]:
    rating = dossier.rating
    words = masked_words(rating.words) if dossier.pk in readable else ""
    return {"rating": rating, "tone": TONES[Satisfaction(rating.satisfied)], "words": words}
