"""One trip to the provider and back: authorization code with PKCE, state and nonce (RFC 6749, 7636, 9700)."""

import base64
import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from motcua.citizens.openid import calls
from motcua.citizens.openid.provider import Provider
from motcua.citizens.openid.tokens import Proven, TokenRefused, claims_of, proven_by
from motcua.core.errors import Refused

log = logging.getLogger("motcua.security")
LASTS = 900  # seconds at the provider
LONGEST = 4_000  # characters of a code


class TripOver(Refused):
    """What came back belongs to no trip that this browser is on."""

    status = 422
    code = "trip_over"
    message = "Phiên đăng nhập không còn dùng được. Hãy bắt đầu lại."


class PersonRefused(Refused):
    """The person did not agree at the provider's page."""

    status = 403
    code = "person_refused"
    message = "Bạn đã không đồng ý chia sẻ thông tin, nên chưa đăng nhập được bằng định danh điện tử."


@dataclass(frozen=True)
class Trip:
    """What the browser's session keeps while its holder is at the provider; good for one return."""

    state: str
    nonce: str
    verifier: str
    back: str
    next: str
    at: float

    def kept(self) -> dict[str, Any]:
        """As the session keeps it."""
        return asdict(self)


def begin(provider: Provider, *, back: str, next: str, fresh: bool = False) -> tuple[Trip, str]:
    """Return (the trip, the provider's address to go to); `fresh` asks that the person shows again who they are.

    Raises ProviderAway.
    """
    door = str(calls.description(provider)["authorization_endpoint"])
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    trip = Trip(state, nonce, verifier, back, next, time.time())
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back, "scope": provider.scopes,
        "state": trip.state, "nonce": trip.nonce, "code_challenge": _challenge(trip.verifier),
        "code_challenge_method": "S256", **({"prompt": "login"} if fresh else {}),
    }  # fmt: skip
    return trip, f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def finish(provider: Provider, kept: Mapping[str, Any] | None, answer: Mapping[str, str]) -> tuple[Trip, Proven]:
    """Return the trip and who came back from it; `kept` is what the session held, `answer` the address's query.

    Raises TripOver, PersonRefused, CodeRefused, ProviderAway, TokenRefused, LevelTooLow.
    """
    trip = Trip(**kept) if kept else None
    if trip is None or not _same(trip.state, answer.get("state", "")) or time.time() - trip.at > LASTS:
        raise TripOver()
    if error := answer.get("error"):
        raise PersonRefused() if error == "access_denied" else calls.ProviderAway()
    code = answer.get("code", "")
    if not 0 < len(code) <= LONGEST:
        raise TripOver()
    token = calls.id_token(provider, code=code, verifier=trip.verifier, back=trip.back)
    try:
        claims = claims_of(token, provider, nonce=trip.nonce, present=time.time())
        return trip, proven_by(claims, provider)
    except TokenRefused as refused:
        log.warning("identity: a token of %s was refused: %s", provider.issuer, refused.why)
        raise


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
