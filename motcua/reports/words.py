"""How a command says that there is nothing to work on."""

import sys
from typing import NoReturn


def refuse(message: str) -> NoReturn:
    """Say why, and end with 2."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)
