"""One filter: the page's rows with what stands beside them."""

from collections.abc import Sequence
from typing import Any

from django import template

from motcua.casework.looks import Look

register = template.Library()


@register.filter
def beside(items: Sequence[Any], look: Look) -> Any:
    """Return the rows of one page as `look` arranges them."""
    return look(list(items))
