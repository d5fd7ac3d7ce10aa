"""Reports on paper: nothing runs into its neighbour, however many columns, and no signature stands alone."""

from datetime import date, datetime

import pypdfium2
import pytest

from motcua.core import clock
from motcua.reports.importers import shipped
from motcua.reports.layouts import Layout, layout_from
from motcua.reports.sheets import pdf_of
from motcua.reports.tables import Row
from motcua.ui.printing import print_paper
from tests.reports.test_sheets import OFFICE
from tests.ui.paper_samples import outside, pages_of, sample, squeezed

PERIOD = (date(2026, 1, 1), date(2026, 3, 31))
TOUCH = 0.7  # points
LINE = 2.5  # points between the feet of signs of one line


def printed(layout: Layout, rows: list[Row]) -> bytes:
    return pdf_of(layout, rows, agency=OFFICE, period=PERIOD, at=datetime(2026, 4, 2, 8, 0, tzinfo=clock.LOCAL))


def rows_of(layout: Layout, count: int, number: int) -> list[Row]:
    cells = layout.completed({each.key: number for each in layout.columns if each.way})
    return [Row(f"{n}", f"Lĩnh vực {n}", cells, []) for n in range(count)]


def run_into(pdf: bytes) -> list[str]:
    """Return the pairs of signs on a line that cover each other, without those that follow each other in a word."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [(place, *text.get_charbox(place)) for place in range(text.count_chars())]
            signs = sorted((left, right, bottom, n) for n, left, bottom, right, _ in boxes if right > left)
            for place, (_, right, bottom, n) in enumerate(signs):
                for left, _, other, m in signs[place + 1 : place + 12]:
                    if left < right - TOUCH and abs(bottom - other) < LINE and abs(n - m) > 1:
                        found.append(text.get_text_range(min(n, m), 1) + text.get_text_range(max(n, m), 1))
            text.close()
    return found


@pytest.mark.parametrize("code", ["07a", "II.07", "TD18", "II.06a"])
def test_headings_and_large_numbers_stay_within_their_columns(code):
    layout = layout_from(shipped()[code])
    pdf = printed(layout, rows_of(layout, 2, 888_888))
    assert outside(pdf) == []
    assert run_into(pdf) == []


def test_who_signs_stands_under_the_sum_of_all_rows():
    layout = layout_from(shipped()["TD18"])
    for count in range(9, 21, 2):  # one of them fills its page to the last line
        last = pages_of(printed(layout, rows_of(layout, count, 0)))[-1]  # numbers that add up: no notes on them
        assert squeezed("Tổng cộng") in last
        assert squeezed("THỦ TRƯỞNG ĐƠN VỊ") in last


def test_an_empty_report_has_its_heading_and_its_signatures():
    text = "".join(pages_of(printed(layout_from(shipped()["07a"]), [])))
    for words in ("Phi địa giới", "THỦ TRƯỞNG ĐƠN VỊ", "Số liệu như đã biết khi hết kỳ"):
        assert squeezed(words) in text


def test_words_in_place_of_a_number_do_not_make_the_numbers_small():
    def sizes(words: str) -> set[float]:
        values = sample("report")
        values["rows"][0]["cells"] = ["1.234", words]
        with pypdfium2.PdfDocument(print_paper("report", values)) as document:
            text = document[0].get_textpage()
            begin = text.get_text_range().index("1.234")
            return {pypdfium2.raw.FPDFText_GetFontSize(text.raw, place) for place in range(begin, begin + 5)}

    assert sizes("chưa đủ số liệu") == sizes("56")
    assert sizes("888.888.888.888.888") != sizes("56")
