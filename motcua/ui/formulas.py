"""The only formulas in our sheets: sums and shares of cells, named by their places, never by what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell


@dataclass(frozen=True)
class Across:
    """A number that columns of its own row make up: `plus` less `less`, places counted from 0."""

    value: int
    plus: Sequence[int]
    less: Sequence[int] = ()

    def formula(self, row: int, top: int) -> str:
        """Return it as spreadsheet programs count it."""
        first, last = min(self.plus), max(self.plus)
        if not self.less and len(self.plus) > 1 and sorted(self.plus) == list(range(first, last + 1)):
            return f"=SUM({xl_range(row, first, row, last)})"
        added = "+".join(xl_rowcol_to_cell(row, place) for place in self.plus)
        return f"={added}" + "".join(f"-{xl_rowcol_to_cell(row, place)}" for place in self.less)


@dataclass(frozen=True)
class Share:
    """How many in a hundred columns of its own row are of others, two decimals; a text where there is nothing."""

    value: Any
    of: Sequence[int]
    per: Sequence[int]

    def formula(self, row: int, top: int) -> str:
        """Return it as spreadsheet programs count it."""
        part, whole = ("+".join(xl_rowcol_to_cell(row, place) for place in places) for places in (self.of, self.per))
        return f'=IF(({whole})=0,"–",ROUND(100*({part})/({whole}),2))'


@dataclass(frozen=True)
class Down:
    """A number that the cells of its column above make up, from the first row of the table on."""

    value: int
    place: int

    def formula(self, row: int, top: int) -> str:
        """Return it as spreadsheet programs count it."""
        return f"=SUM({xl_range(top, self.place, row - 1, self.place)})"


@dataclass(frozen=True)
class Within:
    """What the cells of its column from one row of the table to another make up, counted from 0; such sums among them
    are not counted twice."""

    value: Decimal
    place: int
    first: int
    last: int

    def formula(self, row: int, top: int) -> str:
        """Return it as spreadsheet programs count it."""
        return f"=SUBTOTAL(9,{xl_range(top + self.first, self.place, top + self.last, self.place)})"


@dataclass(frozen=True)
class Risen:
    """How much more a column of its own row has than that of the row above."""

    value: int | Decimal
    place: int

    def formula(self, row: int, top: int) -> str:
        """Return it as spreadsheet programs count it."""
        return f"={xl_rowcol_to_cell(row, self.place)}-{xl_rowcol_to_cell(row - 1, self.place)}"


@dataclass(frozen=True)
class RisenShare(Risen):
    """The same, in a hundred of what the row above has, two decimals; a text where that is nothing."""

    def formula(self, row: int, top: int) -> str:
        """Return it as spreadsheet programs count it."""
        now, then = (xl_rowcol_to_cell(each, self.place) for each in (row, row - 1))
        return f'=IF({then}=0,"–",ROUND(100*({now}-{then})/{then},2))'


Formula = Across | Share | Down | Within | Risen
RATES = (Share, Within, RisenShare)  # shown with two decimals


def worth(value: Any) -> Any:
    """Return what a formula comes to; anything else as it is."""
    return value.value if isinstance(value, Formula) else value
