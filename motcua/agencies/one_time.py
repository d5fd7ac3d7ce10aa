"""Six digits every half minute (RFC 6238) and recovery codes. Pure: whoever calls says what time it is."""

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be early or late
SECRET_BYTES = 20
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that can be misread: no i, l, o, 0, 1


def new_secret() -> str:
    """Return 160 random bits as base32, as authenticator apps take them."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_at(seconds: float) -> int:
    """Return the number of the half minute since 1970."""
    return int(seconds) // STEP


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 what RFC 6238 and every app use, in HMAC


def code_of(secret: str, step: int) -> str:
    """Return the six digits that an app shows in a half minute."""
    return _totp(secret).generate(step * STEP).decode()


def step_of(secret: str, code: str, *, present: int, after: int) -> int | None:
    """Return the step whose code was given, None when there is none around the present one.

    Steps up to `after` count no more: a code is good for one time. All candidates are compared, so that how long it
    takes tells nothing.
    """
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(code_of(secret, step), code) and step > after:
            found = step
    return found


def address(secret: str, *, username: str, issuer: str) -> str:
    """Return what the QR code of the set-up page says (otpauth://totp/…)."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def in_fours(secret: str) -> str:
    """Return a secret as it is read and typed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Return ten codes of 59 random bits, each good for one time: "kx4m-9tqa-2hwc"."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(RECOVERY_CODES)
    ]


def tidy(text: str) -> str:
    """Return a typed code without spaces and dashes, in small letters."""
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())[:40]
