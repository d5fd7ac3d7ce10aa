"""What people chose to be told by, and what administrators are told of notices that did not arrive."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.choices import AlertState
from motcua.citizens.models.accounts import Account
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.notify.choices import Channel
from motcua.tasks.models import Task


class NoticeChoiceQuerySet(models.QuerySet["NoticeChoice"]):
    def visible_to(self, by: Post) -> "NoticeChoiceQuerySet":
        """One's own; whoever works here has no business with them."""
        return self.filter(account=by.account.pk) if by.account is not None else self.none()


class NoticeChoice(models.Model):
    """By which channels an account wants to be told of one kind of thing; none at all is a choice too.

    Its changes are events of the account.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField("loại thông báo", max_length=40, db_collation="C")
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list, verbose_name="kênh")

    objects = NoticeChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(name="one_choice_of_a_kind", fields=["account", "kind"])]

    def __str__(self) -> str:
        return self.kind


class FailureDigestQuerySet(models.QuerySet["FailureDigest"]):
    def visible_to(self, by: Post) -> "FailureDigestQuerySet":
        """An administrator's own tree."""
        if by.role != Role.ADMINISTRATOR:
            return self.none()
        return self.filter(agency__path__startswith=by.agency.path)


class FailureDigest(Root):
    """The notices of one day that did not arrive, or of which nobody knows: a task of a unit's administrators."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    day = models.DateField("ngày")
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.OPEN, db_collation="C")
    failed = models.PositiveIntegerField("không gửi được")
    unclear = models.PositiveIntegerField("không rõ đã gửi chưa")
    causes = models.JSONField("vì sao", default=list)  # [{"kind", "channel", "trouble", "count"}]
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")

    objects = FailureDigestQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(name="one_digest_a_day", fields=["agency", "day"])]

    def __str__(self) -> str:
        return f"Thông báo không tới, {self.day:%d/%m/%Y}"


class FailureDigestEvent(Event):
    subject = models.ForeignKey(FailureDigest, on_delete=models.PROTECT, related_name="events")
