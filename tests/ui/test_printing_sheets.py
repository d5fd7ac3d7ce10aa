"""XLSX: read back by another library, attacked, and checked for how it prints."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from motcua.ui.printing import MissingFieldError, UnknownFormError
from motcua.ui.sheets import CELL_LIMIT, Column, paper_sheet, sheet_name, write_csv, write_sheet
from tests.ui.paper_samples import CODE, sample

EVIL = ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "＝1+1", "\t=1", "\r=1"]


def rows_of(sheet):
    return CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()


def part(sheet, name):
    return zipfile.ZipFile(io.BytesIO(sheet)).read(name).decode()


def sheet_xml(sheet):
    return part(sheet, "xl/worksheets/sheet1.xml")


def test_each_value_keeps_its_kind():
    values = [
        "Đỗ Ổn",
        "000012",
        12,
        Decimal("1.5"),
        date(2026, 11, 2),
        datetime(2026, 11, 1, 18, 30, tzinfo=UTC),
        True,
        None,
    ]
    sheet = write_sheet("Bảng", [Column(str(place)) for place in range(8)], [values])
    row = rows_of(sheet)[-1]
    assert row[:7] == ["Đỗ Ổn", "000012", 12, 1.5, date(2026, 11, 2), datetime(2026, 11, 2, 1, 30), "Có"]


def shown_by(sheet, cell):
    """The number format of a cell."""
    style = int(re.search(rf'<c r="{cell}" s="(\d+)"', sheet_xml(sheet))[1])
    styles = part(sheet, "xl/styles.xml")
    formats = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    used = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])[style]
    return {"3": "#,##0"}.get(used) or formats.get(used, "General")


def test_numbers_look_like_numbers():
    sheet = write_sheet("B", [Column("a")], [[5.0], [Decimal("1500000")], [2.5], [10**15], [Decimal("NaN")], [-3]])
    assert [shown_by(sheet, f"A{row}") for row in (4, 5, 6, 9)] == ["#,##0", "#,##0", "#,##0.##", "#,##0"]
    assert [row[0] for row in rows_of(sheet)[3:]] == [5, 1_500_000, 2.5, "1000000000000000", "NaN", -3]


def test_the_heading_filters_and_codes_of_digits_bear_no_mark_of_error():
    sheet = write_sheet("B", [Column("a"), Column("b")], [["0912345678", 1], ["000123", 2]], lead=["x"])
    assert '<autoFilter ref="A4:B6"/>' in sheet_xml(sheet)
    assert '<ignoredError sqref="A5:B6" numberStoredAsText="1"/>' in sheet_xml(sheet)
    assert [row[0] for row in rows_of(sheet)[4:]] == ["0912345678", "000123"]


def test_an_empty_list_says_so():
    sheet = write_sheet("B", [Column("a"), Column("b")], [])
    assert [row[0] for row in rows_of(sheet)] == ["B", "", "a", "Không có dòng nào"]
    assert "autoFilter" not in sheet_xml(sheet)


def test_ten_thousand_rows_are_whole():
    rows = ((number, f"H57.26.{number:07}", date(2026, 3, 2), Decimal("50000")) for number in range(1, 10_001))
    found = rows_of(write_sheet("B", [Column(name) for name in "abcd"], rows))
    assert len(found) == 10_003
    assert found[-1] == [10_000, "H57.26.0010000", date(2026, 3, 2), 50_000]


def test_a_csv_says_days_and_answers_as_the_sheet_does():
    columns = [Column(name) for name in "abcdef"]
    row = [date(2026, 3, 2), datetime(2026, 3, 2, 2, 30, tzinfo=UTC), True, None, 5, "=1+1"]
    lines = b"".join(write_csv(columns, [row])).decode("utf-8-sig").splitlines()
    assert lines[1] == "02/03/2026,02/03/2026 09:30:00,Có,,5,'=1+1"


@pytest.mark.parametrize("text", EVIL)
def test_a_text_never_becomes_a_formula_or_a_link(text):
    sheet = write_sheet(text, [Column(text)], [[text]], lead=[text])
    assert "<f>" not in sheet_xml(sheet)
    assert "<hyperlink" not in sheet_xml(sheet)
    cells = [row[0] for row in rows_of(sheet) if row[0] != ""]
    assert cells == [text.strip()] * 4


def test_a_risky_text_stays_a_text_when_the_cell_is_edited():
    sheet = write_sheet("=1+1", [Column("=1+1")], [["=1+1"]], lead=["=1+1"])
    styles = re.findall(r"<xf [^>]*>", part(sheet, "xl/styles.xml").split("<cellXfs")[1])
    used = [int(style) for style in re.findall(r'<c r="A\d+" s="(\d+)" t="s"', sheet_xml(sheet))]
    assert len(used) == 4
    assert all('quotePrefix="1"' in styles[style] for style in used)


def test_the_sheet_prints_on_a4_landscape_with_its_heading_on_each_page():
    sheet = write_sheet("Sổ", [Column("a"), Column("b")], [[1, 2]] * 200, lead=["x"])
    setup = re.search(r"<pageSetup [^>]*>", sheet_xml(sheet))[0]
    assert 'paperSize="9"' in setup
    assert 'orientation="landscape"' in setup
    assert 'fitToHeight="0"' in setup
    assert "$4:$4</definedName>" in part(sheet, "xl/workbook.xml")
    assert list(rows_of(sheet)[3]) == ["a", "b"]


@pytest.mark.parametrize("title", ["", "a" * 60, "[x]:*?/\\'", "'", "Sổ theo dõi hồ sơ (Mẫu số 07) năm 2026"])
def test_any_title_makes_a_valid_sheet_name(title):
    name = sheet_name(title)
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\'")
    assert len(rows_of(write_sheet(title, [Column("a")], [["x"]]))) >= 1


def test_a_text_too_long_for_a_cell_is_cut_not_lost():
    sheet = write_sheet("B", [Column("a")], [["x" * (CELL_LIMIT + 5)]])
    assert rows_of(sheet)[-1][0] == "x" * CELL_LIMIT


def test_signs_that_spreadsheets_cannot_hold_are_taken_out():
    sheet = write_sheet("B", [Column("a")], [["a\x00b\x08\ud800\u202ec"]])
    assert rows_of(sheet)[-1][0] == "abc"


def test_a_day_that_spreadsheets_count_wrongly_is_written_as_text():
    assert rows_of(write_sheet("B", [Column("a")], [[date(1890, 1, 2)]]))[-1][0] == "1890-01-02"


def test_the_register_is_a_sheet_with_real_dates():
    rows = rows_of(paper_sheet("register", sample("register")))
    assert rows[0][0] == "Sổ theo dõi hồ sơ (Mẫu số 07)"
    heading = next(place for place, row in enumerate(rows) if row[0] == "STT")
    assert "Hẹn trả kết quả" in rows[heading]
    first = dict(zip(rows[heading], rows[heading + 1], strict=True))
    assert first["Mã hồ sơ"] == "H61.12.05-20261102-0000001"
    assert first["Số điện thoại"] == "0900 000 001"
    assert first["Nhận hồ sơ"] == datetime(2026, 11, 2, 8, 0)
    assert first["Trả kết quả"] == date(2026, 11, 7)
    assert len(rows) == heading + 3


def test_the_control_slip_is_a_sheet_too():
    values = sample("control", "2018")
    values["rows"][0]["note"] = "=1+1"
    sheet = paper_sheet("control", values)
    rows = rows_of(sheet)
    assert rows[0][0] == "Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu số 05)"
    assert rows[1][0] == f"Mã hồ sơ: {CODE}"
    assert rows[-2][2] == datetime(2026, 11, 20, 10, 30)
    assert rows[-2][5:] == ["Đúng hạn", "=1+1"]
    assert rows[-1][5] == "Quá hạn"
    assert "<f>" not in sheet_xml(sheet)


def test_other_forms_have_no_sheet():
    with pytest.raises(UnknownFormError):
        paper_sheet("receipt", sample("receipt"))
    values = sample("register")
    del values["rows"]
    with pytest.raises(MissingFieldError):
        paper_sheet("register", values)
