"""Filters of the pages of the catalogue."""

from typing import Any

from django import template

from motcua.administration.catalogue.looking import marks_of

register = template.Library()


@register.filter
def marks(adoption: Any) -> list[tuple[str, str]]:
    """How an adoption stands: (tone, words)."""
    return marks_of(adoption)
