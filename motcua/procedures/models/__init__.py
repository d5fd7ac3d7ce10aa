"""National records as they were imported, and what an office made of them."""

from motcua.procedures.models.adopted import (
    Adoption,
    AdoptionEvent,
    AdoptionQuerySet,
    Edition,
    EditionQuerySet,
    content_of,
    contents_of,
    forget_contents,
)
from motcua.procedures.models.national import Alias, ImportRow, ImportRun, NationalProcedure, NationalVersion

__all__ = [
    "Adoption",
    "AdoptionEvent",
    "AdoptionQuerySet",
    "Alias",
    "Edition",
    "EditionQuerySet",
    "ImportRow",
    "ImportRun",
    "NationalProcedure",
    "NationalVersion",
    "content_of",
    "contents_of",
    "forget_contents",
]
