"""What is asked of the provider over the network: where its doors are, its keys, and a token for a code."""

import base64
import http.client
import json
import ssl
import time
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from motcua.citizens.openid.provider import Provider, is_safe
from motcua.core.errors import Refused

SECONDS = 5.0  # of silence
WHOLE = 15.0  # seconds for a whole answer, however slowly it trickles
MOST = 256 * 1024
KEPT = 600.0  # seconds that its description and its keys are believed without asking again
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderAway(Refused):
    """The provider does not answer, or not as OpenID Connect says."""

    status = 503
    code = "provider_away"
    message = "Chưa kết nối được với hệ thống định danh. Hãy thử lại sau ít phút, hoặc đăng nhập bằng cách khác."


class CodeRefused(Refused):
    """The provider takes this code no more: it was used before, or waited too long."""

    status = 422
    code = "code_refused"
    message = "Phiên đăng nhập không còn dùng được. Hãy bắt đầu lại."


def description(provider: Provider) -> dict[str, Any]:
    """Return where the provider's doors are (OpenID Connect Discovery), kept for ten minutes. Raises ProviderAway."""
    address = f"{provider.issuer}/.well-known/openid-configuration"
    found = _known(address)
    doors = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer or not all(is_safe(str(door)) for door in doors):
        raise ProviderAway()
    return found


def keys(provider: Provider, *, anew: bool = False) -> list[dict[str, Any]]:
    """Return the keys by which the provider signs; `anew` when one of them is not known here yet."""
    address = str(description(provider)["jwks_uri"])
    found = _known(address, anew=anew).get("keys")
    if not isinstance(found, list):
        raise ProviderAway()
    return [key for key in found if isinstance(key, dict) and key.get("use", "sig") == "sig"]


def id_token(provider: Provider, *, code: str, verifier: str, back: str) -> str:
    """Exchange a code for the ID token. Raises CodeRefused, ProviderAway."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    asked["client_id"] = provider.client_id
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if provider.client_secret:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    status, told = _call(str(description(provider)["token_endpoint"]), body=urlencode(asked), headers=headers)
    if status == 400 and told.get("error") == "invalid_grant":
        raise CodeRefused()
    if status != 200 or not isinstance(told.get("id_token"), str):
        raise ProviderAway()
    return str(told["id_token"])


def forget() -> None:
    """Believe nothing of any provider that was read before."""
    _kept.clear()


def _known(address: str, *, anew: bool = False) -> dict[str, Any]:
    at, found = _kept.get(address, (0.0, {}))
    if found and not anew and time.monotonic() - at < KEPT:
        return found
    status, found = _call(address)
    if status != 200:
        raise ProviderAway()
    _kept[address] = (time.monotonic(), found)
    return found


def _call(
    address: str, *, body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Ask once, follow nothing; returns (status, the JSON object). Raises ProviderAway."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    line = _line(parts.scheme, parts.hostname or "", parts.port)
    try:
        line.request("GET" if body is None else "POST", path, body, {"Accept": "application/json", **(headers or {})})
        answer = line.getresponse()
        return answer.status, _read(answer)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ProviderAway() from error
    finally:
        line.close()


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)


def _read(answer: http.client.HTTPResponse) -> dict[str, Any]:
    """Read a JSON object of a reasonable size within a reasonable time. Raises ValueError."""
    until, text = time.monotonic() + WHOLE, b""
    while piece := answer.read1(16 * 1024):
        text += piece
        if len(text) > MOST or time.monotonic() > until:
            raise ValueError("too long")
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
