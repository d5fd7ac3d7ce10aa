"""Saved pages of figures, mails by schedule, remarks on figures."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from motcua.agencies.models import Agency, Post
from motcua.bulletins.choices import HOURS, Form, Outcome, Rhythm
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.fields import EncryptedText
from motcua.core.models import Root
from motcua.dossiers.models.sight import OVERSEERS, overseen
from motcua.exports.models import Export

HOURS_HELD = list(HOURS)


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, by: Post) -> "SavedViewQuerySet":
        """One's own, and those that overseers of the same unit share."""
        if by.role not in OVERSEERS:
            return self.none()
        return self.filter(Q(by=by) | Q(shared=True, unit__path=overseen(by)), removed_at=None)


class SavedView(Root):
    """A page of figures under a name. `address`: path and query, of this installation; `unit`: whose figures the owner
    looks through, with whose overseers it is shared."""

    TRACKED = ("by", "unit", "name", "shared", "removed_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="saved_views", verbose_name="người lưu")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    name = models.CharField("tên", max_length=80)
    address = EncryptedText("địa chỉ")  # somebody may type a name into a query
    shared = models.BooleanField("dùng chung", default=False)
    removed_at = models.DateTimeField("lúc bỏ", null=True, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["by", "name", "id"], name="saved_view_of_post", condition=Q(removed_at=None)),
            models.Index(fields=["unit"], name="saved_view_shared", condition=Q(removed_at=None, shared=True)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_saved_view_a_name", fields=["by", "name"], condition=Q(removed_at=None)),
            models.CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class SavedViewEvent(Event):
    subject = models.ForeignKey(SavedView, on_delete=models.PROTECT, related_name="events")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def visible_to(self, by: Post) -> "ScheduleQuerySet":
        """One's own, and those of which one receives the mails."""
        if by.role not in OVERSEERS:
            return self.none()
        mine = ScheduleRecipient.objects.filter(schedule=OuterRef("pk"), post=by)
        return self.filter(Q(by=by) | Exists(mine), ended_at=None)

    def running(self) -> "ScheduleQuerySet":
        return self.filter(ended_at=None)


class Schedule(Root):
    """A saved view by e-mail at an hour of certain days, until it is ended or its owner's post ends."""

    TRACKED = ("by", "view", "rhythm", "hour", "form", "since", "ended_at")

    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="schedules", verbose_name="người đặt")
    view = models.ForeignKey(SavedView, on_delete=models.PROTECT, related_name="schedules", verbose_name="trang")
    rhythm = models.CharField("nhịp", max_length=10, choices=Rhythm, db_collation="C")
    hour = models.PositiveSmallIntegerField("giờ gửi")
    form = models.CharField("dạng tệp", max_length=4, choices=Form, blank=True, db_collation="C")
    since = models.DateField("từ ngày")
    ended_at = models.DateTimeField("lúc thôi", null=True, editable=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], name="schedule_running", condition=Q(ended_at=None)),
            models.Index(fields=["by"], name="schedule_of_post", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="schedule_rhythm_known", condition=Q(rhythm__in=Rhythm.values)),
            models.CheckConstraint(name="schedule_form_known", condition=Q(form__in=Form.values)),
            models.CheckConstraint(name="schedule_hour_possible", condition=Q(hour__in=HOURS_HELD)),
        ]

    def __str__(self) -> str:
        return f"{self.view}: {self.get_rhythm_display()}"


class ScheduleEvent(Event):
    subject = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="events")


class ScheduleRecipient(models.Model):
    """Who receives the mails of a schedule; the events of the schedule name them, too."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="recipients")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="one_recipient_a_schedule", fields=["schedule", "post"])]


class Sending(models.Model):
    """One mail of a schedule to one post for one day: written once, so it never goes twice."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="sendings", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    begun_at = models.DateTimeField("lúc bắt đầu", db_default=CoreNow())
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome, db_collation="C")
    export = models.ForeignKey(Export, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-day", "pk"]
        indexes = [models.Index(fields=["id"], name="sending_waiting", condition=Q(outcome="waiting"))]
        constraints = [models.UniqueConstraint(name="one_mail_a_day", fields=["schedule", "post", "day"])]


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, by: Post) -> "RemarkQuerySet":
        """Remarks on the units through whose figures the post looks, and on those above them: they touch them, too."""
        if by.role not in OVERSEERS:
            return self.none()
        path = overseen(by)
        return self.filter(Q(agency__path__startswith=path) | Q(agency__path__in=paths_of(path)), removed_at=None)

    def touching(self, *, first: date, last: date, report: str = "") -> "RemarkQuerySet":
        """Those whose days touch a period; of one report, or of every one."""
        return self.filter(first__lte=last, last__gte=first, report__in=["", report])

    def of(self, agency: Agency) -> "RemarkQuerySet":
        """Those on a unit, on what lies under it, and on what it lies under."""
        return self.filter(Q(agency__path__startswith=agency.path) | Q(agency__path__in=agency.paths_above()))


def paths_of(path: str) -> list[str]:
    """Return a path and those above it: "a/b/" → ["a/", "a/b/"]."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)]


class Remark(Root):
    """Why figures of a unit are as they are from a day to a day ("closed for the flood"); the text lies beside the
    event, where it can be erased. `report`: the code of one report, "" for every page of figures."""

    TRACKED = ("agency", "first", "last", "report", "removed_at")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    report = models.CharField("biểu", max_length=40, blank=True, db_collation="C")
    removed_at = models.DateTimeField("lúc xóa", null=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "-pk"]
        indexes = [
            models.Index(fields=["agency", "first", "last"], name="remark_of_unit", condition=Q(removed_at=None))
        ]
        constraints = [models.CheckConstraint(name="remark_ends_after_it_begins", condition=Q(last__gte=F("first")))]

    def __str__(self) -> str:
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"


class RemarkEvent(Event):
    subject = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="events")
