"""Codes of six digits sent to a phone or an e-mail address, to show that somebody reads what comes there."""

import uuid

from django.db import models
from django.db.models.functions import Now

from motcua.citizens.choices import CodePurpose
from motcua.citizens.models.accounts import Account
from motcua.core.fields import BlindIndex, EncryptedText, blind


class OneTimeCode(models.Model):
    """A code that was sent: of the six digits only a keyed digest is kept. Real time, not the demo's clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=CodePurpose, db_collation="C")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="codes")
    contact = EncryptedText("nơi gửi")  # a phone or an e-mail address, in its normal form
    contact_index = BlindIndex(kind="contact", of="contact")
    digest = models.BinaryField(max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the blind index in step with what was written."""
        self.contact_index = blind("contact", self.contact)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def kind(self) -> str:
        """What the code was sent to: "email" or "phone"."""
        return "email" if "@" in self.contact else "phone"
