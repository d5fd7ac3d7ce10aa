"""Where things lie on this machine."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def var() -> Path:
    """The folder of what is made while running: files, static files, the demo's keys and accounts."""
    return Path(os.environ.get("MOTCUA_VAR", CHECKOUT / "var"))
