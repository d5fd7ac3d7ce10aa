"""The workbook of a report, read back by another reader and counted again by its own formulas."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from motcua.core import clock
from motcua.reports.importers import shipped
from motcua.reports.layouts import layout_from
from motcua.reports.sheets import pdf_of, xlsx_of
from motcua.reports.tables import Row, total_of
from motcua.ui.formulas import Across, Down
from motcua.ui.sheets import Column, Statement, write_statement
from tests.nonempty import some
from tests.ui.paper_samples import pages_of, squeezed

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LAYOUT = layout_from(shipped()["II.06a"])
OFFICE = SimpleNamespace(name="UBND phường Thử", short_name="P. Thử", place="Thử", parent=None)
PERIOD = (date(2026, 1, 1), date(2026, 3, 31))


def row(name: str, *counted: int) -> Row:
    """A row with what is counted itself (columns 4 5 6 8 9 10 11 13); the rest is made of it."""
    cells = dict(zip(("4", "5", "6", "8", "9", "10", "11", "13"), counted, strict=True))
    cells |= {"3": sum(counted[:3]), "7": sum(counted[3:6]), "12": counted[6] - counted[7]}
    return Row(name, name, {each.key: cells[each.key] for each in LAYOUT.columns}, [])


ROWS = [row("Đất đai", 3, 1000, 7, 4, 0, 1, 1005, 12), row("=Hộ tịch", 0, 5, 0, 5, 0, 0, 0, 0)]


def book(rows: list[Row]) -> bytes:
    return xlsx_of(LAYOUT, rows, agency=OFFICE, period=PERIOD, at=clock_at())


def clock_at():
    return datetime(2026, 4, 2, 8, 0, tzinfo=clock.LOCAL)


def sheet_of(content: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))


def cells_of(content: bytes) -> tuple[dict[str, str], dict[str, float]]:
    """Return cell → formula, and cell → number as it is kept (also what a formula came to when it was written)."""
    formulas, numbers = {}, {}
    for cell in sheet_of(content).iter(f"{MAIN}c"):
        formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
        if formula is not None:
            formulas[cell.attrib["r"]] = formula.text
        if value is not None and cell.get("t") is None:
            numbers[cell.attrib["r"]] = float(value.text)
    return formulas, numbers


def worth(formula: str, of: dict[str, float]) -> float:
    """Count a formula of sums and differences anew, as a spreadsheet program does."""
    total = 0.0
    for sign, first, last in re.findall(r"([+-]?)(?:SUM\()?([A-Z]+\d+)(?::([A-Z]+\d+))?\)?", formula):
        total += (-1 if sign == "-" else 1) * sum(of[cell] for cell in between(first, last or first))
    return total


def between(first: str, last: str) -> list[str]:
    (left, top), (right, bottom) = (re.fullmatch(r"([A-Z])(\d+)", cell).groups() for cell in (first, last))
    letters = [chr(code) for code in range(ord(left), ord(right) + 1)]
    return [f"{letter}{line}" for letter in letters for line in range(int(top), int(bottom) + 1)]


def table_of(content: bytes) -> list[list]:
    """The rows of the table as another reader sees them: below the row of (1) (2) (3)."""
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    (top,) = [place for place, cells in enumerate(read) if cells[:3] == ["(1)", "(2)", "(3)"]]
    return read[top + 1 :]


def test_another_reader_finds_the_cells_of_the_report():
    found = table_of(book(ROWS))
    for read, wanted in zip(found, ROWS, strict=False):
        assert read[1] == wanted.name
        assert [int(number) for number in read[2:]] == list(wanted.cells.values())
    assert found[2][1] == "Tổng cộng"
    assert [int(number) for number in found[2][2:]] == list(total_of(LAYOUT, ROWS).values())


def test_sums_are_formulas_and_come_to_what_is_written():
    content = book(ROWS)
    formulas, numbers = cells_of(content)
    of_rows = sum(1 for column in LAYOUT.columns if column.plus)
    assert len(formulas) == of_rows * len(ROWS) + len(LAYOUT.columns)
    for cell, formula in some(formulas.items()):
        assert worth(formula, numbers) == numbers[cell], (cell, formula)
    assert sum("-" in formula for formula in formulas.values()) == len(ROWS)  # in time = open less overdue
    changed = numbers | {next(cell for cell in numbers if cell not in formulas and cell[0] == "D"): 999}
    assert any(worth(formula, changed) != numbers[cell] for cell, formula in formulas.items())


def test_what_people_typed_is_never_a_formula():
    names = ["=1+1", "+84 1", "-2", "@SUM(A1)", "\t=1"]
    layout = layout_from({
        "code": "=CODE()", "name": "=NAME()", "form": "+form", "group": "field", "counted_when": "3", "identities": [],
        "columns": [{"key": "3", "name": "=C3", "above": "@above", "in_period": {"received": 1}}],
    })  # fmt: skip
    rows = [Row(name, name, {"3": 1}, []) for name in names]
    content = xlsx_of(layout, rows, agency=OFFICE, period=PERIOD, at=clock_at(), notes=["=lụt", "-nghỉ"])
    formulas, _ = cells_of(content)
    assert list(formulas.values()) == ["SUM(C12:C16)"]
    assert [cells[1] for cells in table_of(content)][:5] == [*names[:4], "=1"]


def test_the_sheet_is_ready_for_a4_landscape():
    content = book(ROWS)
    sheet = sheet_of(content)
    page, setup = sheet.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr"), sheet.find(f"{MAIN}pageSetup")
    assert page.get("fitToPage") == "1"
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.read("xl/workbook.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert re.search(r"Print_Titles[^>]*>[^<]*\$9:\$11<", names), names
    for text in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UBND PHƯỜNG THỬ", "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ",
                 "Số lượng hồ sơ tiếp nhận", "Từ ngày 01/01/2026 đến hết ngày 31/03/2026", "08:00 02/04"):  # fmt: skip
        assert text in texts, text
    merged = {each.get("ref") for each in sheet.iter(f"{MAIN}mergeCell")}
    assert {"A9:A10", "B9:B10", "C9:F9", "G9:J9", "K9:M9"} <= merged


def test_what_does_not_add_up_is_red_and_said_below():
    """On paper too, where red may be grey."""
    wrong = replace(ROWS[0], cells=ROWS[0].cells | {"3": 1011})
    for rows, marked in ((ROWS, set()), ([wrong, ROWS[1]], {"C", "D", "E", "F", "G", "K"})):
        content = book(rows)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = archive.read("xl/sharedStrings.xml").decode()
            styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        fonts = [font.find(f"{MAIN}color") for font in styles.find(f"{MAIN}fonts")]
        red = {n for n, color in enumerate(fonts) if color is not None and color.get("rgb") == "FFB3261E"}
        looks = [int(look.get("fontId")) for look in styles.find(f"{MAIN}cellXfs")]
        found = {cell.get("r") for cell in sheet_of(content).iter(f"{MAIN}c") if looks[int(cell.get("s", 0))] in red}
        assert found == {f"{column}{line}" for column in marked for line in (12, 14)}  # the row, and the sum
        printed = "".join(pages_of(pdf_of(LAYOUT, rows, agency=OFFICE, period=PERIOD, at=clock_at())))
        said = "Số liệu không khớp ở dòng “Đất đai”: cột (3) là 1.011, khác (4) + (5) + (6) là 1.010; "
        assert (said in texts, squeezed(said.strip()) in printed) == (bool(marked),) * 2


def test_an_empty_report_says_so_and_sums_nothing():
    content = book([])
    assert cells_of(content)[0] == {}
    assert table_of(content)[0][0] == "Không có dòng nào"


@pytest.mark.parametrize(
    ("sum_of", "wanted"),
    [
        (Across(3, [2, 3, 4]), "=SUM(C6:E6)"), (Across(3, [4, 2]), "=E6+C6"), (Across(3, [2]), "=C6"),
        (Across(3, [2, 3], [4]), "=C6+D6-E6"), (Down(3, 2), "=SUM(C3:C5)"),
    ],
)  # fmt: skip
def test_how_sums_are_written(sum_of, wanted):
    assert sum_of.formula(5, 2) == wanted


def test_a_statement_of_two_columns_has_two_halves():
    given = Statement(
        title="Hai cột", left=["A"], right=["B"], lead=[], heads=[("", 2)], columns=[Column("x", 40), Column("y", 5)],
        marks=["(1)", "(2)", "(3)"][:2], rows=[["a", 1]], signers=[("ai", "ký")],
    )  # fmt: skip
    assert b"xl/workbook.xml" in write_statement(given)


def test_long_headings_and_notes_are_given_the_height_they_need():
    layout = layout_from(shipped()["II.07"])
    long = "Văn phòng nghỉ vì lụt, tiếp nhận trực tuyến vẫn mở. " * 12
    content = xlsx_of(layout, [], agency=OFFICE, period=PERIOD, at=clock_at(), notes=[long])
    rows = {int(each.get("r")): float(each.get("ht", 15)) for each in sheet_of(content).iter(f"{MAIN}row")}
    assert rows[10] >= 5 * 15  # “Lỗi phần mềm, đường truyền, cơ sở dữ liệu”
    assert rows[14] >= 3 * 15
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert '<sheet name="II.07"' in archive.read("xl/workbook.xml").decode()
