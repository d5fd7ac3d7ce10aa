"""One filter: the rows of a page with the rule that says they are due, read all at once."""

from collections.abc import Sequence
from typing import Any

from django import template

from motcua.privacy.listing import due_lines

register = template.Library()


@register.filter
def with_rules(items: Sequence[Any]) -> list[dict[str, Any]]:
    """Return {dossier, rule, due} for each dossier of one page."""
    return due_lines(items)
