"""Passkeys of accounts: the public halves of key pairs in people's phones and computers."""

import uuid

from django.db import models
from django.db.models.functions import Now

from motcua.citizens.models.accounts import Account


class AccountPasskey(models.Model):
    """A key pair that lets an account in without a code (WebAuthn); only the public half is here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
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
