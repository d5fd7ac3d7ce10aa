"""Versions of the index of service quality: weights and thresholds, in force from a day until the next one begins."""

from datetime import date

from django.db import models

from motcua.agencies.models import Post
from motcua.core.events import Event
from motcua.core.models import Root


class IndexVersionQuerySet(models.QuerySet["IndexVersion"]):
    def visible_to(self, by: Post) -> "IndexVersionQuerySet":
        """By which weights an office is judged is no secret of any unit."""
        return self.all()

    def in_force(self, on: date) -> "IndexVersion | None":
        """The one that holds on a day: the last one that was published for it."""
        return self.filter(valid_from__lte=on).order_by("-number").first()


class IndexVersion(Root):
    """Never changed, never deleted, numbered without gaps: the database refuses anything else.

    `stated`: {"points": {"1.1": "4", …}, "thresholds": {"3.3": "50", …}, "peers_minimum": 30}.
    """

    TRACKED = ("number", "valid_from", "stated")

    number = models.PositiveIntegerField("phiên bản số", unique=True)
    valid_from = models.DateField("áp dụng cho kỳ kết thúc từ ngày")
    source = models.CharField("theo văn bản", max_length=300)
    stated = models.JSONField("điểm và ngưỡng")
    published_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người ban hành")
    published_at = models.DateTimeField("ban hành lúc")

    objects = IndexVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(name="index_version_numbered_from_one", condition=models.Q(number__gte=1)),
            models.CheckConstraint(name="index_version_has_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return f"bản {self.number}"


class IndexVersionEvent(Event):
    subject = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="events")
