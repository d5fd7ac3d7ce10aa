"""Who may store a file: everybody who works here. What it then belongs to decides who sees it."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.files.models import StoredFile

READERS_ONLY = (Role.INSPECTOR,)


def may_store(by: Post, inputs: dict[str, Any]) -> bool:
    return by.role not in READERS_ONLY


def may_remove(by: Post, file: StoredFile) -> bool:
    """Only the machine, after somebody's decision on the thing the file belongs to."""
    return by.role == Role.SYSTEM


def may_scan(by: Post, file: StoredFile) -> bool:
    """Only the machine."""
    return by.role == Role.SYSTEM
