"""The columns of a paper register as a spreadsheet: the template to fill in, and a file read back into texts. No rules.

Nothing a file says decides anything here: it becomes texts by column, `entries` judges them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from motcua.files.spreadsheets import Texts, table_of
from motcua.ui.sheets import Column, write_sheet

MOST_ROWS, MOST_COLUMNS = 20_000, 60


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
LEAD = "Mỗi hồ sơ một dòng. Giữ nguyên tên cột; có thể đổi thứ tự, bỏ cột không dùng."


def template(lines: Iterable[Sequence[Any]] = (), *, title: str, problems: bool = False) -> bytes:
    """Return the spreadsheet to fill in (XLSX); with `problems` a last column that says what is wrong with each row."""
    columns = [Column(each.title, each.width) for each in HEADINGS]
    lead = [LEAD, *(f"{each.title}: {each.help}." for each in HEADINGS if each.help)]
    if problems:
        return write_sheet(title, [*columns, Column("Cần sửa", 48)], lines, lead=[LEAD])
    return write_sheet(title, columns, lines, lead=lead)


def read(content: bytes) -> list[tuple[int, Texts]]:
    """Return the rows of a file as (number of its line, texts by column); raises BadInput as `table_of` does."""
    return table_of(content, TITLES, needed=NEEDED, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
