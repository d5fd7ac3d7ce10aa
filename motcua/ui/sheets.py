"""Sheets (XLSX): any list, and the register book and control slip with the same data as on paper.

Text is always written as text: a cell that begins with = + - @ or a tab never becomes a formula.
"""

import csv
import io
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from motcua.core.text import clean
from motcua.ui.formats import local
from motcua.ui.formulas import RATES, Formula, worth
from motcua.ui.printing import UnknownFormError, prepared

MIME = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
A4 = 9
WRONG = "#B3261E"
EXACT = 10**15  # from here on spreadsheet programs round whole numbers: they are written as text
EMPTY = "Không có dòng nào"
CELL_LIMIT = 32767  # signs in one cell, the file format's own limit
NAME_LIMIT = 31
LINE, BOLD = 15, 0.85  # points of a line; how much fewer signs of a bold heading stand in a column
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheet programs count days differently
RISKY = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")
RESULTS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}


@dataclass(frozen=True)
class Column:
    """One column: its heading and its width in signs."""

    title: str
    width: float = 14


@dataclass(frozen=True)
class Statement:
    """A statutory table with what stands above and below it, as on the printed form.

    `left` and `right`: the heads of the paper, who reports and the nation's; `heads` above `columns`: (name, how many
    columns), a name "" for columns that reach through both rows; `marks`: the row of (1), (2) … below them; `signers`:
    (who, line by line, what is written below); a total row is the last of `rows`, told by `has_total`; `strong`: the
    places of other rows that stand out, counted from 0; `wrong`: cells (row, column) that are marked. `sheet`: what the
    sheet is called where the title is too long for a name.
    """

    title: str
    left: Sequence[str]
    right: Sequence[str]
    lead: Sequence[str]
    heads: Sequence[tuple[str, int]]
    columns: Sequence[Column]
    marks: Sequence[str]
    rows: Sequence[Sequence[Any]]
    has_total: bool = False
    wrong: Collection[tuple[int, int]] = ()
    strong: Collection[int] = ()
    notes: Sequence[str] = ()
    signers: Sequence[tuple[str, str]] = ()
    sheet: str = ""


REGISTER = (
    ("seq", Column("STT", 6)),
    ("code", Column("Mã hồ sơ", 28)),
    ("procedure", Column("Tên TTHC", 40)),
    ("sets", Column("Số lượng hồ sơ (bộ)", 9)),
    ("applicant", Column("Tên cá nhân, tổ chức", 26)),
    ("address", Column("Địa chỉ", 34)),
    ("phone", Column("Số điện thoại", 14)),
    ("lead", Column("Cơ quan chủ trì giải quyết", 24)),
    ("received", Column("Nhận hồ sơ", 17)),
    ("due", Column("Hẹn trả kết quả", 17)),
    ("sent", Column("Chuyển hồ sơ đến cơ quan giải quyết", 17)),
    ("result_in", Column("Nhận kết quả từ cơ quan giải quyết", 17)),
    ("returned", Column("Trả kết quả", 17)),
    ("method", Column("Phương thức nhận, ký nhận", 16)),
    ("note", Column("Ghi chú", 24)),
)
CONTROL = (
    ("from", Column("Bên giao", 32)),
    ("to", Column("Bên nhận", 32)),
    ("at", Column("Thời gian giao, nhận hồ sơ", 18)),
    ("from_person", Column("Người giao", 22)),
    ("to_person", Column("Người nhận", 22)),
    ("result", Column("Kết quả giải quyết hồ sơ", 16)),
    ("note", Column("Ghi chú", 36)),
)


def sheet_name(title: str) -> str:
    """Return a title as a sheet's name: at most 31 signs, without those the format forbids."""
    return NOT_IN_NAME.sub(" ", clean(title))[:NAME_LIMIT].strip() or "Bảng"


class _Cells:
    """Writes values of one sheet, each in its own kind of cell."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, *, bold: bool = False, color: str = "") -> None:
        base = {"border": 1, "valign": "top", "font_name": "Times New Roman", "font_size": 11, "bold": bold}
        base |= {"font_color": color} if color else {}
        self.sheet = sheet
        self.text = book.add_format({**base, "text_wrap": True})
        # The quote prefix keeps such a text a text when somebody edits the cell.
        self.risky = book.add_format({**base, "text_wrap": True, "quote_prefix": True})
        self.number = book.add_format({**base, "num_format": "#,##0"})
        self.decimal = book.add_format({**base, "num_format": "#,##0.##"})
        self.rate = book.add_format({**base, "num_format": "0.00", "align": "right"})
        self.day = book.add_format({**base, "num_format": "dd/mm/yyyy", "align": "center"})
        self.moment = book.add_format({**base, "num_format": "dd/mm/yyyy hh:mm", "align": "center"})
        self.top = 0  # the first row of the table, where formulas begin

    def _write_date(self, row: int, column: int, value: date) -> None:
        there = local(value)
        if isinstance(there, datetime):
            self.sheet.write_datetime(row, column, there.replace(tzinfo=None), self.moment)
        else:
            self.sheet.write_datetime(row, column, there, self.day)

    def write(self, row: int, column: int, value: Any) -> None:
        """Write one value: dates as dates, numbers as numbers, everything else as text."""
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.text)
        elif isinstance(value, Formula):  # the only formulas there are: of places, never of what was typed
            look, told = (self.rate if isinstance(value, RATES) else self.number), value.value
            told = told if isinstance(told, str) else float(told)
            self.sheet.write_formula(row, column, value.formula(row, self.top), look, told)
        elif isinstance(value, bool):
            self.write_text(row, column, "Có" if value else "Không")
        elif isinstance(value, int | float | Decimal) and abs(float(value)) < EXACT:  # not so: NaN
            whole = value == int(value)  # or 5.0 would be shown as “5.”
            self.sheet.write_number(row, column, float(value), self.number if whole else self.decimal)
        elif isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) >= FIRST_DAY:
            self._write_date(row, column, value)
        else:
            self.write_text(row, column, str(value))

    def write_text(self, row: int, column: int, value: str, look: Format | None = None) -> None:
        """Write a text as typed, cut at the format's limit."""
        text = clean(value.encode("utf-8", "ignore").decode(), lines=True)[:CELL_LIMIT]
        self.sheet.write_string(row, column, text, look or (self.risky if text.startswith(RISKY) else self.text))


def write_sheet(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, lead: Sequence[str] = ()
) -> bytes:
    """Return an XLSX of one sheet: title, `lead` lines, a heading repeated on each printed page, the rows.

    Values are texts, whole numbers, decimals, dates (dd/mm/yyyy), instants (local dd/mm/yyyy hh:mm), booleans or None.
    Prints on A4 landscape, one page wide; the heading filters. An empty list says so.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(sheet_name(title))
    cells = _Cells(book, sheet)
    font = {"font_name": "Times New Roman", "bold": True}
    still_text = {"quote_prefix": True}  # also when somebody edits the cell
    big = book.add_format({**font, **still_text, "font_size": 14})
    plain = book.add_format({**still_text, "font_name": "Times New Roman", "font_size": 11})
    head = book.add_format(
        {**font, **still_text, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    cells.write_text(0, 0, title, big)
    for place, line in enumerate(lead, 1):
        cells.write_text(place, 0, line, plain)
    top = len(lead) + 2
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        cells.write_text(top, place, column.title, head)
    last = top
    for last, values in enumerate(rows, top + 1):
        for place, value in enumerate(values):
            cells.write(last, place, value)
    _finish_table(sheet, cells, top, last, len(columns))
    _set_page(sheet, top, top)
    book.close()
    return out.getvalue()


def _set_page(sheet: Worksheet, first: int, last: int) -> None:
    """A4 landscape, one page wide; the rows of the heading stay on the screen and on each page."""
    sheet.freeze_panes(last + 1, 0)
    sheet.repeat_rows(first, last)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&CTrang &P/&N")


class _Looks:
    """How the parts of a statement look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 11, "quote_prefix": True, "text_wrap": True}
        middle = {**base, "align": "center", "valign": "vcenter"}
        self.plain = book.add_format(base)
        self.centre = book.add_format(middle)
        self.strong = book.add_format({**middle, "bold": True})
        self.title = book.add_format({**middle, "bold": True, "font_size": 14})
        self.leaning = book.add_format({**middle, "italic": True})
        self.head = book.add_format({**middle, "bold": True, "border": 1})
        self.mark = book.add_format({**middle, "italic": True, "border": 1, "font_size": 9})


def write_statement(given: Statement) -> bytes:
    """Return an XLSX of one sheet, ready for A4 landscape: the form's heads, the table with a heading of two rows that
    every page repeats, the notes, who signs. Sums are formulas; what was typed by people never is one."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(sheet_name(given.sheet or given.title))
    cells, looks = _Cells(book, sheet), _Looks(book)
    for place, column in enumerate(given.columns):
        sheet.set_column(place, place, column.width)
    top = _write_heads(cells, looks, given)
    _write_heading(cells, looks, given, top)
    strong, marked = _Cells(book, sheet, bold=True), _Cells(book, sheet, bold=True, color=WRONG)
    cells.top = strong.top = marked.top = top + 3
    for row, values in enumerate(given.rows):
        one = strong if row in given.strong or (given.has_total and row == len(given.rows) - 1) else cells
        for place, value in enumerate(values):
            (marked if (row, place) in given.wrong else one).write(cells.top + row, place, value)
    foot = cells.top + max(len(given.rows), 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(cells.top, 0, foot - 1, len(given.columns) - 1)})  # 1.2
    _write_foot(cells, looks, given, foot)
    _set_page(sheet, top, top + 2)
    book.close()
    return out.getvalue()


def _span(cells: _Cells, row: int, columns: range, text: str, look: Format) -> None:
    """Write a text over several columns; as text, whatever it begins with."""
    if len(columns) > 1:
        cells.sheet.merge_range(row, columns[0], row, columns[-1], "", look)
    cells.write_text(row, columns[0], text, look)


def _height(*texts: tuple[str, float]) -> float:
    """How high a row is in which texts stand that are so many signs wide; merged cells never grow by themselves."""
    lines = (sum(len(wrap(line, max(int(width), 1))) or 1 for line in text.split("\n")) for text, width in texts)
    return LINE * max(lines, default=1)


def _halves(given: Statement) -> tuple[range, range]:
    """The columns of the left and of the right half, by width; the right one has at least one."""
    widths = list(itertools.accumulate(column.width for column in given.columns))
    half = min(next(place for place, sofar in enumerate(widths, 1) if sofar * 2 >= widths[-1]), len(widths) - 1)
    return range(half), range(half, len(widths))


def _write_heads(cells: _Cells, looks: _Looks, given: Statement) -> int:
    """Write what stands above the table; returns the row at which its heading begins."""
    for lines, columns in zip((given.left, given.right), _halves(given), strict=True):
        for row, line in enumerate(lines):
            _span(cells, row, columns, line, looks.strong if row < 2 else looks.leaning)
    begin, whole = max(len(given.left), len(given.right)) + 1, range(len(given.columns))
    for row, line in enumerate([given.title.upper(), *given.lead], begin):
        _span(cells, row, whole, line, looks.title if row == begin else looks.leaning)
    return begin + len(given.lead) + 2


def _write_heading(cells: _Cells, looks: _Looks, given: Statement, top: int) -> None:
    """Two rows of names, those of groups over their columns, and the row of marks."""
    begin, above = 0, []
    for name, width in given.heads:
        columns = range(begin, begin + width)
        if name:
            _span(cells, top, columns, name, looks.head)
        for place in columns:
            if not name:  # reaches through both rows
                cells.sheet.merge_range(top, place, top + 1, place, "", looks.head)
            cells.write_text(top + bool(name), place, given.columns[place].title, looks.head)
        above.append((name, sum(each.width for each in given.columns[begin : begin + width]) * BOLD))
        begin += width
    cells.sheet.set_row(top, _height(*above))
    cells.sheet.set_row(top + 1, max(48, _height(*((each.title, each.width * BOLD) for each in given.columns))))
    for place, mark in enumerate(given.marks):
        cells.write_text(top + 2, place, mark, looks.mark)


def _write_foot(cells: _Cells, looks: _Looks, given: Statement, begin: int) -> None:
    """What is said below the table, and who signs."""
    whole, wide = range(len(given.columns)), sum(each.width for each in given.columns)
    if not given.rows:
        _span(cells, begin - 1, whole, EMPTY, looks.plain)
    for row, note in enumerate(given.notes, begin):
        _span(cells, row, whole, note, looks.plain)
        cells.sheet.set_row(row, _height((note, wide)))
    signed = begin + len(given.notes) + 1
    cells.sheet.set_row(signed, _height(*((who, wide / 2 * BOLD) for who, _ in given.signers)))
    for (who, below), columns in zip(given.signers, _halves(given), strict=False):
        _span(cells, signed, columns, who.upper(), looks.strong)
        _span(cells, signed + 1, columns, below, looks.leaning)


def _finish_table(sheet: Worksheet, cells: _Cells, top: int, last: int, width: int) -> None:
    """Let the heading filter, codes and phones stand without a mark of error; say that a list is empty."""
    if last == top:
        cells.write_text(top + 1, 0, EMPTY)
    elif width:
        sheet.autofilter(top, 0, last, width - 1)
        sheet.ignore_errors({"number_stored_as_text": xl_range(top + 1, 0, last, width - 1)})


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield a CSV piece by piece: UTF-8 with a mark for spreadsheet programs, instants local as dd/mm/yyyy hh:mm.

    A text that a spreadsheet program would take for a formula gets a quote before it (OWASP, CSV injection).
    """
    line = io.StringIO()
    writer = csv.writer(line)
    yield "\ufeff".encode()
    for values in itertools.chain([[column.title for column in columns]], rows):
        writer.writerow([_plain(value) for value in values])
        yield line.getvalue().encode("utf-8", "ignore")
        line.seek(0)
        line.truncate()


def _plain(value: Any) -> Any:
    value = worth(value)
    if isinstance(value, date):
        return f"{local(value):%d/%m/%Y %H:%M:%S}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if value is None or isinstance(value, int | float | Decimal):
        return "" if value is None else value
    text = clean(str(value), lines=True)[:CELL_LIMIT]
    return f"'{text}" if text.startswith(RISKY) else text


def _moment(text: Any) -> Any:
    """Return a local ISO text as date or datetime; anything else unchanged."""
    if not isinstance(text, str) or not re.match(r"\d{4}-\d\d-\d\d", text):
        return text
    return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)


DATED = {"received", "due", "sent", "result_in", "returned", "at"}


def _value(row: dict[str, Any], key: str) -> Any:
    value = row.get(key)
    if key in DATED:
        return _moment(value)
    if key == "result":
        return RESULTS.get(value or "", value)
    return value


def paper_sheet(form: str, data: dict[str, Any]) -> bytes:
    """Return the XLSX of "register" or "control" from the data that print_paper takes. Raises PaperError."""
    found, values = prepared(form, data)
    if found.form not in ("register", "control"):
        raise UnknownFormError(f"mẫu {form!r} không có dạng bảng tính")
    columns = REGISTER if found.form == "register" else CONTROL
    if found.form == "register":
        lead = [values["agency"]["name"], values.get("period", "")]
    else:
        lead = [
            f"Mã hồ sơ: {values['code']}",
            f"Chủ hồ sơ: {values['applicant']['name']}",
            f"Nội dung yêu cầu giải quyết: {values['procedure']['name']}",
            f"Cơ quan (bộ phận) giải quyết hồ sơ: {values.get('lead') or ''}",
            f"Cơ quan phối hợp giải quyết hồ sơ: {'; '.join(values.get('partners') or [])}",
        ]
    rows = ([_value(row, key) for key, _ in columns] for row in values["rows"])
    return write_sheet(
        f"{found.name} ({found.number})",
        [column for _, column in columns],
        rows,
        lead=[line for line in lead if line],
    )
