"""Where the pages of the route designer are."""

from django.urls import reverse


def address(adoption: int, step: str = "", **asked: str) -> str:
    """Return the address of the designer, with a step's card open; `asked` goes into its query."""
    query = {name: value for name, value in {"buoc": step, **asked}.items() if value}
    return reverse("administration:catalogue_route", args=[adoption], query=query or None)


def page_address(adoption: int, name: str, **asked: str) -> str:
    """Return the address of one of the pages beside it: try, compare, library, move."""
    return reverse(f"administration:route_{name}", args=[adoption], query=asked or None)
