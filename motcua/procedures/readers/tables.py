"""Reads lists of procedures in tables: the portal's Excel and a province's CSV, which know only a few columns."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from motcua.core.text import clean, fold
from motcua.procedures.readers.pieces import REJECTED, judge, told, words
from motcua.procedures.records import NATIONAL, UNKNOWN_SCOPE, NationalRecord, Reading

_COLUMNS = {
    "code": ("ma so", "ma tthc", "ma thu tuc", "tthc_ma", "ma_tthc"),
    "name": ("ten", "ten thu tuc", "name", "ten_dich_vu", "ten_tthc"),
    "promulgated_by": ("co quan ban hanh",),
    "agencies": ("co quan thuc hien", "noi_lam_dich_vu"),
    "field": ("linh vuc", "the_loai_chinh"),
    "address": ("url_chi_tiet",),
}
_NO_ID = "Bảng không có cột mã thủ tục: tên không phải là khóa"


class NotATableError(ValueError):
    """The file opens as a table but has no row of column names that a reader knows."""


def _heading(cells: Sequence[object]) -> dict[str, int]:
    """Return which column holds what, by the folded column names."""
    names = [fold(clean(str(cell))) for cell in cells]
    found = {}
    for key, known in _COLUMNS.items():
        places = [names.index(name) for name in known if name in names]
        if places:
            found[key] = places[0]
    return found


def _find_heading(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for number, cells in enumerate(rows[:10]):
        columns = _heading(cells)
        if "name" in columns:
            return number, columns
    raise NotATableError("Không thấy hàng tên cột (cần ít nhất cột Tên) trong mười hàng đầu")


def _row(cells: Sequence[object], columns: dict[str, int], place: str, scope: str) -> Reading:
    values = {key: str(cells[at]) if at < len(cells) and cells[at] is not None else "" for key, at in columns.items()}
    name = clean(values.get("name"))
    code, refusal = judge(values.get("code"), name, place, hint=values.get("address", ""))
    if refusal and refusal.verdict == REJECTED:
        missing = "code" not in columns
        return Reading(place, refusal.code, name, verdict=REJECTED, reasons=(_NO_ID,)) if missing else refusal
    unsure = ("Chưa rõ phạm vi: danh sách không cho biết cấp ban hành",) if scope == UNKNOWN_SCOPE else ()
    record = NationalRecord(
        code=code.code,
        name=name,
        scope=scope,
        field=clean(values.get("field")),
        agencies=words(values.get("agencies", "").splitlines()),
        promulgated_by=clean(values.get("promulgated_by")),
        partial=True,
        doubts=(*told(code, refusal), *unsure, "Danh sách không có thời hạn, phí, giấy tờ"),
    )
    if refusal:
        return replace(refusal, held=record)
    return Reading(place, code.code, name, record, reasons=record.doubts)


def _read(rows: Sequence[Sequence[object]], word: str, scope: str) -> Iterator[Reading]:
    first, columns = _find_heading(rows)
    for number, cells in enumerate(rows[first + 1 :], start=first + 2):
        if any(str(cell).strip() for cell in cells if cell is not None):
            yield _row(cells, columns, f"{word} {number}", scope)


def read_xlsx(path: Path) -> Iterator[Reading]:
    """Yield one reading per row of the first sheet; headings may be merged cells above the column names.

    Raises NotATableError for a workbook that cannot be opened or has no known column names.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as broken:
        raise NotATableError(f"Không mở được bảng tính: {broken}") from broken
    yield from _read(rows, "hàng", NATIONAL)


def read_csv(path: Path) -> Iterator[Reading]:
    """Yield one reading per line of a CSV in UTF-8, with or without a byte order mark."""
    text = path.read_bytes().decode("utf-8-sig")
    yield from _read(list(csv.reader(io.StringIO(text))), "dòng", UNKNOWN_SCOPE)
