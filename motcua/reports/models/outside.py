"""Indexes by which others judge an office every year: value, rank, of how many, and where that is published."""

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.reports.choices import Index, IndexState
from motcua.reports.models.past import watched


class ExternalIndexQuerySet(models.QuerySet["ExternalIndex"]):
    def visible_to(self, by: Post) -> "ExternalIndexQuerySet":
        """Of the units that the post oversees, and of those of the past whose records these keep."""
        return self.filter(agency__in=Agency.objects.as_now(watched(by)).order_by().values("pk"))

    def standing(self) -> "ExternalIndexQuerySet":
        """Those that were not withdrawn."""
        return self.filter(state=IndexState.STANDING)


class ExternalIndex(Root):
    """The value and rank of a unit in an index of a year; one of each."""

    TRACKED = ("agency", "index", "year", "value", "rank", "ranked", "state")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    index = models.CharField("chỉ số", max_length=10, choices=Index, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("giá trị", max_digits=7, decimal_places=3, null=True, blank=True)
    rank = models.PositiveSmallIntegerField("xếp hạng", null=True, blank=True)
    ranked = models.PositiveSmallIntegerField("trong số", null=True, blank=True)
    source = models.CharField("nguồn", max_length=300)
    state = models.CharField(max_length=10, choices=IndexState, db_collation="C")
    recorded_at = models.DateTimeField(db_default=CoreNow())

    objects = ExternalIndexQuerySet.as_manager()

    class Meta:
        ordering = ["index", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_index_a_year", fields=["agency", "index", "year"], condition=Q(state=IndexState.STANDING)
            ),
            models.CheckConstraint(name="index_says_something", condition=~Q(value=None, rank=None)),
            models.CheckConstraint(name="index_ranked_from_one", condition=Q(rank=None) | Q(rank__gte=1)),
            models.CheckConstraint(
                name="index_ranked_among_them", condition=Q(ranked=None) | Q(rank=None) | Q(ranked__gte=F("rank"))
            ),
            models.CheckConstraint(name="index_state_known", condition=Q(state__in=IndexState.values)),
            models.CheckConstraint(name="index_year_known", condition=Q(year__gte=1990, year__lte=2100)),
        ]

    def __str__(self) -> str:
        return f"{self.get_index_display()} {self.year}"


class ExternalIndexEvent(Event):
    subject = models.ForeignKey(ExternalIndex, on_delete=models.PROTECT, related_name="events")
