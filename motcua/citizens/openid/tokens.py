"""Whether an ID token is true and meant for us (OpenID Connect Core 3.1.3.7), and what it says of its person."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from motcua.citizens.openid import calls
from motcua.citizens.openid.provider import Provider
from motcua.core import identity
from motcua.core.errors import BadInput, Refused
from motcua.core.text import clean

ALGORITHMS = ("RS256", "PS256", "ES256")  # whatever a token itself says, nothing else is tried
SKEW = 60  # seconds that their clock and ours may differ
OLDEST = 600  # seconds since a token was made
LONGEST = 20_000  # characters of a token
NAME_LIMIT = 200


class TokenRefused(Refused):
    """The token is not true, not for us, not of this log-in, or too old; which of them is for the log alone."""

    status = 422
    code = "token_refused"
    message = "Không xác minh được trả lời của hệ thống định danh. Hãy đăng nhập lại."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__()


class LevelTooLow(Refused):
    """The provider knows this person less surely than the house asks."""

    status = 403
    code = "level_too_low"
    message = "Tài khoản định danh của bạn chưa đạt mức yêu cầu. Hãy nâng mức định danh, hoặc đăng nhập bằng mã."


@dataclass(frozen=True)
class Proven:
    """What the provider says of somebody: level 1 or 2, texts in their normal form, "" for what it does not say."""

    subject: str
    name: str
    identity_number: str
    birth_date: str
    phone: str
    level: int


def claims_of(token: str, provider: Provider, *, nonce: str, present: float) -> dict[str, Any]:
    """Return the claims of a true token of this log-in; `present` is the time in seconds. Raises TokenRefused."""
    claims = _signed(token, provider)
    if str(claims.get("iss", "")).rstrip("/") != provider.issuer:
        raise TokenRefused("iss")
    _check_audience(claims, provider.client_id)
    _check_times(claims, present)
    if not isinstance(claims.get("nonce"), str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
        raise TokenRefused("nonce")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise TokenRefused("sub")
    return claims


def _signed(token: str, provider: Provider) -> dict[str, Any]:
    """Return what was signed by a key of the provider; keys are fetched again once for one that is not known."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise TokenRefused("form")
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") not in ALGORITHMS:
            raise TokenRefused("alg")
        found = _fitting(calls.keys(provider), header) or _fitting(calls.keys(provider, anew=True), header)
        if not found:
            raise TokenRefused("key")
        return dict(jwt.decode(token, KeySet.import_key_set({"keys": found}), algorithms=list(ALGORITHMS)).claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenRefused(type(error).__name__) from error


def _fitting(known: list[dict[str, Any]], header: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the key that a token names; one that names none is tried with the provider's only key."""
    kind = "EC" if header["alg"] == "ES256" else "RSA"
    fitting = [key for key in known if key.get("kty") == kind and key.get("alg", header["alg"]) == header["alg"]]
    if "kid" not in header:
        return fitting if len(fitting) == 1 else []
    return [key for key in fitting if key.get("kid") == header["kid"]]


def _check_audience(claims: dict[str, Any], ours: str) -> None:
    given = claims.get("aud")
    meant = given if isinstance(given, list) else [given]
    if ours not in meant or (len(meant) > 1 and claims.get("azp") != ours) or claims.get("azp", ours) != ours:
        raise TokenRefused("aud")


def _check_times(claims: dict[str, Any], present: float) -> None:
    ends, made, begins = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if not all(isinstance(each, int | float) for each in (ends, made, begins)):
        raise TokenRefused("times")
    if ends <= present - SKEW:  # type: ignore[operator]
        raise TokenRefused("exp")
    if not present - OLDEST - SKEW <= made <= present + SKEW or begins > present + SKEW:  # type: ignore[operator]
        raise TokenRefused("iat")


def proven_by(claims: dict[str, Any], provider: Provider) -> Proven:
    """Return what true claims say of their person. Raises LevelTooLow, TokenRefused for what is no person's."""
    said = {ours: _text(claims.get(theirs)) for ours, theirs in provider.claims.items()}
    level = provider.levels.get(said["level"], 0)
    if level < provider.least:
        raise LevelTooLow()
    try:
        number = identity.identity_of_person(said["identity_number"])
        birth_date = _day(said["birth_date"])
    except (BadInput, ValueError) as error:
        raise TokenRefused("claims") from error
    if not number or not 0 < len(said["name"]) <= NAME_LIMIT:
        raise TokenRefused("claims")
    return Proven(claims["sub"][:255], said["name"], number, birth_date, _phone(said["phone"]), level)


def _text(value: Any) -> str:
    return clean(str(value)) if isinstance(value, str | int) else ""


def _phone(text: str) -> str:
    try:
        return identity.phone_of(text)
    except BadInput:
        return ""


def _day(text: str) -> str:
    """1990-05-17 or 17/05/1990 → ISO; "" stays "". Raises ValueError."""
    if not text:
        return ""
    found = datetime.strptime(text, "%d/%m/%Y").date() if "/" in text else date.fromisoformat(text)  # noqa: DTZ007 a day
    return found.isoformat()
