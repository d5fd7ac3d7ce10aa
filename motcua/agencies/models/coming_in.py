"""Coming in: sessions, devices, failed attempts, and the second proof beside the password."""

import hashlib
import uuid

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models.functions import Now

from motcua.agencies.choices import Factor
from motcua.agencies.models.office import Person, Post
from motcua.core.fields import EncryptedText


class LoginFailure(models.Model):
    """Failed log-ins of a name from a network: the growing delay. Real time, not the demo's clock."""

    name_digest = models.BinaryField(max_length=16)
    network = models.CharField(max_length=50, db_collation="C")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_default=Now())
    blocked_until = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="one_failure_row", fields=["name_digest", "network"])]

    def __str__(self) -> str:
        return f"{self.count} × {self.network}"


class Attempts(models.Model):
    """How often something was tried by somebody in a span of time (rate limits). Real time, not the demo's clock."""

    kind = models.CharField(max_length=20, db_collation="C")
    who = models.CharField(max_length=60, db_collation="C")
    span = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_row_per_span", fields=["kind", "who", "span"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.who}: {self.count}"


class Device(models.Model):
    """A browser from which somebody came in: known by a cookie of which only the SHA-256 is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    digest = models.BinaryField(max_length=32)
    label = models.CharField("thiết bị", max_length=80)
    network = models.CharField(max_length=50, db_collation="C")
    first_seen = models.DateTimeField(db_default=Now())
    last_seen = models.DateTimeField(db_default=Now())
    told = models.BooleanField(default=False, help_text="đã báo cho người dùng ở lần đăng nhập từ máy khác")

    class Meta:
        ordering = ["-last_seen", "pk"]
        constraints = [models.UniqueConstraint(name="one_row_per_device", fields=["person", "digest"])]

    def __str__(self) -> str:
        return f"{self.label} ({self.network})"

    @staticmethod
    def digest_of(text: str) -> bytes:
        """What is kept of a device's cookie; 256 random bits need no salt."""
        return hashlib.sha256(text.encode()).digest()


class Authenticator(models.Model):
    """An app that shows six digits every half minute (RFC 6238). Its secret is encrypted; it counts once confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="authenticator")
    secret = EncryptedText()  # base32 of 20 random bytes
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0, help_text="nửa phút của mã dùng gần nhất: mỗi mã dùng một lần")

    def __str__(self) -> str:
        return f"Ứng dụng mã của {self.person}"


class Passkey(models.Model):
    """A key pair in somebody's phone, computer or security key (WebAuthn); only the public half is here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField("tên gọi", max_length=60)
    credential = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now())
    last_used = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost: kept as a keyed digest, good for one time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=16)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_row_per_recovery_code", fields=["person", "digest"])]

    def __str__(self) -> str:
        return f"Mã dự phòng của {self.person}"


class Session(AbstractBaseSession):
    """A web session that knows the post it acts in, so that ending the post ends it."""

    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="sessions")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.ForeignKey(Device, null=True, on_delete=models.SET_NULL, related_name="sessions")
    factor = models.CharField(
        max_length=10, blank=True, db_default="", db_collation="C"
    )  # of Factor; "" = password alone
    last_seen = models.DateTimeField(db_default=Now())

    objects = BaseSessionManager()  # type: ignore[misc]

    @property
    def name(self) -> str:
        """What the session is called in pages and addresses: its key stays secret."""
        return hashlib.sha256(f"session {self.session_key}".encode()).hexdigest()[:20]

    def get_factor_display(self) -> str:
        """What was shown beside the password, in words."""
        return Factor(self.factor).label if self.factor else ""
