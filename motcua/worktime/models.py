"""Stored calendars: the working week of a unit from–to, and its exceptional days, each with the deciding document.

A unit without its own inherits: for each day the nearest unit above (or the nation, agency None) decides, the week and
the exceptions each for themselves.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.worktime.choices import ExceptionKind, Weekday


class InheritedQuerySet(models.QuerySet):
    def holding_for(self, agency: Agency | None) -> "InheritedQuerySet":
        """What the unit, the units above it and the nation have set."""
        paths = agency.paths_above() if agency else []
        return self.filter(Q(agency=None) | Q(agency__path__in=paths), withdrawn_at=None)

    def visible_to(self, by: Post) -> "InheritedQuerySet":
        """Working hours are posted at the door: everybody sees them."""
        return self.all()


class WorkWeek(Root):
    """The sessions of each weekday of a unit (None: the whole nation), valid from–to; the later start wins."""

    TRACKED = ("agency", "weekly", "valid_from", "valid_to", "decision", "withdrawn_at")

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weekly = models.JSONField("các buổi theo thứ", help_text='{"mon": ["07:00-11:30", "13:30-17:00"], …}')
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    decision = models.CharField("văn bản quyết định", max_length=200)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InheritedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="week_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="week_has_a_decision", condition=~Q(decision="")),
            models.UniqueConstraint(
                name="one_week_from_a_day",
                fields=["agency", "valid_from"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency or 'Cả nước'}, từ {self.valid_from:%d/%m/%Y}"


class WorkWeekEvent(Event):
    subject = models.ForeignKey(WorkWeek, on_delete=models.PROTECT, related_name="events")


class ExceptionalDay(Root):
    """One date that is not like its weekday: off, worked as another weekday, or with sessions of its own."""

    TRACKED = ("agency", "date", "kind", "works_as", "sessions", "reason", "source", "provisional", "withdrawn_at")

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    date = models.DateField("ngày")
    kind = models.CharField("loại", max_length=10, choices=ExceptionKind, db_collation="C")
    works_as = models.CharField("làm việc như", max_length=3, choices=Weekday, blank=True, db_collation="C")
    sessions = models.JSONField("các buổi", null=True, blank=True)
    reason = models.CharField("lý do", max_length=200)
    source = models.CharField("văn bản quyết định", max_length=200)
    provisional = models.BooleanField("tạm tính, chờ văn bản", default=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InheritedQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(name="exception_has_reason_and_source", condition=~Q(reason="") & ~Q(source="")),
            models.CheckConstraint(
                name="exception_of_one_kind",
                condition=Q(kind="off", works_as="", sessions=None)
                | Q(kind="works_as", works_as__in=Weekday.values, sessions=None)
                | Q(kind="sessions", works_as="", sessions__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_exception_a_day",
                fields=["agency", "date"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.get_kind_display()}, {self.reason}"


class ExceptionalDayEvent(Event):
    subject = models.ForeignKey(ExceptionalDay, on_delete=models.PROTECT, related_name="events")


class CalendarStamp(models.Model):
    """One row that changes with every change of any calendar: what compiled calendars are compared with."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(name="one_calendar_stamp", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.value)
