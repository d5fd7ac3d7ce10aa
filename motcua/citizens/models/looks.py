"""Who looked at whose data, how often one may, and what is told when it was more."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.choices import AlertState, Finding, Look, LookupKind
from motcua.citizens.models.applicants import Applicant
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.tasks.models import Task


def _looks_shown_to(by: Post) -> Q:
    """One's own looks; to those who watch over personal data, the looks of everybody under their unit."""
    if by.role in (Role.INSPECTOR, Role.ADMINISTRATOR):
        return Q(by__agency__path__startswith=by.agency.path)
    return Q(by=by)


class IdentityLookupQuerySet(models.QuerySet["IdentityLookup"]):
    def visible_to(self, by: Post) -> "IdentityLookupQuerySet":
        """One's own look-ups; a watcher's also those under the unit."""
        return self.filter(_looks_shown_to(by))

    def of(self, digests: list[bytes]) -> "IdentityLookupQuerySet":
        """Look-ups of a number, by any of its blind indexes."""
        return self.filter(Q(digest__in=digests) | Q(other_digest__in=digests))

    def recent(self) -> "IdentityLookupQuerySet":
        """Of the last half day: as long as what was found may be looked at again."""
        return self.filter(at__gt=CoreNow() - timedelta(hours=12))

    def since(self, moment: datetime, *, span: timedelta) -> "IdentityLookupQuerySet":
        """Look-ups within `span` before the moment."""
        return self.filter(at__gt=moment - span)


class IdentityLookup(models.Model):
    """Who looked somebody up by number, and how many were found. Only grows; the number itself is not in it."""

    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người tra cứu")
    kind = models.CharField("tra theo", max_length=10, choices=LookupKind, db_collation="C")
    digest = models.BinaryField(max_length=16)
    other_digest = models.BinaryField(max_length=16, null=True, editable=False, help_text="khi đang thay khóa tìm kiếm")
    found = models.PositiveIntegerField("số kết quả")
    why = models.CharField("để làm gì", max_length=120, blank=True, db_default="")
    at = models.DateTimeField("lúc tra", db_default=CoreNow())

    objects = IdentityLookupQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["by", "at"], name="lookup_by_whom")]


class UnmaskingQuerySet(models.QuerySet["Unmasking"]):
    def visible_to(self, by: Post) -> "UnmaskingQuerySet":
        """One's own looks; a watcher's also those under the unit."""
        return self.filter(_looks_shown_to(by))


class Unmasking(models.Model):
    """Who read whose full data, when and why. Only grows."""

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="unmaskings")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người xem")
    why = models.CharField("để làm gì", max_length=120)
    at = models.DateTimeField("lúc xem", db_default=CoreNow())

    objects = UnmaskingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["by", "at"], name="unmasking_by_whom")]


class LookLimitQuerySet(models.QuerySet["LookLimit"]):
    def visible_to(self, by: Post) -> "LookLimitQuerySet":
        """Limits are no secret within the house."""
        return self.all()


class LookLimit(Root):
    """How often one post may look within an hour before somebody is told; a limit tells, it does not stop the work."""

    TRACKED = ("per_hour", "source")

    kind = models.CharField("cách xem", max_length=10, choices=Look, unique=True, db_collation="C")
    per_hour = models.PositiveIntegerField("số lượt trong một giờ")
    source = models.CharField("căn cứ", max_length=200)

    objects = LookLimitQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        constraints = [models.CheckConstraint(name="look_limit_kind_known", condition=Q(kind__in=Look.values))]

    def __str__(self) -> str:
        return self.get_kind_display()


class LookLimitEvent(Event):
    subject = models.ForeignKey(LookLimit, on_delete=models.PROTECT, related_name="events")


class LookAlertQuerySet(models.QuerySet["LookAlert"]):
    def visible_to(self, by: Post) -> "LookAlertQuerySet":
        """Alerts under the unit of whoever watches over it, never those about themselves."""
        if by.role not in (Role.INSPECTOR, Role.ADMINISTRATOR):
            return self.none()
        return self.filter(of__agency__path__startswith=by.agency.path).exclude(of=by)


class LookAlert(Root):
    """A post looked at more people in an hour than the limit; somebody asks why and writes down the finding."""

    TRACKED = ("state", "finding")

    code = models.CharField("số cảnh báo", max_length=20, unique=True, db_collation="C")
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.OPEN, db_collation="C")
    kind = models.CharField("cách xem", max_length=10, choices=Look, db_collation="C")
    of = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="vị trí")
    hour = models.DateTimeField("giờ")
    looks = models.PositiveIntegerField("số lượt khi cảnh báo")
    allowed = models.PositiveIntegerField("mức lúc ấy")
    finding = models.CharField("kết luận", max_length=15, choices=Finding, blank=True, db_collation="C")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")

    objects = LookAlertQuerySet.as_manager()

    class Meta:
        ordering = ["-hour", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_alert_an_hour", fields=["kind", "of", "hour"]),
            models.CheckConstraint(
                name="closed_alert_has_finding",
                condition=Q(state="open", finding="") | (Q(state="closed") & ~Q(finding="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LookAlertEvent(Event):
    subject = models.ForeignKey(LookAlert, on_delete=models.PROTECT, related_name="events")
