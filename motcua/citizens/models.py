"""Applicants as they declared themselves, and the record of who looked whom up."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.choices import AlertState, Finding, Kind, Look, LookupKind
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.fields import BlindIndex, EncryptedText, blind, blinds
from motcua.core.models import Root
from motcua.core.text import clean, fold, person_sort_key, sort_key
from motcua.tasks.models import Task

ERASED = "(đã xóa)"  # stands where a name stood
HELD_BACK = "(hạn chế xử lý)"  # stands for a name that is not shown


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    def found_by_identity(self, number: str) -> "ApplicantQuerySet":
        """Declarations with exactly this identity number, in its normal form; the newest first."""
        return self._newest(identity_index__in=blinds("identity", number)) if number else self.none()

    def found_by_phone(self, phone: str) -> "ApplicantQuerySet":
        """Declarations with exactly this phone number, in its normal form; the newest first."""
        return self._newest(phone_index__in=blinds("phone", phone)) if phone else self.none()

    def held_back_from(self, by: Post) -> "ApplicantQuerySet":
        """Declarations whose use was restricted by the office of a post, or by one above it."""
        return self.filter(restricted_by__path__in=by.agency.paths_above())

    def _newest(self, **wanted: list[bytes]) -> "ApplicantQuerySet":
        return self.filter(**wanted).order_by("-recorded_at", "-pk")

    def visible_to(self, by: Post) -> "ApplicantQuerySet":
        """What the post itself took down; others reach an applicant through the thing that names them."""
        return self.filter(by=by)


class Applicant(models.Model):
    """One declaration, never changed: a dossier keeps what was declared for it. The newest is the one proposed.

    It may be erased as a whole, when nothing that must be kept names it any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại", max_length=15, choices=Kind, db_collation="C")
    name = models.CharField("họ và tên, tên tổ chức", max_length=200)
    name_key = models.CharField(max_length=500, editable=False, db_collation="C")
    folded = models.CharField(max_length=250, editable=False, db_collation="C")
    identity_number = EncryptedText("số định danh, số giấy tờ")
    identity_index = BlindIndex(kind="identity", of="identity_number")
    phone = EncryptedText("điện thoại")
    phone_index = BlindIndex(kind="phone", of="phone")
    email = EncryptedText("thư điện tử")
    address = EncryptedText("địa chỉ")
    recorded_at = models.DateTimeField("lúc khai", db_default=CoreNow())
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người ghi")
    erased_at = models.DateTimeField("lúc xóa", null=True, editable=False)
    restricted_by = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="cơ quan đang hạn chế xử lý",
    )  # fmt: skip

    objects = ApplicantQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        indexes = [models.Index(fields=["folded"], name="applicant_folded", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(name="applicant_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="applicant_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="applicant_identity_indexed",
                condition=Q(identity_number=None, identity_index=None)
                | Q(identity_number__isnull=False, identity_index__isnull=False),
            ),
            models.CheckConstraint(
                name="applicant_phone_indexed",
                condition=Q(phone=None, phone_index=None) | Q(phone__isnull=False, phone_index__isnull=False),
            ),
            models.CheckConstraint(
                name="erased_applicant_is_empty",
                condition=Q(erased_at=None)
                | Q(name=ERASED, identity_index=None, phone_index=None, email=None, address=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("a declaration is never changed: declare again")
        self.name = clean(self.name)
        self.folded = fold(self.name)
        self.name_key = person_sort_key(self.name) if self.kind == Kind.PERSON else sort_key(self.name)
        self.identity_index = blind("identity", self.identity_number) if self.identity_number else None
        self.phone_index = blind("phone", self.phone) if self.phone else None
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("a declaration is never deleted")


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
