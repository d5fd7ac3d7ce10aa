"""The ladder as rows with days, what was told by it, and the daily mail of each person."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Person, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.dossiers.models import Dossier, Step
from motcua.escalation.choices import HOURS, Channel, Day, Subject, When, Whom, Wish
from motcua.tasks.models import Task


def in_force(on: date) -> Q:
    """The condition of what holds on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


class SetQuerySet(models.QuerySet):
    """Rows that units set for themselves and what lies below them; None: for all."""

    def visible_to(self, by: Post) -> "SetQuerySet":
        """How an office warns is no secret within the house."""
        return self.all()

    def holding_for(self, agency: Agency) -> "SetQuerySet":
        """What the unit, the units above it and the nation have set."""
        return self.filter(Q(agency=None) | Q(agency__path__in=agency.paths_above()))

    def of(self, agency: Agency) -> "SetQuerySet":
        """What the unit itself has set."""
        return self.filter(agency=agency)


ENDS = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))


class Rung(Root):
    """One rung: when it is reached, who is told, how; of a unit (None: of all), from a day to a day.

    The rungs of the nearest unit that has any on a day are its whole ladder on that day. `valid_to` before
    `valid_from` never happens: what is taken back before its first day is `dropped_at`.
    """

    TRACKED = (
        "agency", "subject", "at", "percent", "weekday", "hour", "whom", "channel", "source", "valid_from", "valid_to",
        "dropped_at",
    )  # fmt: skip

    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    subject = models.CharField("của", max_length=10, choices=Subject, blank=True, db_collation="C")
    at = models.CharField("khi", max_length=10, choices=When, db_collation="C")
    percent = models.PositiveSmallIntegerField("phần trăm", null=True)
    weekday = models.CharField("ngày trong tuần", max_length=3, choices=Day, blank=True, db_collation="C")
    hour = models.PositiveSmallIntegerField("giờ", null=True)
    whom = models.CharField("báo ai", max_length=10, choices=Whom, db_collation="C")
    channel = models.CharField("cách báo", max_length=10, choices=Channel, db_collation="C")
    source = models.CharField("văn bản quyết định", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True)
    dropped_at = models.DateTimeField(null=True, editable=False)

    objects = SetQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "at", "percent", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rung_makes_sense",
                condition=Q(at="percent", percent__gte=1, percent__lte=99, subject__in=Subject.values, weekday="")
                | Q(at="late", percent=None, subject__in=Subject.values, weekday="")
                | Q(at="weekly", percent=None, subject="", weekday__in=Day.values, hour__gte=0, hour__lte=23),
            ),
            models.CheckConstraint(name="rung_has_source", condition=~Q(source="")),
            models.CheckConstraint(name="rung_ends_after_it_begins", condition=ENDS),
            models.UniqueConstraint(
                name="one_rung_from_a_day",
                fields=["agency", "subject", "at", "percent", "weekday", "whom", "valid_from"],
                condition=Q(dropped_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        if self.at == When.WEEKLY:
            return f"{self.get_at_display()}, {self.hour} giờ {self.get_weekday_display()}"
        reached = f"qua {self.percent}% thời hạn" if self.at == When.PERCENT else "quá hạn"
        return f"{self.get_subject_display()} {reached}"


class RungEvent(Event):
    subject = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="events")


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def visible_to(self, by: Post) -> "AlarmQuerySet":
        """What lies in the post's inbox, its own or that of whom it stands in for, and what it has seen to."""
        lines = Task.objects.visible_to(by).order_by().values("pk")
        return self.all() if by.role == Role.SYSTEM else self.filter(Q(task__in=lines) | Q(task__owner=by.pk))

    def standing(self) -> "AlarmQuerySet":
        """Those whose cause is still there."""
        return self.filter(ended_at=None)


class Alarm(models.Model):
    """That a rung was reached by a step, or a dossier (`step` None), on its way to a due moment: told once.

    When the due moment moves, the rungs count anew. `task` is the line in the inbox, None for what only the daily
    mail tells.
    """

    rung = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    due = models.DateTimeField("hạn")
    reached_at = models.DateTimeField("lúc chạm bậc")
    told_at = models.DateTimeField("lúc báo")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, db_collation="C")
    owner = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="alarm")
    ended_at = models.DateTimeField("lúc hết cớ", null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-pk"]
        indexes = [
            models.Index(fields=["dossier", "step"], name="alarm_of_dossier"),
            models.Index(fields=["told_at"], name="alarm_standing_mail", condition=Q(ended_at=None, task=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_alarm_a_step", fields=["step", "rung", "due"], condition=Q(step__isnull=False)
            ),
            models.UniqueConstraint(
                name="one_alarm_a_dossier", fields=["dossier", "rung", "due"], condition=Q(step=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung}: {self.dossier}"


class WeeklyListQuerySet(models.QuerySet["WeeklyList"]):
    def visible_to(self, by: Post) -> "WeeklyListQuerySet":
        """Those of the units to which the post belongs, for who has the line or watches over them."""
        return self.filter(agency=by.agency_id)


class WeeklyList(models.Model):
    """The late dossiers of an office as they stood when a weekly list was made: keys and counts, nothing of people."""

    rung = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="lists")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    week = models.DateField("tuần, từ thứ Hai")
    made_at = models.DateTimeField("lúc lập")
    overdue = models.PositiveIntegerField("đang quá hạn")
    finished = models.PositiveIntegerField("xong trễ trong bảy ngày")
    unapologised = models.PositiveIntegerField("chưa xin lỗi")
    dossiers = ArrayField(models.BigIntegerField(), default=list)
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="weekly_list")

    objects = WeeklyListQuerySet.as_manager()

    class Meta:
        ordering = ["-week", "-pk"]
        constraints = [models.UniqueConstraint(name="one_list_a_week", fields=["agency", "week", "rung"])]

    def __str__(self) -> str:
        return f"{self.agency.short_name}, tuần từ {self.week:%d/%m/%Y}"


class DigestRule(Root):
    """Whether and at which hour an office sends the daily mail to who chose nothing; the nearest unit's holds."""

    TRACKED = ("agency", "sends", "hour", "source", "valid_from", "valid_to")

    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    sends = models.BooleanField("gửi")
    hour = models.PositiveSmallIntegerField("giờ gửi")
    source = models.CharField("văn bản quyết định", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True)

    objects = SetQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="one_digest_rule_from_a_day", fields=["agency", "valid_from"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="one_open_digest_rule", fields=["agency"], condition=Q(valid_to=None), nulls_distinct=False
            ),
            models.CheckConstraint(name="digest_hour_possible", condition=Q(hour__in=list(HOURS))),
            models.CheckConstraint(name="digest_rule_has_source", condition=~Q(source="")),
            models.CheckConstraint(name="digest_rule_ends_after_it_begins", condition=ENDS),
        ]

    def __str__(self) -> str:
        return f"{self.hour} giờ" if self.sends else "không gửi"


class DigestRuleEvent(Event):
    subject = models.ForeignKey(DigestRule, on_delete=models.PROTECT, related_name="events")


class DigestChoiceQuerySet(models.QuerySet["DigestChoice"]):
    def visible_to(self, by: Post) -> "DigestChoiceQuerySet":
        """One's own."""
        return self.filter(person=by.person_id)


class DigestChoice(models.Model):
    """What one person wants: the daily mail, its hour, and warnings by mail at once. Nobody else's business."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest_choice", primary_key=True)
    wish = models.CharField("nhận thư tổng hợp", max_length=10, choices=Wish, default=Wish.OFFICE, db_collation="C")
    hour = models.PositiveSmallIntegerField("giờ gửi", null=True)
    at_once = models.BooleanField("gửi cả thư cho từng cảnh báo", default=False)

    objects = DigestChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="chosen_hour_possible",
                condition=(~Q(wish="yes") & Q(hour=None)) | Q(wish="yes", hour__in=list(HOURS)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_wish_display()}"


class Digest(models.Model):
    """The daily mail of a person and day: written once, `sent` false where there was nothing to tell."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField("ngày")
    made_at = models.DateTimeField("lúc lập")
    sent = models.BooleanField("đã gửi")
    counts = models.JSONField("số việc", default=dict)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(name="one_daily_mail", fields=["person", "day"])]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.day:%d/%m/%Y}"
