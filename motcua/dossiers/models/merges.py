"""Applicants who turned out to be one: what moved from one declaration to the other, so that it can move back."""

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Applicant, Consent
from motcua.citizens.permissions import may_merge
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.dossiers.choices import MergeCause, Named


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, by: Post) -> "MergeQuerySet":
        """Those of the post's own unit, and of units below it, to whoever may merge there."""
        return self.filter(unit__path__startswith=by.agency.path) if may_merge(by) else self.none()


class Merge(Root):
    """Two declarations taken for one person's: `gone` is not proposed any more, its dossiers name `kept`."""

    TRACKED = ("kept", "gone", "cause", "undone_at")

    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="nơi gộp")
    kept = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+", verbose_name="giữ lại")
    gone = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+", verbose_name="gộp vào bên giữ lại")
    cause = models.CharField("vì sao trùng", max_length=12, choices=MergeCause, db_collation="C")
    followed = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="hạn chế xử lý theo sang"
    )
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người gộp")
    merged_at = models.DateTimeField("lúc gộp", db_default=CoreNow())
    undone_at = models.DateTimeField("lúc bỏ gộp", null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("gone"))),
            models.CheckConstraint(name="merge_cause_known", condition=Q(cause__in=MergeCause.values)),
            models.UniqueConstraint(name="one_merge_of_a_declaration", fields=["gone"], condition=Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        return f"lần gộp {self.pk}"


class MergeEvent(Event):
    subject = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="events")


class Moved(models.Model):
    """One thing that a merge moved: a dossier as whose person (`named`), or a consent. No words, no names."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moved")
    dossier = models.ForeignKey("dossiers.Dossier", null=True, on_delete=models.PROTECT, related_name="+")
    named = models.CharField(max_length=10, choices=Named, blank=True, db_collation="C")
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="moved_is_one_thing",
                condition=Q(dossier__isnull=False, consent=None, named__in=Named.values)
                | Q(dossier=None, consent__isnull=False, named=""),
            ),
        ]
