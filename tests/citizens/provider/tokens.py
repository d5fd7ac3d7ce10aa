"""The provider's ID tokens: as django-oauth-toolkit makes them, or spoilt in one way when a test asks for it."""

import base64
import hmac
import json
import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from oauth2_provider.oauth2_validators import OAuth2Validator
from tests.citizens.provider.running import KEYS, MODE

from tests.citizens.provider.people import PEOPLE

SPOILT = {
    "nonce": lambda claims: {"nonce": "cua-lan-khac"},
    "audience": lambda claims: {"aud": "cong-khac"},
    "audiences": lambda claims: {"aud": ["cong-thu", "cong-khac"]},
    "issuer": lambda claims: {"iss": "http://127.0.0.1:1/o"},
    "expired": lambda claims: {"exp": int(time.time()) - 120},
    "old": lambda claims: {"iat": int(time.time()) - 3600},
    "future": lambda claims: {"iat": int(time.time()) + 3600},
    "slow clock": lambda claims: {"iat": int(time.time()) + 30},
}


class Validator(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        return dict(PEOPLE[request.user.username])

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> Any:
        claims, until = super().get_id_token_dictionary(token, token_handler, request)
        spoil = SPOILT.get(MODE.get("spoil", ""))
        return (claims | spoil(claims) if spoil else claims), until

    def finalize_id_token(self, id_token: Any, token: Any, token_handler: Any, request: Any) -> str:
        true = super().finalize_id_token(id_token, token, token_handler, request)
        sign = MODE.get("sign", "")
        return signed_otherwise(true, sign) if sign else true


def signed_otherwise(true: str, way: str) -> str:
    """Return the same claims, signed in another way."""
    claims = said_in(true)
    rsa = KEYS["rsa"]
    if way == "none":
        return ".".join([packed({"alg": "none"}), true.split(".")[1], ""])
    if way == "hmac":  # with the public key, which everybody has, as if it were a secret
        said = f"{packed({'alg': 'HS256', 'kid': rsa.thumbprint()})}.{true.split('.')[1]}"
        digest = hmac.digest(rsa.as_pem(private=False), said.encode(), "sha256")
        return f"{said}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
    if way == "stranger":  # by a key of somebody else under our key's name
        return jwt.encode({"alg": "RS256", "kid": rsa.thumbprint()}, claims, RSAKey.generate_key(2048))
    key = KEYS["ec"] if way == "ES256" else rsa
    assert isinstance(key, ECKey | RSAKey)
    return jwt.encode({"alg": way, "kid": key.thumbprint()}, claims, key, algorithms=[way])


def said_in(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def packed(header: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
