"""Applicants as they declared themselves."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.choices import AccountState, Kind
from motcua.citizens.models.accounts import Account
from motcua.core.clock import CoreNow
from motcua.core.fields import BlindIndex, EncryptedText, blind, blinds
from motcua.core.text import clean, fold, person_sort_key, sort_key

ERASED = "(đã xóa)"  # stands where a name stood
HELD_BACK = "(hạn chế xử lý)"  # stands for a name that is not shown


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    def found_by_identity(self, number: str) -> "ApplicantQuerySet":
        """Declarations with exactly this identity number, in its normal form; the newest first."""
        return self._newest(identity_index__in=blinds("identity", number)) if number else self.none()

    def found_by_phone(self, phone: str) -> "ApplicantQuerySet":
        """Declarations with exactly this phone number, in its normal form; the newest first."""
        return self._newest(phone_index__in=blinds("phone", phone)) if phone else self.none()

    def of_person(self, indexes: Iterable[bytes]) -> "ApplicantQuerySet":
        """What is known of whoever has these numbers: declared with one of them, or merged with what was.

        A number that was written by mistake leads to nobody: it may be somebody else's.
        """
        named = self.filter(identity_index__in=list(indexes), misdeclared=False)
        people = list(named.order_by().values_list("pk", "merged_into"))
        keys = {key for pair in people for key in pair if key is not None}
        return self.filter(Q(pk__in=keys) | Q(merged_into__in=keys))

    def keys_of(self, indexes: list[bytes]) -> "models.QuerySet[Any]":
        """The keys of declarations with one of these numbers or phones, and of those an old number was merged into."""
        people = self.filter(Q(identity_index__in=indexes) | Q(phone_index__in=indexes)).order_by()
        merged = people.filter(misdeclared=False).exclude(merged_into=None).values("merged_into")
        return people.values("pk").union(merged)

    def held_back_from(self, by: Post) -> "ApplicantQuerySet":
        """Declarations whose use was restricted by the office of a post, or by one above it."""
        return self.filter(restricted_by__path__in=by.agency.paths_above())

    def _newest(self, **wanted: list[bytes]) -> "ApplicantQuerySet":
        return self.filter(merged_into=None, **wanted).order_by("-recorded_at", "-pk")

    def visible_to(self, by: Post) -> "ApplicantQuerySet":
        """What the post itself took down; others reach an applicant through the thing that names them.

        To a citizen what is linked to the account.
        """
        if by.role == Role.CITIZEN:
            return self.of_account(by.account)
        return self.filter(by=by)

    def of_account(self, account: Account | None) -> "ApplicantQuerySet":
        """What was declared through an account for its holder, and what desks took down of the person it proved to be.

        Number and name must agree: a digit mistyped at a desk must not show one person's dossiers to another.
        """
        if account is None:
            return self.none()
        own = Q(account=account)
        if account.is_proven:
            known = blinds("identity", account.identity_number)
            own |= Q(identity_index__in=known, folded=fold(account.name), account=None)
        return self.filter(own, erased_at=None)


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
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="applicants", verbose_name="tài khoản trên cổng"
    )
    erased_at = models.DateTimeField("lúc xóa", null=True, editable=False)
    # Taken for another declaration of the same person, found by two declarations that were compared. Nobody is proposed
    # it any more; `misdeclared` when its number is not the person's at all.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged", verbose_name="gộp vào"
    )
    misdeclared = models.BooleanField("ghi nhầm số", db_default=False, default=False, editable=False)
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
            models.CheckConstraint(name="applicant_merged_into_another", condition=~Q(merged_into=F("id"))),
            models.CheckConstraint(
                name="applicant_misdeclared_is_merged", condition=Q(misdeclared=False) | Q(merged_into__isnull=False)
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
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Set what it is sorted and found by."""
        self.name = clean(self.name)
        self.folded = fold(self.name)
        self.name_key = person_sort_key(self.name) if self.kind == Kind.PERSON else sort_key(self.name)
        self.identity_index = blind("identity", self.identity_number) if self.identity_number else None
        self.phone_index = blind("phone", self.phone) if self.phone else None

    @property
    def reader(self) -> Account | None:
        """The account in use that sees what was declared here: its own, or whose proven identity it is."""
        if self.account is not None:
            return self.account if self.account.state == AccountState.OPEN else None
        found = Account.objects.of_identity(self.identity_number).first() if self.identity_number else None
        return found if found is not None and fold(found.name) == self.folded else None

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("a declaration is never deleted")
