"""What the next page will say, on its way through the browser: nobody else reads it, no other host sets it."""

import base64
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from motcua.core.fields import open_bytes, seal_bytes

PLACE = "messages"


class SealedCookie(CookieStorage):
    """Django's cookie, closed with the key of the fields: a message may name a file or a colleague."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"

    def _encode_parts(self, messages: Any, encode_empty: bool = False) -> str | None:
        text = super()._encode_parts(messages, encode_empty)  # type: ignore[misc]
        return text and base64.urlsafe_b64encode(seal_bytes(text.encode(), bound_to=PLACE)).decode()

    def _decode(self, data: str | None) -> Any:
        try:
            opened = open_bytes(base64.urlsafe_b64decode(data), bound_to=PLACE).decode() if data else data
        except (InvalidTag, LookupError, ValueError):
            self.used = True  # so that it is removed, as Django does with a wrong signature
            return None
        return super()._decode(opened)  # type: ignore[misc]


class Storage(FallbackStorage):
    """What is too long for a cookie waits in the session."""

    storage_classes = (SealedCookie, SessionStorage)
