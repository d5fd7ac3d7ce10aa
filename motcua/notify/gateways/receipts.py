"""Reports that providers send of their own accord, and how one knows that they are theirs.

The provider signs second and body: `X-Signature: sha256=<hex of HMAC-SHA256(secret, "<second>.<body>")>`,
with `X-Timestamp: <second>`. What is older than FRESH, or from the future, is nobody's report any more.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings

FRESH = timedelta(minutes=5)
LEAST = 32  # signs of a secret


def secret_of(channel: str) -> str:
    """Return what the provider of a channel signs with, "" where it may not report."""
    return str(settings.RECEIPT_SECRETS.get(channel, ""))


def signature_of(secret: str, second: int, body: bytes) -> str:
    """Return the signature of a report."""
    signed = hmac.new(secret.encode(), f"{second}.".encode() + body, sha256)
    return f"sha256={signed.hexdigest()}"


def told_at(channel: str, headers: Mapping[str, str], body: bytes) -> datetime | None:
    """Return when the provider of a channel sent a report, None for what is not its report or not fresh.

    The time is the machine's own, as for log-ins: a clock that a demo sets moves no signature.
    """
    secret, second = secret_of(channel), headers.get("X-Timestamp", "")
    if len(secret) < LEAST or not (second.isascii() and second.isdecimal() and len(second) < 12):
        return None
    wanted = signature_of(secret, int(second), body).encode()
    if not hmac.compare_digest(wanted, headers.get("X-Signature", "").encode(errors="replace")):
        return None
    moment = datetime.fromtimestamp(int(second), tz=UTC)
    return moment if abs(datetime.now(tz=UTC) - moment) <= FRESH else None


def troubles() -> list[str]:
    """Return what is wrong with the settings, in words."""
    return [
        f"MOTCUA_{channel.upper()}_RECEIPTS: at least {LEAST} characters"
        for channel, secret in settings.RECEIPT_SECRETS.items() if 0 < len(secret) < LEAST
    ]  # fmt: skip
