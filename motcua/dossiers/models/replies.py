"""The desk's answers to what was filed online, each with its clock: a row from when the clock begins to the answer."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from motcua.agencies.models import Agency, Post
from motcua.dossiers.choices import Answered
from motcua.dossiers.models.dossier import Dossier
from motcua.tasks.models import Task


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, by: Post) -> "ReplyQuerySet":
        """Those of the dossiers whose content the post may read."""
        return self.filter(dossier__in=Dossier.objects.visible_to(by).order_by().values("pk"))

    def waiting(self) -> "ReplyQuerySet":
        """What is still to be answered; while papers are asked for nothing is."""
        return self.filter(ended_at=None)

    def late(self, now: datetime) -> "ReplyQuerySet":
        """What was answered, or by now is not, later than due."""
        return self.filter(due_at__lt=Coalesce("ended_at", Value(now, output_field=models.DateTimeField())))


class Reply(models.Model):
    """One answer that is owed: from when, until when, when and how it was given, and to whom its lateness was told.

    A request for papers is an answer; when they have come another one is owed, in a row of its own. `to_head` and
    `to_leader` are the lines that told of it, each written at most once.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="replies", db_index=False)
    round = models.PositiveSmallIntegerField("lần")
    desk = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="nơi trả lời")
    began_at = models.DateTimeField("tính từ")
    due_at = models.DateTimeField("hạn trả lời")
    ended_at = models.DateTimeField("lúc trả lời", null=True)
    how = models.CharField("cách trả lời", max_length=10, choices=Answered, blank=True, db_collation="C")
    to_head = models.OneToOneField(
        Task, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="báo phụ trách bộ phận"
    )
    to_leader = models.OneToOneField(
        Task, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="báo lãnh đạo"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["round"]
        indexes = [
            models.Index(fields=["due_at", "dossier"], name="reply_owed", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_reply_a_round", fields=["dossier", "round"]),
            models.UniqueConstraint(name="one_reply_owed", fields=["dossier"], condition=Q(ended_at=None)),
            models.CheckConstraint(name="reply_due_after_it_begins", condition=Q(due_at__gt=F("began_at"))),
            models.CheckConstraint(
                name="reply_ended_somehow",
                condition=Q(ended_at=None, how="") | (Q(ended_at__isnull=False) & Q(how__in=Answered.values)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}, lần {self.round}"
