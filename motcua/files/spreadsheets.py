"""A spreadsheet that somebody sent, XLSX or CSV, read into texts: what only looks like one is refused. Pure."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.files.archives import office_type
from motcua.files.signatures import XLSX

FILE_LIMIT = 15 * 1024 * 1024
SPARE_ROWS = 1_000  # headings, empty lines
LONGEST = 4_000
HEAD_LINES = 12  # among these, after what the template says, the headings are looked for
Texts = dict[str, str]
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,9})[\"']")


def table_of(
    content: bytes, titles: Mapping[str, str], *, needed: Sequence[str], most_rows: int, most_columns: int
) -> list[tuple[int, Texts]]:
    """Return the rows below the headings as (number of its line, texts by column); empty lines are left out.

    `titles`: key → heading of every column, in any order in the file; `needed`: those without which it is another file,
    the first of them tells the line of headings. Raises BadInput (`columns_missing`, `too_many_rows`, `no_rows`, and
    what `lines_of` raises).
    """
    lines = lines_of(content, most_rows=most_rows, most_columns=most_columns)
    start, places = _headings(lines, titles, needed, most_columns)
    found = list(_rows(lines[start + 1 :], places, first=start + 2))
    if len(found) > most_rows:
        raise too_many(most_rows, most_columns)
    if not found:
        raise wrong("no_rows", "Tệp không có dòng nào dưới tên cột.")
    return found


def _rows(lines: list[list[Any]], places: Mapping[str, int], *, first: int) -> Iterator[tuple[int, Texts]]:
    for number, cells in enumerate(lines, start=first):
        texts = {key: text_of(cells[at]) for key, at in places.items() if at < len(cells)}
        if any(texts.values()):
            yield number, {key: text for key, text in texts.items() if text}


def _headings(
    lines: list[list[Any]], titles: Mapping[str, str], needed: Sequence[str], most_columns: int
) -> tuple[int, dict[str, int]]:
    keys = {fold(title): key for key, title in titles.items()}
    for number, cells in enumerate(lines[: HEAD_LINES + len(titles)]):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells[:most_columns]):
            key = keys.get(fold(clean(str(cell))))
            if key:
                found.setdefault(key, at)
        if needed[0] in found and len(found) > 1:
            if missing := [titles[key] for key in needed if key not in found]:
                raise wrong("columns_missing", f"Thiếu cột: {', '.join(missing)}. Hãy dùng mẫu tải về.")
            return number, found
    shown = ", ".join(titles[key] for key in needed[:2])
    raise wrong("columns_missing", f"Không thấy hàng tên cột ({shown}…). Hãy dùng mẫu tải về.")


def lines_of(content: bytes, *, most_rows: int, most_columns: int) -> list[list[Any]]:
    """Return the lines of the first sheet, as they stand in it.

    Raises BadInput with field "file" (`file_too_large`, `not_a_table`, `too_many_rows`, and those of `files.archives`
    for what only looks like a spreadsheet).
    """
    if len(content) > FILE_LIMIT:
        raise wrong("file_too_large", f"Tệp lớn quá {FILE_LIMIT // 1024 // 1024} MB.")
    if content[:2] != b"PK":
        return _of_csv(content, most_rows, most_columns)
    if office_type(content) != XLSX:
        raise wrong("not_a_table", "Đây không phải bảng tính Excel (xlsx) hay CSV.")
    _check_extent(content, most_rows, most_columns)
    try:
        return (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        )
    except (CalamineError, IndexError, OSError) as error:
        raise wrong("not_a_table", "Không mở được bảng tính: tệp hỏng hoặc không có trang nào.") from error


def wrong(code: str, message: str) -> BadInput:
    """A refusal of the file."""
    return BadInput(code, message, field="file")


def too_many(most_rows: int, most_columns: int) -> BadInput:
    """The refusal of a table that is too large."""
    words = f"Bảng có nhiều nhất {most_rows:,} dòng và {most_columns} cột."
    return wrong("too_many_rows", words.replace(",", "."))


def _check_extent(content: bytes, most_rows: int, most_columns: int) -> None:
    """Refuse a sheet with a cell far out before it is opened: a reader lays out every cell up to there."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            for letters, digits in _PLACE.findall(packed.read(name)):
                if int(digits) > most_rows + SPARE_ROWS or _column(letters) > most_columns:
                    raise too_many(most_rows, most_columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _of_csv(content: bytes, most_rows: int, most_columns: int) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
        separator = max(",;\t", key=text[:4_000].count)
        lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    except (UnicodeDecodeError, csv.Error) as error:
        raise wrong("not_a_table", "Tệp không phải bảng tính xlsx, cũng không phải CSV mã UTF-8.") from error
    if len(lines) > most_rows + SPARE_ROWS:
        raise too_many(most_rows, most_columns)
    return lines


def text_of(cell: Any) -> str:
    """A cell as somebody would have typed it: whole numbers without a point, moments as ISO."""
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = clean(str(cell), lines=True)[:LONGEST]
    return text[1:] if text[:1] == "'" else text
