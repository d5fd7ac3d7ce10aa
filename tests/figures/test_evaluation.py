"""The evaluation and what citizens said, on screen: every number opens, words stay with whom they concern."""

import csv
import io
import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.dossiers.actions.rating import rate
from motcua.dossiers.models import Rating
from motcua.dossiers.ratings import masked_words
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.made_files import file_at
from tests.ui.paper_samples import pages_of, squeezed

pytestmark = pytest.mark.django_db
URL, SAID, MARCH = "/so-lieu/danh-gia/", "/so-lieu/y-kien/", {"first": "01/03/2026", "last": "31/03/2026"}
WORDS = "Chờ lâu, gọi 0912 345 678 không ai nghe"


def said(dossier, satisfied, points, words=""):
    scores = dict.fromkeys(("reception", "publicity", "attitude"), points) | {"feedback": None}
    given = {"satisfied": satisfied, "scores": scores, "words": words, "key": dossier.tracking_token}
    return rate(dossier, by=Post.objects.portal(), **given)


@pytest.fixture
def rated(house, set_clock):
    """Three settled in March: one never rated, one praised, one blamed with words."""
    set_clock("2026-03-02T09:00")
    house.quiet, house.good = make.returned(house), said(make.returned(house), "satisfied", 2, "Tốt")
    house.low = said(make.returned(house), "dissatisfied", 0, WORDS)
    set_clock("2026-04-01T09:00")
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def lines(page: str) -> dict[str, list[tuple[str, str]]]:
    """Office → (average, address) of each criterion, as the page shows them."""
    found = {}
    for name, row in re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", page, re.S):
        cells = re.findall(r"<td class=\"num\">(.*?)</td>", row, re.S)
        found[name] = [
            (re.sub(r"<span.*?</span>|<[^>]*>", "", cell), (re.findall(r'href="([^"]*)"', cell) or [""])[0])
            for cell in cells[1:]
        ]
    return {name: [(text, url.replace("&amp;", "&")) for text, url in cells] for name, cells in found.items()}


def rows_in(page: str) -> int:
    return page.count('<th scope="row">')


def test_every_number_opens_the_dossiers_it_is_the_average_of(rated):
    browser = browser_of(rated.leader)
    page = browser.get(URL, MARCH).text
    table = lines(page)
    office = [text for text, _ in table[rated.ward.short_name]]
    assert office == ["2,00", "2,00", "2,00", "2,00", "1,00", "1,00", "1,00", "", ""]
    assert table["Tất cả"][0][0] == "2,00"
    assert page.count("chưa có số liệu") >= 4
    for name in table:
        for place, (text, url) in enumerate(table[name]):
            if text:
                opened = browser.get(url)
                assert (opened.status_code, rows_in(opened.text)) == (200, 3 if place < 4 else 2), url
    low = browser.get(table["Tất cả"][4][1]).text
    assert rated.low.code.rsplit("-", 1)[-1] in low
    assert rated.quiet.code.rsplit("-", 1)[-1] not in low
    assert sorted(re.findall(r'data-label="Điểm">(\d)<', low)) == ["0", "2"]


def test_the_total_says_of_how_many_points_it_is(rated):
    page = browser_of(rated.leader).get(URL, MARCH).text
    assert "<strong>11,00/14</strong>" in page
    assert "quy đổi 14,14/18" in page
    assert ">Tốt</span>" in page
    first = browser_of(rated.leader).get(URL, {"first": "01/01/2025", "last": "31/01/2025"}).text
    assert "Chưa có hồ sơ nào để đánh giá trong kỳ" in first


def test_only_who_oversees_sees_it_and_only_their_own(rated):
    stranger = browser_of(make_post(Role.LEADER))
    assert lines(stranger.get(URL, MARCH).text) == {}
    assert rows_in(stranger.get(f"{URL}tieu-chi/1/", MARCH).text) == 0
    assert rows_in(stranger.get(f"{URL}tieu-chi/1/", MARCH | {"office": str(rated.ward.pk)}).text) == 0
    assert stranger.get(URL, MARCH | {"unit": str(rated.ward.pk)}).status_code == 422
    assert rows_in(stranger.get(SAID).text) == 0
    for post in (rated.clerk, rated.specialist, rated.head, rated.registry):
        for url in (URL, f"{URL}tieu-chi/1/", SAID):
            assert browser_of(post).get(url).status_code == 403, url
        assert browser_of(post).post(f"{URL}tep.csv").status_code == 403


def test_names_are_shortened_in_both_lists(rated):
    browser = browser_of(rated.inspector)
    for page in (browser.get(f"{URL}tieu-chi/1/", MARCH).text, browser.get(SAID).text):
        assert "Trần T. M." in page
        assert "Trần Thị Mẫu" not in page


@pytest.mark.parametrize("given", [{"first": "02/04/2026", "last": "01/04/2026"}, {"first": "hôm qua"}, {"unit": "0"}])
def test_what_cannot_be_asked_is_told_and_opens_nothing(rated, given):
    browser = browser_of(rated.leader)
    assert browser.get(URL, given).status_code == 422
    assert browser.get(f"{URL}tieu-chi/1/", given).status_code == 404
    assert browser.post(f"{URL}tep.xlsx?{urlencode(given)}").status_code == 404


def test_unknown_criteria_offices_and_files_are_not_there(rated):
    browser = browser_of(rated.leader)
    assert browser.get(f"{URL}tieu-chi/10/", MARCH).status_code == 404
    assert browser.post(f"{URL}tep.docx").status_code == 404
    for office in ("x", "-1", "1" * 12, "\0"):
        assert browser.get(f"{URL}tieu-chi/1/", MARCH | {"office": office}).status_code == 404, office


def test_files_have_the_same_numbers(rated):
    browser = browser_of(rated.leader)
    query = urlencode(MARCH)
    head, line, total = csv.reader(io.StringIO(file_at(browser, f"{URL}tep.csv?{query}").decode("utf-8-sig")))
    assert "Đánh giá, 01/03/2026 – 31/03/2026 (CSV)" in browser.get("/tep-da-lap/").text
    told = dict(zip(head, line, strict=True))
    assert (told["Cơ quan"], told["Tổng điểm"], told["Trên"], told["Xếp loại"]) == (
        rated.ward.name,
        "11.00",
        "14",
        "Tốt",
    )
    assert told["(8) Tiếp thu, giải trình phản ánh: điểm"] == "chưa có số liệu"
    assert total[1] == "Tất cả"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file_at(browser, f"{URL}tep.xlsx?{query}"))).get_sheet_by_index(0)
    cells = sheet.to_python()
    (row,) = [line for line in cells if line[1] == rated.ward.name]
    (all_,) = [line for line in cells if line[1] == "Tất cả"]
    assert row[-4:] == all_[-4:] == [11, 14, 14.14, "Tốt"]
    assert row[2:4] == [2, 3]
    said = {str(cell) for line in cells for cell in line}
    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu, ghi rõ họ tên)"} <= said
    (page,) = pages_of(file_at(browser, f"{URL}tep.pdf?{query}"))
    for words in (squeezed(rated.ward.name).upper(), "2,002,002,002,001,001,001,00––11,00/14Tốt", "Từngày01/03/2026"):
        assert words in page, words


def test_low_ratings_come_first_and_words_only_to_the_head_and_the_reform_officer(rated):
    for post in (rated.leader, rated.reform):
        page = browser_of(post).get(SAID).text
        rows = page.split("<tbody>")[1]
        assert rows.index("Không hài lòng</span>") < rows.index(">Hài lòng</span>")
        assert "Chờ lâu, gọi" in page
        assert masked_words(WORDS) in page
        assert "345" not in masked_words(WORDS)
    watched = browser_of(rated.inspector).get(SAID).text
    assert rows_in(watched) == 2
    assert "Chờ lâu" not in watched


def test_the_list_is_narrowed_by_satisfaction_days_unit_and_code(rated):
    browser = browser_of(rated.leader)
    for given, number in (
        ({"satisfied": "dissatisfied"}, 1), ({"satisfied": "ordinary"}, 0), ({"first": "03/03/2026"}, 0),
        ({"first": "01/03/2026", "last": "02/03/2026"}, 2), ({"last": "01/03/2026"}, 0),
        ({"unit": str(rated.ward.pk)}, 2), ({"q": rated.good.code}, 1), ({"q": "không-có"}, 0), ({"satisfied": "x"}, 2),
    ):  # fmt: skip
        assert rows_in(browser.get(SAID, given).text) == number, given
    assert 'href="?satisfied=dissatisfied"' in browser.get(SAID).text


def test_nothing_on_these_pages_changes_a_rating(rated):
    browser = browser_of(rated.leader)
    before = list(Rating.objects.order_by("pk").values_list("scores", "satisfied", "changed_at"))
    for url in (URL, SAID, f"{URL}tieu-chi/1/"):
        for way in (browser.post, browser.put, browser.delete):
            assert way(url).status_code == 405, url
    assert list(Rating.objects.order_by("pk").values_list("scores", "satisfied", "changed_at")) == before


def queries_of(browser, url) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked.captured_queries)


def test_the_pages_cost_the_same_with_many_ratings(rated):
    browser, urls = browser_of(rated.leader), [f"{URL}?first=01/03/2026", f"{URL}tieu-chi/5/?first=01/03/2026", SAID]
    costs = [(queries_of(browser, url), queries_of(browser, url))[1] for url in urls]  # warm
    for _ in range(6):
        said(make.returned(rated), "ordinary", 1, "Được")
    assert [queries_of(browser, url) for url in urls] == costs
    assert max(costs) <= 14


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Gọi 0912345678 nhé", "Gọi •••••••678 nhé"), ("số 046 190 000 318.", "số ••••••••••••318."),
        ("lan@example.vn", "l•••@example.vn"), ("Chờ 3 ngày, đến 2 lần", "Chờ 3 ngày, đến 2 lần"),
        ("ngày 12/03/2026", "ngày 12/03/2026"),
    ],
)  # fmt: skip
def test_long_numbers_and_addresses_in_words_are_masked(words, shown):
    assert masked_words(words) == shown


def test_the_reports_page_leads_to_both(rated):
    page = browser_of(rated.leader).get(reverse("figures:reports")).text
    assert 'href="/so-lieu/danh-gia/"' in page
    assert 'href="/so-lieu/y-kien/"' in page
