"""Defaults shared by the tables of the dossier."""

import secrets


def tracking_token() -> str:
    """Return the unguessable part of the tracking address (128 bits)."""
    return secrets.token_urlsafe(16)
