"""Workbooks of figures read back by another reader, their formulas counted anew as spreadsheet programs do."""

import re
from decimal import ROUND_HALF_UP, Decimal

from tests.reports.test_sheets import between, cells_of, table_of

SHARE = re.compile(r'IF\(?\(?([^=)]+)\)?=0,"–",ROUND\(100\*\((.+?)\)/\(?([A-Z]+\d+)\)?,2\)\)')
PARTS = re.compile(r"SUBTOTAL\(9,([A-Z]+\d+):([A-Z]+\d+)\)")


def counted_anew(content: bytes) -> dict[str, tuple[float | str, float | None]]:
    """Return cell → (what its formula comes to, what is kept beside it); “–” for a share of nothing."""
    formulas, numbers = cells_of(content)
    return {cell: (_worth(formula, formulas, numbers), numbers.get(cell)) for cell, formula in formulas.items()}


def _worth(formula: str, formulas: dict[str, str], numbers: dict[str, float]) -> float | str:
    if found := PARTS.fullmatch(formula):
        inside = between(found[1], found[2])
        return round(sum(numbers.get(cell, 0) for cell in inside if "SUBTOTAL" not in formulas.get(cell, "")), 2)
    if found := SHARE.fullmatch(formula):
        part, whole = _difference(found[2], numbers), Decimal(str(numbers[found[3]]))
        return float((part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)) if whole else "–"
    return float(_difference(formula, numbers))


def _difference(text: str, numbers: dict[str, float]) -> Decimal:
    first, *rest = (
        Decimal(str(numbers[cell])) for cell in re.fullmatch(r"[A-Z]+\d+(?:-[A-Z]+\d+)?", text)[0].split("-")
    )
    return first - sum(rest)


def lines_of(content: bytes) -> list[list]:
    """Return the rows of the table as another reader sees them, whole numbers as such, nothing as ""."""
    return [[int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row]
            for row in table_of(content)]  # fmt: skip
