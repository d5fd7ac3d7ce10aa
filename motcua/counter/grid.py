"""Rows of a paper book typed on a page: a grid that works without script, Tab and Enter from field to field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.core.text import clean
from motcua.counter.columns import TITLES
from motcua.dossiers.models import PaperBook
from motcua.files.spreadsheets import LONGEST, Texts

SHOWN = 12  # rows of an empty grid
MOST = 60
TYPED = ("number", "received", "procedure", "name", "identity_number", "phone", "address", "papers")
SIZES = dict(zip(TYPED, (5, 15, 11, 22, 13, 11, 20, 18), strict=True))


@dataclass
class Cell:
    """One field: its name in the form, what it is, what was typed."""

    name: str
    label: str
    value: str
    size: int


@dataclass
class GridPage:
    """The grid as it is shown, and what was typed in it."""

    lines: list[list[Cell]]
    note: str = ""
    problem: str = ""
    said: list[tuple[int, Texts]] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """The headings."""
        return [TITLES[key] for key in TYPED]

    def rows(self) -> list[tuple[int, Texts]]:
        """The rows that are not empty, as `take_sheet` takes them."""
        return self.said

    def is_sound(self) -> bool:
        """Whether there is something to look at; what is wrong with a row is told on the sheet's page."""
        if not self.said:
            self.problem = "Chưa gõ dòng nào."
        elif not self.note:
            self.problem = "Nhập lý do nhập sau."
        return not self.problem


def page_of(book: PaperBook, given: Mapping[str, Any] | None) -> GridPage:
    """Return the grid: empty with the next numbers of the book, or as it was sent."""
    if given is None:
        free = [number for first, last in book.waiting() for number in range(first, min(last, first + SHOWN - 1) + 1)]
        texts = [{"number": str(number)} for number in free[:SHOWN]]
        return GridPage(lines=[_line(place, row) for place, row in enumerate(texts)])
    texts = [_typed(given, place) for place in range(MOST) if f"{place}-number" in given]
    said = [(place + 1, row) for place, row in enumerate(texts) if set(row) - {"number"}]
    note = clean(given.get("note"))[:300]
    return GridPage(lines=[_line(place, row) for place, row in enumerate(texts)], note=note, said=said)


def _typed(given: Mapping[str, Any], place: int) -> Texts:
    found = {key: clean(given.get(f"{place}-{key}"))[:LONGEST] for key in TYPED}
    return {key: text for key, text in found.items() if text}


def _line(place: int, row: Texts) -> list[Cell]:
    return [Cell(f"{place}-{key}", f"{TITLES[key]}, dòng {place + 1}", row.get(key, ""), SIZES[key]) for key in TYPED]
