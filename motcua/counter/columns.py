"""The columns of a paper register as a spreadsheet: the template to fill in, and a file read back into texts. No rules.

Nothing a file says decides anything here: it becomes texts by column, `entries` judges them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.files.archives import office_type
from motcua.files.signatures import XLSX
from motcua.ui.sheets import Column, write_sheet

MOST_ROWS, MOST_COLUMNS, LONGEST = 20_000, 60, 4_000
FILE_LIMIT = 15 * 1024 * 1024
HEAD_LINES = 12  # among these the headings are looked for
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,9})[\"']")
Texts = dict[str, str]


class Heading(NamedTuple):
    """A column: its key, its title, its width, and how it is filled in."""

    key: str
    title: str
    width: int
    help: str = ""


HEADINGS = (
    Heading("number", "Số trong sổ", 10, "số thứ tự in trên sổ giấy; bắt buộc"),
    Heading("received", "Ngày giờ nhận", 17, "lúc nhận thật, ví dụ 05/10/2026 08:15; bắt buộc"),
    Heading("procedure", "Mã thủ tục", 14, "ví dụ 1.001193; bắt buộc"),
    Heading("case", "Trường hợp", 16, "khi thủ tục có nhiều trường hợp: tên hoặc ký hiệu"),
    Heading("kind", "Cá nhân, tổ chức", 12, "để trống: cá nhân"),
    Heading("name", "Chủ hồ sơ", 26, "họ và tên, tên tổ chức; bắt buộc"),
    Heading("identity_number", "Số định danh", 16, "số định danh, mã số thuế; ô dạng văn bản"),
    Heading("phone", "Điện thoại", 14),
    Heading("address", "Địa chỉ", 32),
    Heading("submitter_name", "Người nộp thay", 24, "chỉ khi người khác nộp thay"),
    Heading("submitter_identity", "Số định danh người nộp", 16),
    Heading("submitter_phone", "Điện thoại người nộp", 14),
    Heading("submitter_role", "Tư cách người nộp", 16, "ví dụ: con, người được ủy quyền"),
    Heading("subject", "Nội dung yêu cầu", 30),
    Heading("papers", "Giấy tờ", 30, "mỗi giấy tờ cách nhau bằng dấu ;  để trống: đủ theo thủ tục"),
    Heading("limit", "Thời hạn", 16, "chỉ khi thủ tục chưa có thời hạn: như “5 ngày làm việc”"),
    Heading("decided", "Ngày giờ có kết quả", 17, "để trống: còn đang giải quyết"),
    Heading("outcome", "Kết quả", 16, "để trống: giải quyết theo yêu cầu; “không”: không giải quyết theo yêu cầu"),
    Heading("returned", "Ngày giờ trả", 17, "để trống: chưa trả"),
    Heading("receiver", "Người nhận kết quả", 24),
)
KEYS = [each.key for each in HEADINGS]
TITLES = {each.key: each.title for each in HEADINGS}
NEEDED = ("number", "received", "procedure", "name")
_BY_TITLE = {fold(each.title): each.key for each in HEADINGS}
LEAD = "Mỗi hồ sơ một dòng. Giữ nguyên tên cột; có thể đổi thứ tự, bỏ cột không dùng."


def template(lines: Iterable[Sequence[Any]] = (), *, title: str, problems: bool = False) -> bytes:
    """Return the spreadsheet to fill in (XLSX); with `problems` a last column that says what is wrong with each row."""
    columns = [Column(each.title, each.width) for each in HEADINGS]
    lead = [LEAD, *(f"{each.title}: {each.help}." for each in HEADINGS if each.help)]
    if problems:
        return write_sheet(title, [*columns, Column("Cần sửa", 48)], lines, lead=[LEAD])
    return write_sheet(title, columns, lines, lead=lead)


def read(content: bytes) -> list[tuple[int, Texts]]:
    """Return the rows of a file as (number of its line, texts by column); empty lines are left out.

    Raises BadInput (`file_too_large`, `not_a_table`, `columns_missing`, `too_many_rows`, `no_rows`, and those of
    `files.archives` for what only looks like a spreadsheet).
    """
    if len(content) > FILE_LIMIT:
        raise _wrong("file_too_large", f"Tệp lớn quá {FILE_LIMIT // 1024 // 1024} MB.")
    lines = _of_workbook(content) if content[:2] == b"PK" else _of_csv(content)
    found = list(_rows(lines))
    if not found:
        raise _wrong("no_rows", "Tệp không có dòng nào dưới tên cột.")
    return found


def _wrong(code: str, message: str) -> BadInput:
    return BadInput(code, message, field="file")


def _of_workbook(content: bytes) -> list[list[Any]]:
    if office_type(content) != XLSX:
        raise _wrong("not_a_table", "Đây không phải bảng tính Excel (xlsx) hay CSV.")
    _check_extent(content)
    try:
        return (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        )
    except (CalamineError, IndexError, OSError) as error:
        raise _wrong("not_a_table", "Không mở được bảng tính: tệp hỏng hoặc không có trang nào.") from error


def _check_extent(content: bytes) -> None:
    """Refuse a sheet with a cell far out before it is opened: a reader lays out every cell up to there."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            for letters, digits in _PLACE.findall(packed.read(name)):
                if int(digits) > MOST_ROWS + 1_000 or _column(letters) > MOST_COLUMNS:
                    raise _too_many()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_many() -> BadInput:
    words = f"Bảng có nhiều nhất {MOST_ROWS:,} dòng và {MOST_COLUMNS} cột."
    return _wrong("too_many_rows", words.replace(",", "."))


def _of_csv(content: bytes) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
        separator = max(",;\t", key=text[:4_000].count)
        lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _wrong("not_a_table", "Tệp không phải bảng tính xlsx, cũng không phải CSV mã UTF-8.") from error
    if len(lines) > MOST_ROWS + 1_000:
        raise _too_many()
    return lines


def _rows(lines: list[list[Any]]) -> Iterator[tuple[int, Texts]]:
    start, places = _headings(lines)
    count = 0
    for number, cells in enumerate(lines[start + 1 :], start=start + 2):
        texts = {key: _text(cells[at]) for key, at in places.items() if at < len(cells)}
        if any(texts.values()):
            count += 1
            if count > MOST_ROWS:
                raise _too_many()
            yield number, {key: text for key, text in texts.items() if text}


def _headings(lines: list[list[Any]]) -> tuple[int, dict[str, int]]:
    for number, cells in enumerate(lines[: HEAD_LINES + len(HEADINGS)]):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells[:MOST_COLUMNS]):
            key = _BY_TITLE.get(fold(clean(str(cell))))
            if key:
                found.setdefault(key, at)
        if "number" in found and len(found) > 1:
            if missing := [TITLES[key] for key in NEEDED if key not in found]:
                raise _wrong("columns_missing", f"Thiếu cột: {', '.join(missing)}. Hãy dùng mẫu tải về.")
            return number, found
    raise _wrong("columns_missing", "Không thấy hàng tên cột (Số trong sổ, Ngày giờ nhận…). Hãy dùng mẫu tải về.")


def _text(cell: Any) -> str:
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
