"""A file that somebody asked for: made in the background, kept for some days."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.exports.choices import UNFINISHED, State, Why
from motcua.files.models import StoredFile


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, by: Post) -> "ExportQuerySet":
        """What the post itself asked for, nobody else's."""
        return self.filter(by=by)

    def unfinished(self) -> "ExportQuerySet":
        return self.filter(state__in=UNFINISHED)


class Export(Root):
    """`parameters` are ids, days and codes; `digest` tells two equal requests; `title` names report, days and unit."""

    TRACKED = ("kind", "state", "why", "kept_until")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="exports", verbose_name="người yêu cầu")
    kind = models.CharField("loại", max_length=40, db_collation="C")
    title = models.CharField("nội dung", max_length=300)
    parameters = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)
    state = models.CharField("trạng thái", max_length=10, choices=State, db_collation="C")
    why = models.CharField("vì sao không lập được", max_length=10, choices=Why, blank=True, db_collation="C")
    done = models.PositiveIntegerField("đã làm", default=0)
    total = models.PositiveIntegerField("trong tổng số", default=0)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.PROTECT, related_name="export")
    asked_at = models.DateTimeField("lúc yêu cầu", db_default=CoreNow())
    ended_at = models.DateTimeField("lúc xong", null=True)
    kept_until = models.DateTimeField("giữ đến", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["by", "-asked_at", "-id"], name="export_of_post"),
            models.Index(fields=["kept_until", "id"], name="export_to_expire", condition=Q(state="done")),
            models.Index(fields=["asked_at", "id"], name="export_unfinished", condition=Q(state__in=UNFINISHED)),
        ]
        constraints = [
            models.CheckConstraint(name="export_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="export_done_within_total", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="export_done_has_file",
                condition=~Q(state__in=["done", "expired"]) | Q(file__isnull=False, kept_until__isnull=False),
            ),
            models.CheckConstraint(
                name="export_failed_says_why",
                condition=Q(state="failed", why__gt="") | (~Q(state="failed") & Q(why="")),
            ),
            models.UniqueConstraint(
                name="one_export_in_the_making", fields=["by", "digest"], condition=Q(state__in=UNFINISHED)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exports:export", args=[self.pk])

    @property
    def parts(self) -> int:
        """Of how many pieces of work: at least one, so that a share can be told before it is known."""
        return max(self.total, 1)

    @property
    def mark(self) -> str:
        """Its name within a page."""
        return f"file-{self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class ExportEvent(Event):
    subject = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="events")
