"""An opinion asked of a unit or a person: the question, how it was answered, or how it ended without an answer."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency, Post
from motcua.core.fields import EncryptedText
from motcua.dossiers.choices import OpinionEnd, Silence, Verdict
from motcua.dossiers.models.children import DOSSIER, Step
from motcua.tasks.models import Task

WAITING = Q(answered_at=None, ending="")  # still owed


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def waiting(self) -> "ConsultationQuerySet":
        """Those that are neither answered nor ended."""
        return self.filter(WAITING)

    def with_units(self) -> "ConsultationQuerySet":
        """With what permissions look at."""
        return self.select_related("agency", "asked_by__agency", "asked_in")


class Consultation(models.Model):
    """An opinion asked of a unit or a person; it pauses nothing.

    `mandatory`: the step it was asked in (`asked_in`) does not pass on before it is answered. `silence` is frozen from
    the route: "agree" counts as agreed after the deadline, "" never. `ending` tells how it ended without an answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="consultations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=20, db_collation="C")
    asked_of = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_in = models.ForeignKey(
        Step, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="hỏi ở bước"
    )
    question = EncryptedText()
    due_at = models.DateTimeField(null=True)
    confidential = models.BooleanField("kín", default=False, db_default=False)
    mandatory = models.BooleanField("bắt buộc", default=False, db_default=False)
    silence = models.CharField(
        "không trả lời là", max_length=10, choices=Silence, blank=True, db_default="", db_collation="C"
    )
    reminded_at = models.DateTimeField("người hỏi đã nhắc", null=True)
    chased_at = models.DateTimeField("hệ thống đã nhắc trước hạn", null=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="consultation")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("kết luận", max_length=12, choices=Verdict, blank=True, db_default="", db_collation="C")
    answer = EncryptedText()
    ending = models.CharField(
        "kết thúc không trả lời", max_length=10, choices=OpinionEnd, blank=True, db_default="", db_collation="C"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ending_reason = EncryptedText()

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["agency", "role", "dossier"], name="consultation_agency_role"),
            models.Index(fields=["due_at"], name="consultation_due", condition=WAITING & Q(due_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="opinion_verdict_known", condition=Q(verdict__in=["", *Verdict.values])),
            models.CheckConstraint(
                name="opinion_verdict_is_an_answer", condition=Q(verdict="") | Q(answered_at__isnull=False)
            ),
            models.CheckConstraint(name="opinion_silence_known", condition=Q(silence__in=["", *Silence.values])),
            models.CheckConstraint(
                name="opinion_ends_once",
                condition=Q(ending="", ended_at=None)
                | Q(ending__in=OpinionEnd.values, ended_at__isnull=False, answered_at=None),
            ),
            models.CheckConstraint(
                name="opinion_silent_only_where_the_route_says",
                condition=~Q(ending=OpinionEnd.SILENT)
                | Q(silence=Silence.AGREE, due_at__isnull=False, ended_at__gte=F("due_at")),
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        """Neither answered nor ended."""
        return self.answered_at is None and not self.ending

    @property
    def holds_back(self) -> bool:
        """Mandatory and without an answer: who was asked and declined has not answered either."""
        return self.mandatory and self.answered_at is None and self.ending in ("", OpinionEnd.DECLINED)
