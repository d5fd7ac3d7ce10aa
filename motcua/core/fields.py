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
from django.core import checks
from django.db import models

_VERSION = b"\x01"
_boxes: dict[bytes, AESGCM] = {}


class Closed(bytes):
    """A sealed value as the table holds it: nothing else is ever written into an encrypted column."""


def _box(key: bytes) -> AESGCM:
    if key not in _boxes:
        _boxes[key] = AESGCM(key)
    return _boxes[key]


def _key(name: str) -> bytes:
    return next(key for known, key in settings.FIELD_KEYS.items() if str(known) == name)


def seal_bytes(plain: bytes, *, bound_to: str) -> bytes:
    """Encrypt with the current key; `bound_to` names the place the value belongs to.

    Layout: version, length of the key's id, the id, 12 bytes of nonce, ciphertext with its tag.
    """
    name = str(next(reversed(settings.FIELD_KEYS)))  # the last one given encrypts, all of them decrypt
    nonce = os.urandom(12)
    head = _VERSION + bytes([len(name)]) + name.encode()
    return head + nonce + _box(_key(name)).encrypt(nonce, plain, head + bound_to.encode())


def open_bytes(sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt; raises cryptography's InvalidTag when the value was changed or moved, LookupError for an unknown key."""
    name = key_name(sealed)
    if sealed[:1] != _VERSION or name not in map(str, settings.FIELD_KEYS):
        raise LookupError(f"no key {name!r} for this value")
    end = 2 + sealed[1]
    head, nonce = sealed[:end], sealed[end : end + 12]
    return _box(_key(name)).decrypt(nonce, sealed[end + 12 :], head + bound_to.encode())


def key_name(sealed: bytes) -> str:
    """Return the id of the key that closed the value (for rotation)."""
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def blind(kind: str, text: str) -> bytes:
    """Return 16 bytes by which an exact value is found without being stored; `kind` keeps columns apart.

    The caller brings the text into its one form first (digits of a phone number, composed letters).
    """
    keys = settings.BLIND_KEYS
    return _blind(keys[next(reversed(keys))], kind, text)  # the last one given makes, all of them are searched


def blinds(kind: str, text: str, *, ever: bool = False) -> list[bytes]:
    """Return every index under which a value may lie: one, two while the blind key is being changed.

    `ever` adds the keys that have been retired, for records that cannot be made anew (a look-up keeps no number).
    """
    keys = settings.BLIND_KEYS_EVER if ever else settings.BLIND_KEYS
    return [_blind(key, kind, text) for key in keys.values()]


def _blind(key: bytes, kind: str, text: str) -> bytes:
    return hmac.digest(key, f"{kind}\0{text}".encode(), "sha256")[:16]


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
        if isinstance(value, Closed):
            value = row.__dict__[self.field.attname] = self.field.open(row, value)
        return value

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedText(models.BinaryField):
    """Text that the database never sees. Empty text is stored as NULL and read as ''.

    Only save() and bulk_create() write it; update() and bulk_update() raise TypeError, values() shows sealed bytes.
    """

    _pyi_private_set_type: str | None
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def check(self, **kwargs: Any) -> list[Any]:
        """Refuse models whose key the database makes: it is part of what is authenticated."""
        found = super().check(**kwargs)
        if not isinstance(self.model._meta.pk, models.UUIDField | models.OneToOneField):
            found.append(checks.Error("an encrypted field needs a UUID primary key", obj=self, id="core.E001"))
        return found

    def place(self, row: Any) -> str:
        """The place to which a value is bound; raises TypeError for a row without a key."""
        if row.pk is None:
            raise TypeError(f"{row._meta.label} needs its primary key before {self.name} can be kept")
        return f"{row._meta.db_table}.{self.column}.{row._meta.pk.to_python(row.pk)}"

    def open(self, row: Any, value: Closed) -> Any:
        """Closed value → value."""
        return self.unpack(open_bytes(value, bound_to=self.place(row)))

    def same(self, row: Any, before: Any, after: Any) -> bool:
        """Tell whether two values are one, of which the first may have been opened meanwhile."""
        if isinstance(before, Closed) and not isinstance(after, Closed):
            before = self.open(row, before)
        return bool(before == after)

    def pack(self, value: Any) -> bytes | None:
        """Value → bytes, None when there is nothing to keep."""
        if isinstance(value, bytes | memoryview):
            raise TypeError(f"{self.name} takes text")
        return str(value).encode() if value else None

    def unpack(self, plain: bytes) -> Any:
        """Bytes → value."""
        return plain.decode()

    def to_python(self, value: Any) -> Any:
        return value  # not base64, as in the class above

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return "" if value is None else Closed(value)

    def pre_save(self, row: Any, add: bool) -> bytes | None:
        value = row.__dict__.get(self.attname)
        if isinstance(value, Closed):  # not read, so not changed
            if add:
                raise TypeError(f"{self.name} belongs to the row it was read from: read it before you copy the row")
            return value
        plain = self.pack(value)
        return None if plain is None else Closed(seal_bytes(plain, bound_to=self.place(row)))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None or isinstance(value, Closed) or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        raise TypeError(f"{self.name} is written by save() only")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Closed):
            if prepared:
                raise TypeError(f"{self.name} cannot be searched; search a BlindIndex")
            value = None if self.pack(value) is None else Closed()  # full_clean() asks the database about constraints
        return super().get_db_prep_value(value, connection, prepared)

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else ""

    def value_to_string(self, obj: Any) -> str:
        return ""  # dumps of the database carry no personal data


class EncryptedJSON(EncryptedText):
    """A JSON value that the database never sees; None is NULL, empty lists and dictionaries are kept."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def pack(self, value: Any) -> bytes | None:
        return None if value is None else json.dumps(value, ensure_ascii=False).encode()

    def unpack(self, plain: bytes) -> Any:
        return json.loads(plain)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Closed(value)

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else None


class BlindIndex(models.BinaryField):
    """Sixteen bytes made by `blind(kind, …)` of the encrypted field `of`; indexed, never readable.

    Both are told so that `motcua.core.rekeying` can make the index again under another key; migrations leave them out.
    """

    def __init__(self, *args: Any, kind: str = "", of: str = "", **kwargs: Any) -> None:
        self.kind, self.of = kind, of
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("max_length", 16)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Refuse an index that could not be made anew."""
        found = super().check(**kwargs)
        source = {field.name: field for field in self.model._meta.get_fields()}.get(self.of)
        if not self.kind or not isinstance(source, EncryptedText):
            found.append(checks.Error("a blind index tells its kind and its field", obj=self, id="core.E002"))
        return found
