"""Rows of a sheet as its page shows them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from motcua.counter.models import SheetRow
from motcua.counter.sheets import TONES, told
from motcua.ui.bits import tag

register = template.Library()


@register.simple_tag
def row_tag(row: SheetRow) -> SafeString:
    """Draw what became of a row."""
    drawn: Any = tag(TONES[row.outcome], row.get_outcome_display())  # type: ignore[index]
    return drawn


@register.filter
def problems(row: SheetRow) -> list[str]:
    """Return what is wrong or odd, each after the name of its column."""
    return told([*row.problems, *row.warnings])
