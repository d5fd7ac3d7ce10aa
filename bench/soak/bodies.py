"""What the soak's clients hand in: a few procedures of the sample ward, other people and papers each time."""

import random
from typing import Any

from bench.clients import intake_body

PROCEDURES = ("1.115231",)


def body_of(agency: str, turn: int) -> dict[str, Any]:
    return intake_body(agency, PROCEDURES[turn % len(PROCEDURES)], chance=random.Random(f"{agency} {turn}"))
