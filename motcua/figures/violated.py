"""What does not add up on a page of a report: said in words, with the address that tells why."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse

from motcua.reports.layouts import Identity, Layout
from motcua.reports.sheets import fault_words


def address_of(name: str, layout: Layout, identity: Identity) -> str:
    """Return the address of a page about an identity, which is told by its place in the layout."""
    return reverse(f"figures:{name}", args=[layout.code, list(layout.identities).index(identity) + 1])


def wrong_in(
    layout: Layout, rows: Iterable[tuple[str, str, Mapping[str, Any]]], query: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Return of rows (key, name, cells) those in which something does not hold; `query`: a row's key → what
    asks for it in an address, "" where nothing tells why."""
    found = [(key, name, cells, layout.violated(cells)) for key, name, cells in rows]
    return [
        {"name": name, "faults": [_fault(layout, each, cells, query(key)) for each in wrong]}
        for key, name, cells, wrong in found
        if wrong
    ]


def _fault(layout: Layout, identity: Identity, cells: Mapping[str, Any], query: str) -> dict[str, str]:
    url = f"{address_of('causes', layout, identity)}?{query}" if query else ""
    return {"told": fault_words(identity, cells), "identity": identity.text, "url": url}
