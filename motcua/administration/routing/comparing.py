"""Two states of a procedure's route, side by side, step by step by their codes."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from motcua.administration.catalogue.showing import sides_asked, sides_of, state_asked
from motcua.administration.routing.addresses import address
from motcua.procedures.comparing import compare
from motcua.procedures.models import Adoption
from motcua.procedures.route_export import names_in
from motcua.procedures.route_wording import only_here, route_parts, titles_of


def comparison_of(adoption: Adoption, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows: only what differs. Raises Http404 for an edition that is not there."""
    left, right = sides_asked(adoption, asked)
    (before, old), (after, new) = state_asked(adoption, left), state_asked(adoption, right)
    names, titles = names_in(old.route, new.route), titles_of(old.route, new.route)
    old_words, new_words = (route_parts(each.route, names, titles) for each in (old, new))
    parts = compare(only_here(old_words, new_words), only_here(new_words, old_words), only_changes=True)
    return {
        "adoption": adoption, "parts": parts, "before": before, "after": after, "sides": sides_of(adoption),
        "left": left, "right": right, "page_url": address(adoption.pk),
        "crumbs_items": [
            ("Thủ tục của đơn vị", reverse("administration:catalogue")),
            (adoption.procedure.name, reverse("administration:catalogue_adoption", args=[adoption.pk])),
            ("Thiết kế quy trình", address(adoption.pk)), ("So sánh", ""),
        ],
    }  # fmt: skip
