"""How the bench calls its wards and their machines; without Django."""

import hashlib

WARD = "H57.54"
NAME = "Hương Trà"


def code_of(number: int) -> str:
    """The code of the ward with this number: 0 is the sample ward itself."""
    return WARD if number == 0 else f"H57.{600 + number}"


def token_of(number: int) -> str:
    """The API token of the first receptionist of a copied ward."""
    return f"bench-desk-{number:03}-{hashlib.sha256(f'bench {number}'.encode()).hexdigest()[:32]}"
