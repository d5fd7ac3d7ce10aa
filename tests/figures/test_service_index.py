"""The service index on screen: every number opens what it counts, what more would bring, who may see and publish."""

import csv
import io
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from motcua.agencies.choices import Kind, Level, Role
from motcua.figures.service_index import STATES
from motcua.files.models import StoredFile
from motcua.reports.index_definition import shipped, stated_of
from motcua.reports.index_trend import periods
from motcua.reports.models import IndexVersion
from tests import dossier_factories as make
from tests.factories import make_agency, make_post, signed_in
from tests.made_files import file_at
from tests.nonempty import some
from tests.read_back import counted_anew, lines_of
from tests.ui.paper_samples import pages_of

pytestmark = pytest.mark.django_db
URL, MARCH = "/so-lieu/chi-so-766/", {"first": "01/03/2026", "last": "31/03/2026"}
VERSIONS, PUBLISH = f"{URL}cong-thuc/", f"{URL}cong-thuc/ban-hanh/"


@pytest.fixture
def busy(house, set_clock):
    """March: one handed back early, one overdue by its end, one waiting for a paper; seen in April."""
    set_clock("2026-03-02T09:00")
    house.march = [make.returned(house), make.in_progress(house), make.waiting(house)]
    set_clock("2026-04-01T09:00")
    house.april = make.received(house)
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def lines(page: str) -> dict[str, list[tuple[str, str]]]:
    """Number of the indicator → (text, address) of each cell, as the page shows them."""
    found = {}
    for code, rest in re.findall(r'<tr><th scope="row" class="full">(\d\.\d) .*?</th>(.*?)</tr>', page, re.S):
        cells = re.findall(r'<td class="num">(.*?)</td>', rest, re.S)
        found[code] = [
            (re.sub(r"<[^>]*>", " ", td).strip(), (re.findall(r'href="([^"]*)"', td) or [""])[0].replace("&amp;", "&"))
            for td in cells
        ]
    return found


def test_every_number_opens_exactly_what_it_counts(busy):
    browser = browser_of(busy.leader)
    table = lines(browser.get(URL, MARCH).text)
    assert list(table) == [each.id for each in shipped().indicators()]
    assert [text for text, _ in table["2.1"]][:7] == ["2", "3", "1", "66,67 %", "100 %", "13,33", "20"]
    assert table["1.4"][0] == ("–", "")
    assert [text for text, _ in table["5.2"]] == ["–", "–", "–", "Chưa có số liệu", "–", "–", "6 đề xuất", "–", "–"]
    opened = some([pair for cells in table.values() for pair in cells if pair[1]])
    assert len(opened) >= 12
    for number, url in opened:
        page = browser.get(url).text
        assert page.count('<th scope="row">') == int(number), url
    late = browser.get(table["2.1"][2][1]).text
    assert busy.march[1].code.rsplit("-", 1)[-1] in late
    missing = browser.get(table["1.3"][2][1]).text
    assert "thiếu trình tự" in missing


def test_what_more_would_bring_is_told_by_the_same_formula(busy):
    browser = browser_of(busy.leader)
    table = lines(browser.get(URL, MARCH | {"more": "1"}).text)
    assert [text for text, _ in table["2.1"]][-2:] == ["+6,67", "1 hồ sơ"]
    assert [text for text, _ in table["3.3"]][-2:] == ["+2,67", "2 hồ sơ"]  # one of three is 33,33 % of the 50 %
    for given in ("0", "-1", "nhiều", "9" * 30):
        assert browser.get(URL, MARCH | {"more": given}).status_code == 422


def test_points_of_what_has_data_stand_beside_what_could_be_reached(busy):
    page = re.sub(r"<[^>]*>", "", browser_of(busy.leader).get(URL, MARCH).text)
    assert re.search(r"[\d,]+ trên [\d,]+ điểm của những chỉ số có số liệu", page)
    assert "chưa xếp loại chính thức" in page
    assert "tạm xếp" in page
    assert "Chưa nhân với tỷ lệ đồng bộ" in page


def test_only_who_oversees_sees_an_index_and_only_of_the_own_tree(busy):
    for post in (busy.clerk, busy.specialist, busy.registry, busy.administrator):
        assert browser_of(post).get(URL, MARCH).status_code == 403
    other = browser_of(make_post(Role.LEADER))
    assert lines(other.get(URL, MARCH).text)["2.1"][3][0] == "Không phát sinh"
    assert other.get(URL, MARCH | {"unit": str(busy.ward.pk)}).status_code == 422
    assert other.get(f"{URL}2.1/mau/", MARCH | {"unit": str(busy.ward.pk)}).status_code == 404
    assert other.get(f"{URL}2.1/mau/", MARCH).text.count('<th scope="row">') == 0
    masked = browser_of(busy.inspector).get(f"{URL}2.1/mau/", MARCH).text
    assert "Trần T. M." in masked
    assert "Trần Thị Mẫu" not in masked


@pytest.mark.parametrize("path", ["9.9/mau/", "2.1/khac/", "5.2/mau/", "4.4/tu/", "x%00/mau/"])
def test_what_counts_nothing_does_not_open(busy, path):
    assert browser_of(busy.leader).get(f"{URL}{path}", MARCH).status_code == 404


def test_a_period_that_ends_first_is_refused_and_what_was_typed_stays(busy):
    browser = browser_of(busy.leader)
    given = {"first": "02/04/2026", "last": "01/04/2026"}
    answer = browser.get(URL, given)
    assert (answer.status_code, "02/04/2026" in answer.text) == (422, True)
    for path in ("2.1/mau/", "thu-tuc/", "dien-bien/", "thu-hang/"):
        assert browser.get(f"{URL}{path}", given).status_code == 404


def plain(text: str) -> str:
    """A cell of the page as a file writes it."""
    return (
        ""
        if text in ("–", *STATES.values())
        else text.replace(" %", "").removesuffix(" đề xuất").replace(",", ".").removesuffix(".00")
    )


def test_files_have_the_same_numbers(busy):
    browser = browser_of(busy.leader)
    page = lines(browser.get(URL, MARCH).text)
    text = file_at(browser, f"{URL}tep.csv?{urlencode(MARCH)}").decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(io.StringIO(text))}
    for code in page:
        if code != "2.2":  # a mean of days, in words
            shown = [plain(" ".join(cell.split())) for cell, _ in page[code][:7]]
            assert [each.removesuffix(".00") for each in rows[code][2:9]] == shown, code
    assert rows["2.1"][2:9] == ["2", "3", "1", "66.67", "100", "13.33", "20"]
    assert rows["5.2"][2:8] == [""] * 6
    assert "Chưa có số liệu" in rows["5.2"][9]
    assert "ngày/hồ sơ" in rows["2.2"][9]
    sums = next(row for row in rows.values() if row[1] == "Tổng cộng")
    assert f"{sums[7].replace('.', ',')}</strong> trên" in browser.get(URL, MARCH).text
    assert "chi-so-766-20260301-20260331.csv" in {each.name for each in StoredFile.objects.all()}


def test_rates_and_sums_of_points_are_formulas_of_the_sheet(busy):
    content = file_at(browser_of(busy.leader), f"{URL}tep.xlsx?{urlencode(MARCH)}")
    lines = lines_of(content)
    rows = {str(row[0]): row for row in lines}
    assert rows["2.1"][2:9] == [2, 3, 1, 66.67, 100, 13.33, 20]
    anew = counted_anew(content)
    for cell, (found, told) in some(anew.items()):
        assert found == told, cell
    assert {cell[0] for cell in anew} == {"E", "F", "H", "I"}  # missed, the rate, the sums of points
    points = {code: row[7] for code, row in rows.items() if "." in code and isinstance(row[7], int | float)}
    total = next(row[7] for row in lines if row[1] == "Tổng cộng")
    assert total == pytest.approx(sum(points.values()))
    assert rows["1"][7] == points["1.3"]


def test_the_index_on_paper(busy):
    (first, second) = pages_of(file_at(browser_of(busy.leader), f"{URL}tep.pdf?{urlencode(MARCH)}"))
    for words in ("BỘCHỈSỐPHỤCVỤNGƯỜIDÂN,DOANHNGHIỆP", "Từngày01/03/2026", "2.1Hồsơgiảiquyếtđúnghạn23166,6710013,3320"):
        assert words in first, words
    assert "trên61,00điểm" in second
    assert "NGƯỜILẬPBIỂU" in second


def test_each_procedure_has_its_rates_and_every_number_opens_its_dossiers(busy, set_clock):
    set_clock("2026-03-10T09:00")
    make.received(busy, code=make.RUNNING_ON)
    set_clock("2026-04-01T09:00")
    browser = browser_of(busy.leader)
    page = browser.get(f"{URL}thu-tuc/", MARCH).text
    assert "66,67 % (2 / 3)" in re.sub(r"<[^>]*>", "", page)
    found = re.findall(r'<a href="([^"]*)" aria-label="([^,"]*), ([^"]*): (\d+) hồ sơ">(\d+)</a>', page)
    assert {code for _, code, *_ in some(found)} == {make.STANDARD, make.RUNNING_ON}
    assert len({url for url, *_ in found}) == len(found) >= 8
    for url, code, of, said, number in found:
        listed = browser.get(url.replace("&amp;", "&")).text
        assert listed.count('<th scope="row">') == int(number) == int(said), (code, of)
        assert f"thủ tục {code}" in listed
    assert browser.get(f"{URL}2.1/mau/", MARCH | {"procedure": "9.999999"}).status_code == 404
    assert browser.get(f"{URL}1.1/mau/", MARCH | {"procedure": make.STANDARD}).status_code == 404


def test_the_last_months_and_quarters_are_told(busy):
    browser = browser_of(busy.leader)
    months = browser.get(f"{URL}dien-bien/", MARCH).text
    assert re.findall(r"<th scope=\"row\"><a href[^>]*>(.*?)</a>", months)[-2:] == ["02/2026", "03/2026"]
    assert months.count('data-label="Xếp loại">không có hồ sơ') == 11
    assert "Điểm quy về 100 của phần có số liệu" not in months  # a line needs two points
    april = browser.get(f"{URL}dien-bien/", {"first": "01/04/2026", "last": "30/04/2026"}).text
    assert "Điểm quy về 100 của phần có số liệu" in april
    quarters = browser.get(f"{URL}dien-bien/", MARCH | {"step": "quarter"}).text
    assert re.findall(r"<th scope=\"row\"><a href[^>]*>(.*?)</a>", quarters)[-1] == "Q1/2026"


def test_a_month_is_a_month_over_the_turn_of_the_year():
    found = periods("month", date(2026, 2, 10))
    assert (len(found), found[0], found[-1]) == (
        12, ("03/2025", date(2025, 3, 1), date(2025, 3, 31)), ("02/2026", date(2026, 2, 1), date(2026, 2, 28)),
    )  # fmt: skip
    assert periods("quarter", date(2026, 1, 1))[0] == ("Q2/2024", date(2024, 4, 1), date(2024, 6, 30))


def test_a_place_among_peers_needs_enough_dossiers_and_names_nobody_elses(busy):
    make_agency(kind=Kind.PEOPLES_COMMITTEE, level=Level.COMMUNE, name="Ủy ban nhân dân phường Khác")
    browser = browser_of(busy.leader)
    page = browser.get(f"{URL}thu-hang/", MARCH).text
    assert "Chưa xếp hạng: cần ít nhất 30 hồ sơ trong kỳ, đơn vị có 3" in page
    stated = stated_of(shipped()) | {"peers_minimum": 1}
    publish(busy, stated=stated, valid_from=date(2026, 1, 1))
    page = re.sub(r"<[^>]*>", "", browser.get(f"{URL}thu-hang/", MARCH).text)
    assert "Hạng 1 trên 1 đơn vị" in page
    assert "phường Khác" not in page
    assert "ngoài phạm vi của bạn" in page


def publish(house, **given):
    form = {"valid_from": "01/01/2026", "source": "Công văn 1/VPCP", "peers_minimum": "1"}
    stated = given.get("stated") or stated_of(shipped())
    for part, name in (("points", "points"), ("thresholds", "threshold")):
        form |= {f"{name}_{code.replace('.', '_')}": value for code, value in stated[part].items()}
    return browser_of(given.get("by", house.administrator)).post(PUBLISH, form | given.get("typed", {}))


def test_an_administrator_publishes_other_weights_and_what_is_published_stays(busy):
    typed = {"points_4_1": "7,5", "points_4_4": "0,5", "threshold_2_1": "95"}
    assert publish(busy, typed=typed).status_code == 303
    row = IndexVersion.objects.get()
    assert (row.number, row.stated["points"]["4.1"], row.events.get().action) == (1, "7.5", "index_version.publish")
    table = lines(browser_of(busy.leader).get(URL, MARCH).text)
    assert [text for text, _ in table["2.1"]][4:6] == ["95 %", "14,04"]  # 66,67 % x 20 / 95 %
    assert "đề xuất" not in table["4.1"][6][0]
    before = lines(browser_of(busy.leader).get(URL, {"first": "01/12/2025", "last": "31/12/2025"}).text)
    assert "đề xuất" in before["4.1"][6][0]
    assert "Công văn 1/VPCP" in browser_of(busy.leader).get(VERSIONS).text
    with pytest.raises(DatabaseError), transaction.atomic():
        IndexVersion.objects.update(source="Khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        IndexVersion.objects.all().delete()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"points_1_1": "5"}, "phải bằng 18 điểm"),
        ({"points_1_1": "năm"}, "phải là số từ 0 đến 100"),
        ({"threshold_3_3": "0"}, "lớn hơn 0"),
        ({"valid_from": "hôm qua"}, "Ngày chưa đúng"),
        ({"source": ""}, "Nhập theo văn bản"),
        ({"peers_minimum": "-1"}, "phải từ 0 trở lên"),
    ],
)
def test_what_does_not_add_up_is_not_published_and_stays_typed(busy, typed, said):
    answer = publish(busy, typed=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not IndexVersion.objects.exists()


def test_a_version_does_not_begin_before_the_one_before_it(busy):
    publish(busy)
    answer = publish(busy, typed={"valid_from": "31/12/2025"})
    assert (answer.status_code, "Không trước ngày áp dụng của bản 1" in answer.text) == (422, True)
    publish(busy, typed={"points_4_1": "7", "points_4_4": "1"})  # the same day: it takes the place of the first
    assert lines(browser_of(busy.leader).get(URL, MARCH).text)["4.1"][6][0] == "7"


def test_only_who_keeps_the_installation_publishes(busy):
    elsewhere = make_post(Role.ADMINISTRATOR)
    for post in (busy.leader, busy.inspector, busy.clerk, elsewhere):
        assert publish(busy, by=post).status_code == 403
        assert browser_of(post).get(PUBLISH).status_code == 403
        assert PUBLISH not in browser_of(post).get(VERSIONS).text
    assert not IndexVersion.objects.exists()
    assert PUBLISH in browser_of(busy.administrator).get(VERSIONS).text
    assert browser_of(busy.reform).get(PUBLISH).status_code == 200


def test_the_pages_cost_the_same_with_many_dossiers(busy, set_clock, django_assert_max_num_queries):
    browser = browser_of(busy.leader)
    costs = {"": 24, "2.1/thieu/": 32, "thu-tuc/": 22, "thu-hang/": 24}
    for path in costs:
        browser.get(f"{URL}{path}", MARCH)
    set_clock("2026-03-03T09:00")
    for _ in range(18):
        make.received(busy)
    set_clock("2026-04-02T09:00")
    for path, number in costs.items():
        with django_assert_max_num_queries(number) as done:
            browser.get(f"{URL}{path}", MARCH)
        assert len(done) <= number


def test_the_pages_of_figures_lead_to_one_another(busy):
    page = browser_of(busy.leader).get(URL, MARCH).text
    assert reverse("figures:reports") in page
    assert reverse("figures:index766") in browser_of(busy.leader).get(reverse("figures:reports")).text


def test_the_month_that_is_not_over_counts_the_same_in_the_trend_as_on_the_page(busy, set_clock):
    set_clock("2026-03-02T15:00")  # nothing is overdue yet, by the end of the month something would be
    browser = browser_of(busy.leader)
    trend = browser.get(f"{URL}dien-bien/").text
    link = re.search(r'href="([^"]*)">03/2026</a></th>.*?data-label="Điểm">([\d,]+)<', trend, re.S)
    assert "last=02%2F03%2F2026" in link[1]
    points = re.search(r"<strong>([\d,]+)</strong> trên", browser.get(link[1].replace("&amp;", "&")).text)
    assert points[1] == link[2]
