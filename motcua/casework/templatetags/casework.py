"""One filter: the page's tasks with what stands beside them."""

from collections.abc import Callable, Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def beside(items: Sequence[Any], look: Callable[[list[Any]], list[Any]]) -> list[Any]:
    """Return the rows of one page, each with what `look` finds for it (one query for the page)."""
    return look(list(items))
