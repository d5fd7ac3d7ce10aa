"""The child that looks through a file: order {name, limit}, answer {checked} or {refused, message}."""

import sys
from dataclasses import asdict
from typing import Any

from motcua.core.errors import BadInput
from motcua.files.checks import check
from motcua.files.child import Answer, keep


def examine(order: dict[str, Any], content: bytes) -> Answer:
    """Answer what `checks.check` says."""
    try:
        return {"checked": asdict(check(content, name=order["name"], limit=order["limit"]))}, b""
    except BadInput as refusal:
        return {"refused": refusal.code, "message": refusal.message}, b""


if __name__ == "__main__":
    keep(examine, seconds=float(sys.argv[1]))
