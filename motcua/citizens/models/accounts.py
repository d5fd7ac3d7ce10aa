"""Accounts of the portal: who comes in, how surely one knows who it is, and where somebody is logged in."""

import hashlib
import uuid
from copy import copy

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.choices import PROVEN, AccountState, Assurance, Way
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.fields import BlindIndex, EncryptedText, blind, blinds
from motcua.core.models import Root


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, by: Post) -> "AccountQuerySet":
        """One's own account; nobody who works here reads accounts, the machine does."""
        if by.role == Role.SYSTEM:
            return self.all()
        return self.filter(pk=by.account.pk) if by.account is not None else self.none()

    def in_use(self) -> "AccountQuerySet":
        return self.filter(state=AccountState.OPEN)

    def of_phone(self, phone: str) -> "AccountQuerySet":
        """The account that proved a phone, in its normal form."""
        return self.in_use().filter(phone_index__in=blinds("phone", phone)).exclude(phone_proved_at=None)

    def of_email(self, email: str) -> "AccountQuerySet":
        """The account that proved an e-mail address, in its normal form."""
        return self.in_use().filter(email_index__in=blinds("email", email)).exclude(email_proved_at=None)

    def of_identity(self, number: str) -> "AccountQuerySet":
        """The account that proved an identity number, in its normal form."""
        return self.in_use().filter(identity_index__in=blinds("identity", number)).exclude(identity_proved_at=None)

    def of_subject(self, subject: str) -> "AccountQuerySet":
        """The account of somebody as the provider of identities calls them: its issuer and its key for them."""
        return self.in_use().filter(subject_index__in=blinds("subject", subject))


class Account(Root):
    """Somebody's account on the portal: no official, no post. What was not proven is what the holder says."""

    TRACKED = ("state", "assurance", "identity_proved_at", "phone_proved_at", "email_proved_at", "closed_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=AccountState, default=AccountState.OPEN, db_collation="C")
    assurance = models.CharField(
        "mức xác thực", max_length=12, choices=Assurance, default=Assurance.CONTACT, db_collation="C"
    )
    name = EncryptedText("họ và tên")  # nobody here looks for accounts by name
    identity_number = EncryptedText("số định danh")
    identity_index = BlindIndex(kind="identity", of="identity_number")
    identity_proved_at = models.DateTimeField("lúc chứng minh danh tính", null=True, editable=False)
    birth_date = EncryptedText("ngày sinh")  # ISO
    subject = EncryptedText("mã ở hệ thống định danh")  # the provider's address, a space, its key for the person
    subject_index = BlindIndex(kind="subject", of="subject")
    phone = EncryptedText("điện thoại")
    phone_index = BlindIndex(kind="phone", of="phone")
    phone_proved_at = models.DateTimeField("lúc xác nhận điện thoại", null=True, editable=False)
    email = EncryptedText("thư điện tử")
    email_index = BlindIndex(kind="email", of="email")
    email_proved_at = models.DateTimeField("lúc xác nhận thư điện tử", null=True, editable=False)
    address = EncryptedText("địa chỉ")
    language = models.CharField("ngôn ngữ", max_length=5, default="vi", db_collation="C")
    opened_at = models.DateTimeField("lúc mở", db_default=CoreNow())
    closed_at = models.DateTimeField("lúc đóng", null=True, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_state_known", condition=Q(state__in=AccountState.values)),
            models.CheckConstraint(name="account_assurance_known", condition=Q(assurance__in=Assurance.values)),
            models.CheckConstraint(
                name="account_proven_has_number",
                condition=Q(identity_proved_at=None) | Q(identity_index__isnull=False),
            ),
            models.CheckConstraint(
                name="account_assured_is_proven",
                condition=~Q(assurance__in=PROVEN) | Q(identity_proved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="account_closed_has_moment",
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    name=f"one_account_for_each_{of}",
                    fields=[f"{of}_index"],
                    condition=Q(**{"state": "open", f"{of}_proved_at__isnull": False}),
                )
                for of in ("identity", "phone", "email")
            ),
            models.UniqueConstraint(
                name="one_account_for_each_subject", fields=["subject_index"], condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return self.name or "(chưa khai tên)"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the blind indexes in step with what was written."""
        self.index()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def index(self) -> None:
        """Make the blind indexes of what the account says now; an action's first save writes them along."""
        self.identity_index = blind("identity", self.identity_number) if self.identity_number else None
        self.phone_index = blind("phone", self.phone) if self.phone else None
        self.email_index = blind("email", self.email) if self.email else None
        self.subject_index = blind("subject", self.subject) if self.subject else None

    @property
    def is_proven(self) -> bool:
        """Whether the state said who this is."""
        return self.assurance in PROVEN

    def acting(self) -> Post:
        """Return the portal's post as it acts for this account: `by` of every action that a citizen does."""
        by = copy(Post.objects.portal())
        by.account = self
        return by


class AccountEvent(Event):
    subject = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="events")


class AccountSession(models.Model):
    """Where an account is logged in: of the cookie only the SHA-256 is kept. Real time, not the demo's clock."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    digest = models.BinaryField(max_length=32, unique=True)
    way = models.CharField("cách đăng nhập", max_length=12, choices=Way, db_collation="C")
    label = models.CharField("thiết bị", max_length=80, blank=True)
    network = models.CharField("mạng", max_length=50, blank=True, db_collation="C")
    began_at = models.DateTimeField(db_default=Now())
    last_seen = models.DateTimeField(db_default=Now())
    proved_at = models.DateTimeField("lúc chứng minh gần nhất", db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_seen", "pk"]

    def __str__(self) -> str:
        return f"{self.label} ({self.network})"

    @property
    def name(self) -> str:
        """What the session is called in pages: neither its cookie nor the digest of it."""
        return hashlib.sha256(b"account session " + bytes(self.digest)).hexdigest()[:20]

    @staticmethod
    def digest_of(text: str) -> bytes:
        """What is kept of a session's cookie; 256 random bits need no salt."""
        return hashlib.sha256(text.encode()).digest()
