"""The sample accounts that the log-in page of the demo shows."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def sample_accounts() -> list[dict[str, Any]]:
    """Return one sample account per role, of the first office that has it; nothing outside the demo."""
    if not settings.MOTCUA_DEMO:
        return []
    try:
        listed = json.loads((Path(settings.VAR) / "demo-accounts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    first: dict[str, dict[str, Any]] = {}
    for account in listed:
        first.setdefault(account["role"], account)
    return list(first.values())
