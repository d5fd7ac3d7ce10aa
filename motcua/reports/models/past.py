"""Figures that reports of the past state of years without dossiers, and the files they came with.

A number is never changed: it is replaced by one of a later import (with a reason, the old one stays), or withdrawn
with its import. `in_force` says which of them count; the database keeps one of a kind.
"""

from django.db import models
from django.db.models import F, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.dossiers.models.sight import overseen
from motcua.reports.choices import Mark, Measure, PastState, Span


def watched(by: Post) -> str:
    """Return the path whose past figures a post sees: administrators their own unit's, others what they oversee."""
    return by.agency.path if by.role == Role.ADMINISTRATOR else overseen(by)


class PastImportQuerySet(models.QuerySet["PastImport"]):
    def visible_to(self, by: Post) -> "PastImportQuerySet":
        """Those of the post's office and of the offices below it."""
        return self.filter(office__path__startswith=watched(by))


class PastImport(Root):
    """A file of past figures: what each of its lines says, by whom it was brought, whether it counts.

    `lines` are {"line", "said": texts by column, "problems": pairs of column and words}.
    """

    TRACKED = ("office", "digest", "state", "rows", "figures", "flags", "entered_at", "withdrawn_at")

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan nhập")
    name = models.CharField("tên tệp", max_length=160)
    digest = models.CharField("SHA-256", max_length=64, db_collation="C")
    state = models.CharField(max_length=10, choices=PastState, db_collation="C")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người gửi")
    lines = models.JSONField(default=list)
    rows = models.PositiveIntegerField("số dòng")
    figures = models.PositiveIntegerField("số liệu đã nhập", default=0, db_default=0)
    flags = models.PositiveIntegerField("chỗ không khớp", default=0, db_default=0)
    sent_at = models.DateTimeField("gửi lúc", db_default=CoreNow())
    entered_at = models.DateTimeField("nhập lúc", null=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True)

    objects = PastImportQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["office", "-sent_at"], name="past_import_of_office")]
        constraints = [
            models.CheckConstraint(name="past_import_state_known", condition=Q(state__in=PastState.values)),
            models.CheckConstraint(
                name="past_import_entered_has_its_time",
                condition=Q(state__in=[PastState.DRAFT, PastState.GIVEN_UP], entered_at=None)
                | Q(state__in=[PastState.ENTERED, PastState.WITHDRAWN], entered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="past_import_withdrawn_has_its_time",
                condition=Q(state=PastState.WITHDRAWN) ^ Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wrong(self) -> int:
        """How many lines cannot be entered as they are."""
        return sum(1 for line in self.lines if line["problems"])


class PastImportEvent(Event):
    subject = models.ForeignKey(PastImport, on_delete=models.PROTECT, related_name="events")


class Stated(models.Model):
    """Of whom and when: the unit, whose dossiers seen from it, the field ("": all), first and last day, both within."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    span = models.CharField("phạm vi", max_length=10, choices=Span, db_collation="C")
    field = models.CharField("mã lĩnh vực", max_length=40, blank=True, db_collation="C")
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    measure = models.CharField("chỉ tiêu", max_length=10, choices=Measure, db_collation="C")

    class Meta:
        abstract = True


class PastFigureQuerySet(models.QuerySet["PastFigure"]):
    def visible_to(self, by: Post) -> "PastFigureQuerySet":
        """Of the units that the post oversees, and of those of the past whose records these keep."""
        return self.filter(agency__in=Agency.objects.as_now(watched(by)).order_by().values("pk"))

    def counting(self) -> "PastFigureQuerySet":
        """Neither replaced nor withdrawn."""
        return self.filter(in_force=True)


class PastFigure(Stated):
    """One number of one statement: how many dossiers, or for a rate a percentage, and where that is written."""

    batch = models.ForeignKey(PastImport, on_delete=models.PROTECT, related_name="figures_of")
    line = models.PositiveIntegerField("dòng")
    value = models.DecimalField("số liệu", max_digits=15, decimal_places=2)
    mark = models.CharField("mức chính xác", max_length=1, choices=Mark, blank=True, db_collation="C")
    source = models.CharField("nguồn", max_length=300)
    in_force = models.BooleanField("đang tính", default=True)
    replaced_by = models.ForeignKey(PastImport, null=True, on_delete=models.PROTECT, related_name="replaces")

    objects = PastFigureQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "first", "last", "pk"]
        indexes = [models.Index(fields=["agency", "first"], name="past_figure_of_unit", condition=Q(in_force=True))]
        constraints = [
            models.UniqueConstraint(
                name="one_past_figure", fields=["agency", "span", "field", "first", "last", "measure"],
                condition=Q(in_force=True),
            ),
            models.UniqueConstraint(name="one_past_figure_a_line", fields=["batch", "line", "measure"]),
            models.CheckConstraint(name="past_period_begins_first", condition=Q(first__lte=F("last"))),
            models.CheckConstraint(name="past_figure_not_below_zero", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="past_rate_is_a_share", condition=~Q(measure=Measure.RATE) | Q(value__lte=100)
            ),
            models.CheckConstraint(
                name="past_replaced_does_not_count", condition=Q(replaced_by=None) | Q(in_force=False)
            ),
            models.CheckConstraint(name="past_measure_known", condition=Q(measure__in=Measure.values)),
            models.CheckConstraint(name="past_span_known", condition=Q(span__in=Span.values)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure} {self.first}–{self.last}: {self.value}"


class PastFinding(Stated):
    """Something of an import that does not add up, as it was when it was entered.

    `left`: stated of the whole, `right`: of its parts, `missing`: what the report does not state and could explain it.
    """

    batch = models.ForeignKey(PastImport, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField("điều phải khớp", max_length=10, db_collation="C")
    left = models.DecimalField(max_digits=15, decimal_places=2)
    right = models.DecimalField(max_digits=17, decimal_places=2)
    missing = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    @property
    def difference(self) -> object:
        return self.left - self.right
