"""A layout as it is written down: one text for one content, whatever the order in which its parts were named. Pure."""

import hashlib
import json
from typing import Any


def written(data: Any) -> str:
    """Return a layout as JSON, with its parts in order of their names."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(data: Any) -> str:
    """Return the SHA-256 of a layout, in hex."""
    return hashlib.sha256(written(data).encode()).hexdigest()
