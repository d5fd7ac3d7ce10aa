"""Keys: from the environment, from a file, or made once for the demo. Never in the database, never in the repository.

The file is JSON: {"secret_key": "…", "field_keys": {"1": "base64 of 32 bytes", …}, "blind_key": "base64 of 32 bytes"}.
The last field key encrypts, all of them decrypt: `motcua keys rotate` adds one, closes everything again with it and
moves the old one to "retired", where nothing reads it any more. `motcua keys rotate-blind` does the same with the key
of the blind indexes ("blind_keys", "retired_blind"). Running processes see the changed file at once.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config import places

SAMPLE = "sample-keys-that-protect-nothing"
RETIRED = {"field_keys": "retired", "blind_keys": "retired_blind"}  # keys in use → those that are not any more


@dataclass(frozen=True)
class Keys:
    """`complete` is False where some were invented for this process only: nothing may then be served or stored."""

    secret_key: str
    field_keys: dict[int, bytes]
    blind_keys: dict[int, bytes]  # the last one makes indexes, all of them are searched
    complete: bool = True
    oldest: bytes = field(default=b"", compare=False)  # also when it is retired: by it an installation is recognised
    blind_keys_ever: dict[int, bytes] = field(default_factory=dict, compare=False)  # and the retired, oldest first

    def __post_init__(self) -> None:
        if not self.blind_keys_ever:
            object.__setattr__(self, "blind_keys_ever", self.blind_keys)


class Ring(Mapping[int, bytes]):
    """Keys of one kind as they are in the file now: every process follows a rotation without a restart."""

    def __init__(self, given: Keys, kind: str = "field_keys") -> None:
        self._known: dict[int, bytes] = getattr(given, kind)
        self._file, self._stamp, self._kind = path() if _in_a_file() else None, (0, 0, 0), kind

    def _held(self) -> dict[int, bytes]:
        if self._file is None:
            return self._known
        try:
            found = os.stat(self._file)
        except OSError:  # out of reach for a moment; what was known goes on
            return self._known
        if (stamp := (found.st_mtime_ns, found.st_ino, found.st_size)) != self._stamp:
            self._known, self._stamp = getattr(_parse(json.loads(self._file.read_text())), self._kind), stamp
        return self._known

    def __getitem__(self, name: int) -> bytes:
        return self._held()[name]

    def __iter__(self) -> Iterator[int]:
        return iter(self._held())

    def __reversed__(self) -> Iterator[int]:
        return reversed(self._held())

    def __len__(self) -> int:
        return len(self._held())

    def items(self) -> ItemsView[int, bytes]:
        return self._held().items()

    def add(self) -> int:
        """Add a key, with which everything is written from now on; returns its name. Raises ValueError."""
        content = self._content()
        retired = content.get(RETIRED[self._kind], {})
        name = max(int(each) for each in (*content[self._kind], *retired)) + 1
        content[self._kind][str(name)] = base64.b64encode(secrets.token_bytes(32)).decode()
        self._write(content)
        return name

    def retire(self, name: int) -> None:
        """Let nothing be read with a key any more; it stays in the file, for the day an old backup is needed."""
        content = self._content()
        if str(name) not in content[self._kind] or name == next(reversed(self)):
            raise ValueError(f"key {name} is the one in use, or unknown")
        content.setdefault(RETIRED[self._kind], {})[str(name)] = content[self._kind].pop(str(name))
        self._write(content)

    def _content(self) -> dict[str, Any]:
        if self._file is None:
            raise ValueError("keys that come from the environment are changed there: rotation needs MOTCUA_KEYS_FILE")
        return _with_blind_keys(json.loads(self._file.read_text()))

    def _write(self, content: dict[str, Any]) -> None:
        if self._file is not None:
            _write(self._file, content)


def _in_a_file() -> bool:
    return path().exists() and os.environ.get("MOTCUA_TEST") != "1"


def path() -> Path:
    """Where the keys lie when no variable holds them."""
    return Path(os.environ.get("MOTCUA_KEYS_FILE", places.var() / "keys.json"))


def load(*, sample: bool = False) -> Keys:
    """The keys of this installation; `sample` gives the fixed ones of the tests."""
    if sample:
        return Keys(SAMPLE, {1: _digest("field")}, {1: _digest("blind")})
    if path().exists():
        return _parse(json.loads(path().read_text()))
    if "MOTCUA_FIELD_KEYS" in os.environ:
        return _parse(
            {
                "secret_key": os.environ["MOTCUA_SECRET_KEY"],
                "field_keys": json.loads(os.environ["MOTCUA_FIELD_KEYS"]),
                "blind_key": os.environ["MOTCUA_BLIND_KEY"],
            }
        )
    return Keys(secrets.token_urlsafe(48), {1: secrets.token_bytes(32)}, {1: secrets.token_bytes(32)}, complete=False)


def make(file: Path) -> None:
    """Write new keys that only this account may read; existing ones are kept, or what they encrypted would be lost."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "blind_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    _write(file, content)


def _write(file: Path, content: dict[str, Any]) -> None:
    """Put a whole file in place of the old one, at once."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        json.dump(content, target, indent=1)
        target.flush()
        os.fsync(target.fileno())
    if file.exists():
        os.chown(part, file.stat().st_uid, file.stat().st_gid)  # the product's account goes on reading it
    part.rename(file)


USAGE = (
    "motcua keys FILE: tạo khóa mới\nmotcua keys rotate: thay khóa, mã hóa lại mọi thứ\n"
    "motcua keys rotate-blind: thay khóa tìm kiếm, tính lại mọi chỉ mục"
)


def needs_database(words: list[str]) -> bool:
    """`motcua keys rotate` and `rotate-blind` work on the database; `motcua keys FILE` does not."""
    return words[1:2] in (["rotate"], ["rotate-blind"])


def main(argv: list[str]) -> int:
    """`motcua keys FILE`: make new keys in a file that only this account may read; an existing file is refused."""
    if argv[1:] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(argv) != 2 or argv[1].startswith("-"):
        sys.exit(USAGE)
    if Path(argv[1]).exists():
        sys.exit(f"{argv[1]} exists; what its keys encrypted would be lost")
    make(Path(argv[1]))
    return 0


def _parse(content: dict) -> Keys:
    content = _with_blind_keys(content)
    field_keys, blind_keys = _decoded(content["field_keys"]), _decoded(content["blind_keys"])
    ever = _decoded(content.get("retired_blind", {})) | blind_keys
    if not field_keys or not blind_keys or any(len(key) != 32 for key in (*field_keys.values(), *ever.values())):
        raise ValueError("Every field key and every blind key must be 32 bytes, in base64.")
    every = {int(name): key for name, key in content.get("retired", {}).items()} | content["field_keys"]
    oldest = base64.b64decode(every[min(every, key=int)])
    return Keys(content["secret_key"], field_keys, blind_keys, oldest=oldest, blind_keys_ever=ever)


def _with_blind_keys(content: dict[str, Any]) -> dict[str, Any]:
    """A file that never saw a rotation of the blind key names one; afterwards they are numbered, and it is no more."""
    content = dict(content)
    if "blind_keys" not in content:
        content["blind_keys"] = {"1": content.pop("blind_key")}
    return content


def _decoded(kept: dict[str, str]) -> dict[int, bytes]:
    return {int(name): base64.b64decode(key) for name, key in kept.items()}


def _digest(name: str) -> bytes:
    return hashlib.sha256(f"{SAMPLE}:{name}".encode()).digest()
