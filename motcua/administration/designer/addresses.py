"""Where the cards of the designer are."""

from collections.abc import Mapping

from django.urls import reverse

NAMES = {"question": "form_question", "section": "form_section", "fee": "form_fee"}
WHOLE = {"form": "form_whole", "end": "form_end"}


def address(adoption: int, card: str = "", code: str = "", **asked: str) -> str:
    """Return the address of a card, or of the page with none open; `asked` becomes its query."""
    if card in NAMES:
        return reverse(f"administration:{NAMES[card]}", args=[adoption, code], query=_said(asked))
    return reverse(f"administration:{WHOLE.get(card, 'form_designer')}", args=[adoption], query=_said(asked))


def _said(asked: Mapping[str, str]) -> dict[str, str] | None:
    return {name: value for name, value in asked.items() if value} or None
