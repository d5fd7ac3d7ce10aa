"""SMS and Zalo through a provider's HTTP interface; its shape is told in docs/cong-nhan-tin.md.

POST …/messages with the message's key (the provider takes a key once, however often it comes), GET …/messages/<key>
for what became of it.
"""

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from motcua.notify.choices import Trouble
from motcua.notify.gateways.base import Letter, NotSent, Report
from motcua.notify.gateways.smtp import is_this_machine

SECONDS = 15.0
MOST = 64 * 1024
TAKEN = (200, 201, 202, 409)  # 409: this key was taken before
LATER = (408, 425, 429)
UNDER_WAY, ARRIVED, LOST = ("accepted", "sent"), "delivered", ("undelivered", "rejected", "expired")


class Web:
    """A provider at https://host/path; plain http only on this machine."""

    knows_keys = True

    def __init__(self, address: str, *, token: str, sender: str) -> None:
        parts = urlsplit(address)
        here = bool(parts.hostname) and is_this_machine(parts.hostname or "")
        if not parts.hostname or parts.query or (parts.scheme != "https" and not (parts.scheme == "http" and here)):
            raise ValueError("MOTCUA_SMS and MOTCUA_ZALO are https://host/path")
        self.parts, self.token, self.sender = parts, token, sender

    def send(self, letter: Letter) -> str:
        """Hand the message over; returns the provider's number for it. Raises NotSent.

        A line that broke is no harm: the same key is sent again.
        """
        status, told = self._call(
            "POST", "/messages", key=letter.key,
            body={"key": letter.key, "channel": letter.channel, "to": letter.to, "text": letter.body,
                  "sender": self.sender},
        )  # fmt: skip
        if status in TAKEN:
            return str(told.get("id") or letter.key)[:100]
        raise _refused(status, told)

    def ask(self, key: str) -> Report | None:
        """Ask what became of a key; None where the provider never got it. Raises NotSent."""
        status, told = self._call("GET", f"/messages/{quote(key, safe='')}")
        if status == 404:
            return None
        if status != 200:
            raise _refused(status, told)
        return report_of(told, key=key)

    def _call(
        self, method: str, path: str, *, key: str = "", body: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        sent = None if body is None else json.dumps(body).encode()
        line = self._line()
        try:
            line.request(method, self.parts.path.rstrip("/") + path, body=sent, headers=headers)
            answer = line.getresponse()
            return answer.status, _read(answer)
        except (OSError, http.client.HTTPException) as error:
            raise NotSent(Trouble.UNREACHABLE, f"{type(error).__name__}: {error}"[:300]) from error
        finally:
            line.close()

    def _line(self) -> http.client.HTTPConnection:
        host = self.parts.hostname or ""
        if self.parts.scheme == "https":
            trust = ssl.create_default_context()
            return http.client.HTTPSConnection(host, self.parts.port, timeout=SECONDS, context=trust)
        return http.client.HTTPConnection(host, self.parts.port, timeout=SECONDS)


def report_of(told: Mapping[str, Any], *, key: str) -> Report:
    """Return what a provider tells of a key, asked or of its own accord."""
    state = told.get("state")
    said, provider_id = str(told.get("reason") or "")[:300], str(told.get("id") or key)[:100]
    return Report(provider_id=provider_id, arrived=state == ARRIVED, lost=state in LOST, said=said)


def _read(answer: http.client.HTTPResponse) -> dict[str, Any]:
    """Read a JSON object of a reasonable size; whatever else was sent tells nothing."""
    text = answer.read(MOST)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {"reason": text[:200].decode(errors="replace")}
    return told if isinstance(told, dict) else {}


def _refused(status: int, told: dict[str, Any]) -> NotSent:
    """Only what the provider refuses for this message is for good; a wrong token is mended and tried again."""
    said = f"{status} {told.get('reason') or ''}"[:300]
    if status in (401, 403, 404):
        return NotSent(Trouble.NOT_LET_IN, said)
    if 400 <= status < 500 and status not in LATER:
        return NotSent(Trouble.REFUSED, said, for_good=True)
    return NotSent(Trouble.NOT_NOW, said)
