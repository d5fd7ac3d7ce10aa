"""Personal data at rest: AES-GCM bound to table, column and row; exact search by a keyed blind index.

A model with such a field has a primary key made by the client (UUID), because the row's key is part of what is
authenticated: a value copied to another row or column does not open.
"""

import hmac
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_VERSION = b"\x01"
_boxes: dict[bytes, AESGCM] = {}


def _box(key: bytes) -> AESGCM:
    if key not in _boxes:
        _boxes[key] = AESGCM(key)
    return _boxes[key]


def seal_bytes(plain: bytes, *, bound_to: str) -> bytes:
    """Encrypt with the current key; `bound_to` names the place the value belongs to.

    Layout: version, length of the key's id, the id, 12 bytes of nonce, ciphertext with its tag.
    """
    name = next(reversed(settings.FIELD_KEYS))  # the last one given encrypts, all of them decrypt
    nonce = os.urandom(12)
    head = _VERSION + bytes([len(name)]) + name.encode()
    return head + nonce + _box(settings.FIELD_KEYS[name]).encrypt(nonce, plain, head + bound_to.encode())


def open_bytes(sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt; raises cryptography's InvalidTag when the value was changed or moved, KeyError for an unknown key."""
    end = 2 + sealed[1]
    head, nonce = sealed[:end], sealed[end : end + 12]
    return _box(settings.FIELD_KEYS[key_name(sealed)]).decrypt(nonce, sealed[end + 12 :], head + bound_to.encode())


def key_name(sealed: bytes) -> str:
    """Return the id of the key that closed the value (for rotation)."""
    return sealed[2 : 2 + sealed[1]].decode()


def blind(kind: str, text: str) -> bytes:
    """Return 16 bytes by which an exact value is found without being stored; `kind` keeps columns apart."""
    return hmac.digest(settings.BLIND_KEY, f"{kind}:{text}".encode(), "sha256")[:16]


class _Opener:
    """Opens the value when it is read, not when the row is."""

    def __init__(self, field: "EncryptedText") -> None:
        self.field = field

    def __get__(self, row: Any, owner: Any = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])  # deferred by only() or defer()
        value = row.__dict__[self.field.attname]
        if isinstance(value, bytes | memoryview):
            value = self.field.unpack(open_bytes(bytes(value), bound_to=self.field.place(row)))
            row.__dict__[self.field.attname] = value
        return value

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedText(models.BinaryField):
    """Text that the database never sees. Empty text is stored as NULL and read as ''."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def place(self, row: Any) -> str:
        """The place to which a value is bound."""
        return f"{row._meta.db_table}.{self.column}.{row.pk}"

    def pack(self, value: Any) -> bytes | None:
        """Value → bytes, None when there is nothing to keep."""
        return str(value).encode() if value else None

    def unpack(self, plain: bytes) -> Any:
        """Bytes → value."""
        return plain.decode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return "" if value is None else bytes(value)

    def pre_save(self, row: Any, add: bool) -> bytes | None:
        value = row.__dict__.get(self.attname)
        if isinstance(value, bytes | memoryview):
            return bytes(value)  # still closed: not read, so not changed
        plain = self.pack(value)
        return None if plain is None else seal_bytes(plain, bound_to=self.place(row))

    def get_default(self) -> Any:
        return ""

    def value_to_string(self, obj: Any) -> str:
        return ""  # dumps of the database carry no personal data


class EncryptedJSON(EncryptedText):
    """A JSON value that the database never sees."""

    def pack(self, value: Any) -> bytes | None:
        return json.dumps(value, ensure_ascii=False).encode() if value else None

    def unpack(self, plain: bytes) -> Any:
        return json.loads(plain)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else bytes(value)

    def get_default(self) -> Any:
        return None


class BlindIndex(models.BinaryField):
    """Sixteen bytes made by `blind`; indexed, never readable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("max_length", 16)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)
