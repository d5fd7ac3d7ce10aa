"""One filter: the rows of a page as they are drawn, made all at once."""

from collections.abc import Sequence
from typing import Any

from django import template

from motcua.administration.lines import Lines

register = template.Library()


@register.filter
def drawn(items: Sequence[Any], look: Lines) -> list[dict[str, Any]]:
    """Return the rows of one page as `look` tells them."""
    return look(items)
