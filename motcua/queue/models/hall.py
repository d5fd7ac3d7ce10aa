"""A desk's hall and what is set for it: lines, grounds of priority, devices. All of it changes through the hall."""

import hashlib
import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.dossiers.models.sight import OVERSEERS, overseen
from motcua.queue.choices import DeviceKind, LineKind


class HallQuerySet(models.QuerySet["Hall"]):
    def visible_to(self, by: Post) -> "HallQuerySet":
        """The desk's own people see theirs; administrators those of their tree; leaders, inspectors and reform officers
        those of the office whose figures they read."""
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role in (Role.RECEPTIONIST, Role.HEAD_OF_DIVISION):
            return self.filter(agency=by.agency_id)
        if by.role == Role.ADMINISTRATOR:
            return self.filter(agency__path__startswith=by.agency.path)
        return self.filter(agency__path__startswith=overseen(by)) if by.role in OVERSEERS else self.none()


class Hall(Root):
    """Sảnh của một bộ phận một cửa: where people take a number, wait and are called.

    `priority_run`: how many priority numbers one window calls in a row before an ordinary one (turns.py).
    `opens_before`: minutes before a session of the desk's calendar from which numbers are given.
    `closed_on`: the day that was ended before its time; no more numbers are given on it.
    """

    TRACKED = ("agency", "priority_run", "opens_before", "closed_on")

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="hall", verbose_name="bộ phận một cửa")
    priority_run = models.PositiveSmallIntegerField("số ưu tiên gọi liền nhau nhiều nhất", default=2)
    opens_before = models.PositiveSmallIntegerField("phát số trước buổi làm việc (phút)", default=30)
    closed_on = models.DateField("ngày đã kết thúc sớm", null=True)

    objects = HallQuerySet.as_manager()

    issued_secret: str  # of the device issued a moment ago; nowhere kept

    class Meta:
        ordering = ["agency__path"]
        constraints = [
            models.CheckConstraint(name="hall_lets_ordinary_numbers_through", condition=Q(priority_run__range=(1, 9))),
            models.CheckConstraint(name="hall_opens_shortly_before", condition=Q(opens_before__lte=120)),
        ]

    def __str__(self) -> str:
        return self.agency.short_name


class HallEvent(Event):
    subject = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="events")


class Stamp(models.Model):
    """Grows with whatever changes a hall's picture: what displays ask before they draw it anew."""

    hall = models.OneToOneField(Hall, on_delete=models.PROTECT, related_name="stamp", primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.number}"


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, by: Post) -> "LineQuerySet":
        return self.filter(hall__in=Hall.objects.visible_to(by))

    def in_use(self) -> "LineQuerySet":
        return self.filter(retired_at=None)


class Line(models.Model):
    """Nhóm việc: what people choose at the kiosk. One or several fields of procedures, under a letter."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="lines")
    letter = models.CharField("chữ cái", max_length=1, db_collation="C")
    name = models.CharField("tên trên máy lấy số", max_length=80)
    kind = models.CharField("để làm gì", max_length=10, choices=LineKind, default=LineKind.FILE, db_collation="C")
    fields = models.JSONField("lĩnh vực", default=list, help_text="mã lĩnh vực của các thủ tục")
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_line_a_letter", fields=["hall", "letter"], condition=Q(retired_at=None)),
            models.CheckConstraint(name="line_letter_is_one", condition=Q(letter__regex="^[A-Z]$")),
            models.CheckConstraint(name="line_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.letter}. {self.name}"


class PriorityGround(models.Model):
    """Diện ưu tiên: who is called first, by which document, from–to.

    A number keeps only that it has priority, never on which ground: that would tell of health.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="grounds")
    name = models.CharField("diện ưu tiên", max_length=120)
    source = models.CharField("căn cứ", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="ground_has_a_source", condition=~Q(name="") & ~Q(source="")),
            models.CheckConstraint(
                name="ground_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, on: date) -> bool:
        """Tell whether it gives priority on a day."""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, by: Post) -> "DeviceQuerySet":
        return self.filter(hall__in=Hall.objects.visible_to(by))

    def in_force(self) -> "DeviceQuerySet":
        return self.filter(revoked_at=None)


class Device(models.Model):
    """A kiosk or a display: opened by an address with a secret, of which only the SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField("loại", max_length=10, choices=DeviceKind, db_collation="C")
    name = models.CharField("đặt ở đâu", max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField(db_default=CoreNow())
    revoked_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "issued_at"]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(text: str) -> bytes:
        """What is kept of a device's secret; 256 random bits need no salt."""
        return hashlib.sha256(text.encode()).digest()
