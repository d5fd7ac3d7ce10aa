"""Two periods of a statutory report side by side."""

import csv
import io
import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.figures.test_years import rows
from tests.made_files import file_at
from tests.nonempty import some
from tests.read_back import counted_anew, lines_of
from tests.ui.paper_samples import pages_of, squeezed

pytestmark = pytest.mark.django_db
URL = "/so-lieu/so-sanh/II.06a/"
TWO = {"first": "01/04/2026", "last": "30/04/2026", "other_first": "01/03/2026", "other_last": "31/03/2026"}


@pytest.fixture
def busy(house, set_clock):
    """March: three received, one of them handed back; April: one more."""
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house)
    set_clock("2026-04-01T09:00")
    make.received(house)
    set_clock("2026-05-04T09:00")
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def test_both_periods_with_the_change_and_every_number_opens(busy):
    browser = browser_of(busy.leader)
    page = browser.get(URL, TWO | {"column": "4"}).text
    found = rows(page, "Hai kỳ, mọi cột của biểu")
    assert found["(5) Số lượng hồ sơ tiếp nhận: Trực tiếp, dịch vụ bưu chính"] == ["1", "3", "−2", "−66,7 %"]
    assert found["(6) Số lượng hồ sơ tiếp nhận: Từ kỳ trước"] == ["2", "0", "+2", "–"]
    assert rows(page, r"Cột \(4\), từng lĩnh vực")["Lĩnh vực thử"] == ["0", "0", "0", "–"]
    by_field = rows(browser.get(URL, TWO | {"column": "5"}).text, r"Cột \(5\), từng lĩnh vực")
    assert by_field == {"Lĩnh vực thử": ["1", "3", "−2", "−66,7 %"]}
    for url, number in some(re.findall(r'href="(/so-lieu/bao-cao/II.06a/o/[^"]*)"[^>]*>(\d+)<', page)):
        assert browser.get(url.replace("&amp;", "&")).text.count('<th scope="row">') == int(number), url


def test_of_one_procedure_alone_both_periods_are_narrowed_and_files_say_so(busy, set_clock):
    set_clock("2026-04-20T09:00")
    make.received(busy, code=make.RUNNING_ON)
    set_clock("2026-05-04T09:00")
    browser, only = browser_of(busy.leader), {"of_procedure": make.RUNNING_ON}
    received = "(3) Số lượng hồ sơ tiếp nhận: Tổng số"
    assert rows(browser.get(URL, TWO).text, "Hai kỳ, mọi cột của biểu")[received][:2] == ["4", "3"]
    page = browser.get(URL, TWO | only).text
    assert rows(page, "Hai kỳ, mọi cột của biểu")[received] == ["1", "0", "+1", "–"]
    assert f"Chỉ gồm thủ tục {make.RUNNING_ON}." in page
    for url in some(re.findall(r'href="(/so-lieu/bao-cao/II.06a/o/3/[^"]*)"', page)):
        assert browser.get(url.replace("&amp;", "&")).text.count('<th scope="row">') == 1
    (whole,) = re.findall(r'href="([^"]*)">So sánh cả báo cáo', page)
    assert received in rows(browser.get(URL + whole.replace("&amp;", "&")).text, "Hai kỳ, mọi cột của biểu")
    content = file_at(browser, f"{URL}tep.xlsx?{urlencode(TWO | only)}")
    assert [line[2:4] for line in lines_of(content) if line[1] == received] == [[1, 0]]
    paper = "".join(pages_of(file_at(browser, f"{URL}tep.pdf?{urlencode(TWO | only)}")))
    assert squeezed(f"Chỉ gồm thủ tục {make.RUNNING_ON}.") in paper
    assert browser.get(URL, TWO | {"of_procedure": "9.999999"}).status_code == 422


def test_without_days_this_year_stands_beside_the_one_before_of_which_nothing_is_told(busy):
    page = browser_of(busy.leader).get(URL).text
    found = rows(page, "Hai kỳ, mọi cột của biểu")
    assert found["(3) Số lượng hồ sơ tiếp nhận: Tổng số"] == ["4", "–", "–", "–"]
    assert "khác với số 0" in page
    assert "01/01/2025" in page
    assert "04/05/2025" in page
    again = re.findall(r'<a href="([^"]*)">kỳ liền trước</a>', page)[0].replace("&amp;", "&")
    assert "other_last=31%2F12%2F2025" in again


@pytest.mark.parametrize(
    "given",
    [{"other_first": "01/01/2025"}, TWO | {"other_last": "01/01/2026"}, TWO | {"first": "x"}, TWO | {"unit": "999999"},
     TWO | {"column": "99"}, TWO | {"first": "02/05/2026"}],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(busy, given):
    browser = browser_of(busy.leader)
    answer = browser.get(URL, given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text or "aria-invalid" in answer.text
    assert browser.post(f"{URL}tep.csv?{urlencode(given)}").status_code == 404


def of_page(page: str, caption: str) -> list[list[str]]:
    """Rows of the page as a file writes them, shares in words left out."""
    found = rows(page, caption)
    return [[name, *(cell.replace("−", "-").replace("+", "") for cell in cells[:3])] for name, cells in found.items()]


def test_files_have_the_same_numbers(busy):
    browser, query = browser_of(busy.leader), urlencode(TWO | {"column": "5"})
    page = browser.get(f"{URL}?{query}").text
    shown = of_page(page, "Hai kỳ, mọi cột của biểu"), of_page(page, r"Cột \(5\), từng lĩnh vực")
    text = file_at(browser, f"{URL}tep.csv?{query}").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head[2:4] == ["Kỳ này: 01/04/2026 – 30/04/2026", "Kỳ so sánh: 01/03/2026 – 31/03/2026"]
    chosen = "Từng lĩnh vực, cột (5) Số lượng hồ sơ tiếp nhận: Trực tiếp, dịch vụ bưu chính"
    between = [row[1] for row in lines].index(chosen)
    assert [row[1:5] for row in lines[:between]] == shown[0]
    assert [row[1:5] for row in lines[between + 1 :]] == shown[1] != []
    assert lines[2][5] == "-66.67"
    (paper, *_) = pages_of(file_at(browser, f"{URL}tep.pdf?{query}"))
    for words in ("SOSÁNHHAIKỲ", "BiểusốII.06a/VPCP/KSTT", "Trựctiếp,dịchvụbưuchính13−2−66,67"):
        assert words in paper, words


def test_differences_are_formulas_of_the_sheet(busy):
    content = file_at(browser_of(busy.leader), f"{URL}tep.xlsx?{urlencode(TWO)}")
    rows = {row[1]: row[2:] for row in lines_of(content)}
    assert rows["(5) Số lượng hồ sơ tiếp nhận: Trực tiếp, dịch vụ bưu chính"] == [1, 3, -2, -66.67]
    anew = counted_anew(content)
    for cell, (found, told) in some(anew.items()):
        assert found == told, cell
    assert {cell[0] for cell in anew} == {"E", "F"}
    assert len([cell for cell in anew if cell[0] == "E"]) == 12  # each column of the report, and the one field


def test_of_a_period_before_all_dossiers_a_file_tells_nothing_which_is_not_zero(busy):
    content = file_at(browser_of(busy.leader), f"{URL}tep.xlsx")
    rows = {row[1]: row[2:] for row in lines_of(content)}
    assert rows["(3) Số lượng hồ sơ tiếp nhận: Tổng số"] == [4, "", "", ""]
    assert counted_anew(content) == {}
    assert any("Hệ thống có hồ sơ từ 02/03/2026" in str(name) for row in lines_of(content) for name in row)


def test_others_see_nothing(busy):
    assert browser_of(busy.leader).post(f"{URL.replace('II.06a', 'II.99')}tep.csv").status_code == 404
    assert browser_of(busy.leader).get("/so-lieu/so-sanh/II.99/", TWO).status_code == 404
    assert browser_of(busy.clerk).get(URL, TWO).status_code == 403
    other = browser_of(make_post(Role.LEADER)).get(URL, TWO).text
    assert rows(other, "Hai kỳ, mọi cột của biểu")["(3) Số lượng hồ sơ tiếp nhận: Tổng số"] == ["–", "–", "–", "–"]


def test_it_costs_the_same_with_many_dossiers(busy, django_assert_max_num_queries):
    browser = browser_of(busy.leader)
    with django_assert_max_num_queries(26) as few:  # the last one: the fields to choose among
        browser.get(URL, TWO)
    for _ in range(5):
        make.received(busy)
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(URL, TWO)
