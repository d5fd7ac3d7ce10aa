"""Keys: from the environment, from a file, or made once for the demo. Never in the database, never in the repository.

The file is JSON: {"secret_key": "…", "field_keys": {"1": "base64 of 32 bytes", …}, "blind_key": "base64 of 32 bytes"}.
The last field key encrypts, all of them decrypt: rotation adds one and re-encrypts.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from config import places

SAMPLE = "sample-keys-that-protect-nothing"


@dataclass(frozen=True)
class Keys:
    """`complete` is False where some were invented for this process only: nothing may then be served or stored."""

    secret_key: str
    field_keys: dict[int, bytes]
    blind_key: bytes
    complete: bool = True


def path() -> Path:
    """Where the keys lie when no variable holds them."""
    return Path(os.environ.get("MOTCUA_KEYS_FILE", places.var() / "keys.json"))


def load(*, sample: bool = False) -> Keys:
    """The keys of this installation; `sample` gives the fixed ones of the tests."""
    if sample:
        return Keys(SAMPLE, {1: _digest("field")}, _digest("blind"))
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
    return Keys(secrets.token_urlsafe(48), {1: secrets.token_bytes(32)}, secrets.token_bytes(32), complete=False)


def make(file: Path) -> None:
    """Write new keys that only this account may read; existing ones are kept, or what they encrypted would be lost."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    content = {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "blind_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        json.dump(content, target, indent=1)
        target.flush()
        os.fsync(target.fileno())
    part.rename(file)


def main(argv: list[str]) -> int:
    """`motcua keys FILE`: make new keys in a file that only this account may read; an existing file is refused."""
    if len(argv) != 2:
        sys.exit("motcua keys FILE")
    if Path(argv[1]).exists():
        sys.exit(f"{argv[1]} exists; what its keys encrypted would be lost")
    make(Path(argv[1]))
    return 0


def _parse(content: dict) -> Keys:
    field_keys = {int(name): base64.b64decode(key) for name, key in content["field_keys"].items()}
    blind_key = base64.b64decode(content["blind_key"])
    if not field_keys or any(len(key) != 32 for key in (*field_keys.values(), blind_key)):
        raise ValueError("Every field key and the blind key must be 32 bytes, in base64.")
    return Keys(content["secret_key"], field_keys, blind_key)


def _digest(name: str) -> bytes:
    return hashlib.sha256(f"{SAMPLE}:{name}".encode()).digest()
