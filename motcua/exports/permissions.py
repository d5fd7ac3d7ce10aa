"""Who may ask for a file, take it and give it up: whoever its kind lets, for themselves alone; the rest is the
machine's."""

from typing import Any

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Post
from motcua.exports.making import Gone, exporter_of
from motcua.exports.models import Export


def may_request(by: Post, inputs: dict[str, Any]) -> bool:
    """Whoever the kind of file lets have these figures."""
    return by.role not in MACHINES and _lets(inputs["kind"], inputs["parameters"], by)


def may_take(by: Post, export: Export) -> bool:
    """The post that asked, while it still may see what is in it."""
    return export.by_id == by.pk and _lets(export.kind, export.parameters, by)


def _lets(kind: str, parameters: dict[str, Any], by: Post) -> bool:
    try:
        return exporter_of(kind).may(parameters, by)
    except Gone:
        return False


def may_cancel(by: Post, export: Export) -> bool:
    return export.by_id == by.pk


def may_make(by: Post, export: Export) -> bool:
    """Only the machine."""
    return by.role == Role.SYSTEM
