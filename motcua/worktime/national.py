"""The nation's working week and its days off and swap days, as facts read from `seed/national.json`. Pure."""

import json
from functools import cache
from pathlib import Path
from typing import Any

SEED = Path(__file__).parent / "seed" / "national.json"


@cache
def national_facts() -> dict[str, Any]:
    """``{"week": {"weekly", "valid_from", "decision"}, "days": [{"date", off|works_as, "reason", "source"}, …]}``."""
    facts: dict[str, Any] = json.loads(SEED.read_text("utf-8"))
    return facts
