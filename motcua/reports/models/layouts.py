"""The layouts of reports as versioned data: a draft that is worked on, versions that never change."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root

BEGINNING = date(1900, 1, 1)  # what the house was shipped with holds for any day
CODE = r"^(?=.*\d)[A-Za-z0-9](?:[A-Za-z0-9.-]{0,18}[A-Za-z0-9])?$"  # with a digit: no page is called so


class ReportLayoutQuerySet(models.QuerySet["ReportLayout"]):
    def visible_to(self, by: Post) -> "ReportLayoutQuerySet":
        """The layouts of reports are no secret of any unit."""
        return self.all()


class ReportLayout(Root):
    """One report by its code: the draft of its next version, if there is one, and how many were published.

    `draft`: a layout as JSON, finished or not; `draft_digest` its SHA-256, "" without one; `drafted_from` the version
    from which it was begun, null for one begun from nothing.
    """

    TRACKED = ("code", "published", "draft_digest")

    code = models.CharField("mã biểu", max_length=20, unique=True, db_collation="C")
    draft: Any = models.JSONField("bản nháp", null=True)
    draft_digest = models.CharField(max_length=64, blank=True, db_collation="C")
    drafted_from = models.PositiveIntegerField("từ bản số", null=True)
    published = models.PositiveIntegerField("số bản đã ban hành", default=0)

    objects = ReportLayoutQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="report_layout_code", condition=Q(code__regex=CODE)),
            models.CheckConstraint(
                name="report_layout_draft_has_digest",
                condition=Q(draft__isnull=True, draft_digest="") | (Q(draft__isnull=False) & ~Q(draft_digest="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LayoutEvent(Event):
    subject = models.ForeignKey(ReportLayout, on_delete=models.PROTECT, related_name="events")


class LayoutVersionQuerySet(models.QuerySet["LayoutVersion"]):
    def visible_to(self, by: Post) -> "LayoutVersionQuerySet":
        """The layouts of reports are no secret of any unit."""
        return self.all()

    def of(self, code: str) -> "LayoutVersionQuerySet":
        return self.filter(layout__code=code)

    def in_force(self, on: date) -> "LayoutVersionQuerySet":
        """The version of each layout that holds on a day: the last one whose day had come."""
        return self.filter(valid_from__lte=on).order_by("layout__code", "-number").distinct("layout__code")


class LayoutVersion(models.Model):
    """A layout as it was published: in force from a day until the next one begins.

    Never changed, never deleted, numbered without gaps, each beginning after the one before: the database refuses
    anything else. `digest` is the SHA-256 of the content as it is written.
    """

    layout = models.ForeignKey(ReportLayout, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("bản số")
    valid_from = models.DateField("áp dụng từ ngày")
    content = models.JSONField("nội dung")
    digest = models.CharField(max_length=64, db_collation="C")
    published_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người ban hành")
    published_at = models.DateTimeField("ban hành lúc", db_default=CoreNow())

    objects = LayoutVersionQuerySet.as_manager()

    class Meta:
        ordering = ["layout", "number"]
        constraints = [
            models.UniqueConstraint(name="one_layout_a_number", fields=["layout", "number"]),
            models.UniqueConstraint(name="one_layout_a_day", fields=["layout", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"bản {self.number}"
