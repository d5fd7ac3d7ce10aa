"""The spreadsheet of past figures: a line for each unit, span, field and period; the template, and a file read back."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from motcua.files.spreadsheets import Texts, table_of, wrong
from motcua.reports.choices import Measure, Span
from motcua.ui.sheets import EMPTY, Column, write_sheet

MOST_ROWS, MOST_COLUMNS = 2_000, 40
UNIT, SPAN, FIELD, FIRST, LAST, SOURCE, REPLACES = "unit", "span", "field", "first", "last", "source", "replaces"


class Heading(NamedTuple):
    """A column: its key, its title, its width, and how it is filled in."""

    key: str
    title: str
    width: int
    help: str = ""


_SPANS = "; ".join(Span.labels)
HEADINGS = (
    Heading(UNIT, "Đơn vị", 34, "mã hoặc tên đầy đủ, kể cả đơn vị trước ngày 01/7/2025; bắt buộc"),
    Heading(SPAN, "Phạm vi", 20, f"{_SPANS}. Để trống: Cấp mình (gồm phòng, ban, chi nhánh; không kể cấp dưới)"),
    Heading(FIELD, "Lĩnh vực", 22, "mã hoặc tên lĩnh vực; để trống: mọi lĩnh vực"),
    Heading(FIRST, "Từ ngày", 12, "ví dụ 01/01/2019, hoặc chỉ ghi năm 2019; bắt buộc"),
    Heading(LAST, "Đến hết ngày", 12, "ví dụ 31/12/2019; để trống: hết năm của ngày đầu"),
    *(Heading(measure, measure.label, 13) for measure in Measure),
    Heading(SOURCE, "Nguồn", 40, "báo cáo nào, trang nào; bắt buộc"),
    Heading(REPLACES, "Lý do thay số cũ", 30, "chỉ ghi khi kỳ này của đơn vị đã có số và cần thay"),
)
TITLES = {each.key: each.title for each in HEADINGS}
KEYS = [each.key for each in HEADINGS]
NEEDED = (UNIT, FIRST, SOURCE)
LEAD = (
    "Mỗi đơn vị, lĩnh vực, kỳ một dòng. Giữ nguyên tên cột; có thể đổi thứ tự, bỏ cột không dùng.",
    "Ô để trống là báo cáo không ghi, khác với số 0. Chép đúng số báo cáo ghi, kể cả khi không khớp.",
    "Báo cáo chỉ ghi “khoảng 90 %” hay “trên 90 %”: ghi ~90 hay >90 ở cột tỷ lệ.",
)


def template(lines: Iterable[Sequence[Any]] = (), *, problems: bool = False) -> bytes:
    """Return the spreadsheet to fill in (XLSX); with `problems` a last column that says what is wrong with each row."""
    columns = [Column(each.title, each.width) for each in HEADINGS]
    lead = [*LEAD, *(f"{each.title}: {each.help}." for each in HEADINGS if each.help)]
    more = [Column("Cần sửa", 48)] if problems else []
    return write_sheet("Số liệu cũ", [*columns, *more], lines, lead=lead)


def read(content: bytes) -> list[tuple[int, Texts]]:
    """Return the rows of a file as (number of its line, texts by column); raises BadInput as `table_of` does."""
    rows = table_of(content, TITLES, needed=NEEDED, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    if found := [(line, said) for line, said in rows if said != {UNIT: EMPTY}]:  # a template that nobody filled in
        return found
    raise wrong("no_rows", "Tệp không có dòng nào dưới tên cột.")
