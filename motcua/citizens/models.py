"""Applicants as they declared themselves, and the record of who looked whom up."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.citizens.choices import Kind, LookupKind
from motcua.core.clock import CoreNow
from motcua.core.fields import BlindIndex, EncryptedText, blind
from motcua.core.text import clean, fold, person_sort_key, sort_key


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    def found_by_identity(self, number: str) -> "ApplicantQuerySet":
        """Declarations with exactly this identity number, in its normal form; the newest first."""
        return self._newest(identity_index=blind("identity", number)) if number else self.none()

    def found_by_phone(self, phone: str) -> "ApplicantQuerySet":
        """Declarations with exactly this phone number, in its normal form; the newest first."""
        return self._newest(phone_index=blind("phone", phone)) if phone else self.none()

    def _newest(self, **wanted: bytes) -> "ApplicantQuerySet":
        return self.filter(**wanted).order_by("-recorded_at", "-pk")

    def visible_to(self, by: Post) -> "ApplicantQuerySet":
        """What the post itself took down; others reach an applicant through the thing that names them."""
        return self.filter(by=by)


class Applicant(models.Model):
    """One declaration, never changed: a dossier keeps what was declared for it. The newest is the one proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại", max_length=15, choices=Kind, db_collation="C")
    name = models.CharField("họ và tên, tên tổ chức", max_length=200)
    name_key = models.CharField(max_length=500, editable=False, db_collation="C")
    folded = models.CharField(max_length=250, editable=False, db_collation="C")
    identity_number = EncryptedText("số định danh, số giấy tờ")
    identity_index = BlindIndex()
    phone = EncryptedText("điện thoại")
    phone_index = BlindIndex()
    email = EncryptedText("thư điện tử")
    address = EncryptedText("địa chỉ")
    recorded_at = models.DateTimeField("lúc khai", db_default=CoreNow())
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người ghi")

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


class IdentityLookupQuerySet(models.QuerySet["IdentityLookup"]):
    def visible_to(self, by: Post) -> "IdentityLookupQuerySet":
        """One's own look-ups."""
        return self.filter(by=by)

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
    found = models.PositiveIntegerField("số kết quả")
    at = models.DateTimeField("lúc tra", db_default=CoreNow())

    objects = IdentityLookupQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["by", "at"], name="lookup_by_whom")]


class UnmaskingQuerySet(models.QuerySet["Unmasking"]):
    def visible_to(self, by: Post) -> "UnmaskingQuerySet":
        """One's own looks."""
        return self.filter(by=by)


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
