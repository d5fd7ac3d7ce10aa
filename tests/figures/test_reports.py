"""A report on screen: the numbers of the facts, every cell opens exactly what it counts, within what one may see."""

import csv
import io
import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.dossiers.actions import moving
from motcua.indicators.actions import compact
from motcua.indicators.models import Total
from motcua.reports.layouts import layout_of
from motcua.reports.plainly import behind
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.made_files import file_at, work
from tests.nonempty import some
from tests.ui.paper_samples import pages_of, squeezed

pytestmark = pytest.mark.django_db
URL, MARCH = "/so-lieu/bao-cao/II.06a/", {"first": "01/03/2026", "last": "31/03/2026"}


@pytest.fixture
def busy(house, set_clock):
    """March: one handed back early, one overdue by its end, one waiting for a paper, one online; April: one more."""
    set_clock("2026-03-02T09:00")
    house.march = [make.returned(house), make.in_progress(house), make.waiting(house)]
    set_clock("2026-04-01T09:00")
    house.april = make.received(house)
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def cells(page: str) -> dict[str, list[tuple[str, str]]]:
    """Row → (number, address) of each cell, as the page shows them."""
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", page, re.S):
        tds = re.findall(r"<td class=\"num\">(.*?)</td>", row[1], re.S)
        found[row[0]] = [
            (re.sub(r"<[^>]*>", "", td), (re.findall(r'href="([^"]*)"', td) or [""])[0].replace("&amp;", "&"))
            for td in tds
        ]
    return found


def test_every_cell_opens_exactly_the_dossiers_it_counts(busy):
    browser = browser_of(busy.leader)
    table = cells(browser.get(URL, MARCH).text)
    assert list(table) == ["Lĩnh vực thử", "Tổng cộng"]
    keys = [column.key for column in layout_of("II.06a").columns]
    numbers = dict(zip(keys, (number for number, _ in table["Lĩnh vực thử"]), strict=True))
    assert numbers == {"3": "3", "4": "0", "5": "3", "6": "0", "7": "1", "8": "1", "9": "0", "10": "0", "11": "2",
                       "12": "1", "13": "1"}  # fmt: skip
    for row in ("Lĩnh vực thử", "Tổng cộng"):
        for number, url in some([pair for pair in table[row] if pair[0] != "0"]):
            opened = browser.get(url).text
            assert opened.count('<th scope="row">') == int(number), url
    assert [url for _, url in table["Tổng cộng"] if url == ""] == [""] * 4
    late = browser.get(table["Tổng cộng"][-1][1]).text
    assert busy.march[1].code.rsplit("-", 1)[-1] in late
    assert busy.april.code not in late


def test_as_known_at_the_end_of_the_period_whatever_became_of_it(busy, set_clock):
    browser = browser_of(busy.leader)
    before = cells(browser.get(URL, MARCH).text)
    moving.propose(busy.march[1], by=busy.specialist, note="Đủ")
    make.stopped(busy)
    set_clock("2026-04-03T09:00")
    compact()
    assert cells(browser.get(URL, MARCH).text) == before
    opened = browser.get(before["Tổng cộng"][-1][1]).text
    assert opened.count('<th scope="row">') == 1


def test_a_leader_sees_their_own_and_nobody_of_the_desk_a_report(busy):
    other = SimpleNamespace(leader=make_post(Role.LEADER))
    assert cells(browser_of(other.leader).get(URL, MARCH).text) == {}
    page = browser_of(other.leader).get(f"{URL}o/3/", MARCH)
    assert (page.status_code, page.text.count('<th scope="row">')) == (200, 0)
    asked = browser_of(other.leader).get(URL, MARCH | {"unit": str(busy.ward.pk)})
    assert asked.status_code == 422
    for post in (busy.clerk, busy.specialist, busy.registry):
        assert browser_of(post).get(URL).status_code == 403
        assert "/so-lieu/bao-cao/" not in browser_of(post).get("/xu-ly/").text
    masked = browser_of(busy.inspector).get(f"{URL}o/3/", MARCH).text
    assert "Trần T. M." in masked
    assert "Trần Thị Mẫu" not in masked


@pytest.mark.parametrize(
    "given",
    [{"first": "02/04/2026", "last": "01/04/2026"}, {"first": "hôm qua"}, {"unit": "999999"}, {"first": "01/01/1990"}],
)
def test_what_cannot_be_reported_keeps_what_was_asked_and_says_why(busy, given):
    answer = browser_of(busy.leader).get(URL, given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text or "aria-invalid" in answer.text
    assert browser_of(busy.leader).post(f"{URL}tep.xlsx?{urlencode(given)}").status_code == 404
    assert browser_of(busy.leader).get(f"{URL}o/3/", given).status_code == 404


def test_unknown_reports_columns_and_files_are_not_there(busy):
    browser = browser_of(busy.leader)
    for url in ("/so-lieu/bao-cao/II.99/", f"{URL}o/14/", "/so-lieu/bao-cao/..%2fx/"):
        assert browser.get(url, MARCH).status_code == 404, url
    assert browser.post(f"{URL}tep.docx").status_code == 404
    assert browser.get(f"{URL}tep.csv", MARCH).status_code == 405
    assert "II.06a" in browser.get(reverse("figures:reports")).text
    for field in ("\0x", "F2", "x" * 5000):
        answer = browser.get(f"{URL}o/3/", MARCH | {"field": field})
        assert (answer.status_code, answer.text.count('<th scope="row">')) == (200, 0), field[:9]


def test_files_have_the_same_numbers(busy):
    browser = browser_of(busy.leader)
    query = urlencode(MARCH)
    asked = browser.post(f"{URL}tep.csv?{query}").headers["Location"]
    assert browser.post(f"{URL}tep.csv?{query}").headers["Location"] == asked  # pressed twice: one file
    work()
    answer = browser.get(f"{asked}tai-ve/")
    assert 'filename="II.06a-20260301-20260331.csv"' in answer.headers["Content-Disposition"]
    assert "II.06a, 01/03/2026 – 31/03/2026 (CSV)" in browser.get("/tep-da-lap/").text
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[1][2:] == [number for number, _ in cells(browser.get(URL, MARCH).text)["Lĩnh vực thử"]]
    assert file_at(browser, f"{URL}tep.xlsx?{query}")[:2] == b"PK"
    pages = pages_of(file_at(browser, f"{URL}tep.pdf?{query}"))
    assert len(pages) == 1
    days, unit = "Từngày01/03/2026đếnhếtngày31/03/2026", squeezed(busy.ward.name).upper()
    for words in ("BiểusốII.06a/VPCP/KSTT", days, unit, "Lĩnhvựcthử30301100211"):
        assert words in pages[0], words
    empty = file_at(browser, f"{URL}tep.pdf?first=01/01/2025&last=02/01/2025")
    assert "Khôngcóhồsơnàotrongkỳ" in pages_of(empty)[0]


def test_a_file_is_of_what_one_still_looks_through(busy):
    browser = browser_of(busy.leader)
    asked = browser.post(f"{URL}tep.csv?{urlencode(MARCH | {'unit': str(busy.ward.pk)})}").headers["Location"]
    work()
    assert browser.get(f"{asked}tai-ve/").status_code == 200
    busy.leader.agency = make_post(Role.LEADER).agency
    busy.leader.save()
    assert browser.get(f"{asked}tai-ve/").status_code == 403
    for post in (busy.clerk, busy.specialist):
        assert browser_of(post).post(f"{URL}tep.csv?{urlencode(MARCH)}").status_code == 403


def test_what_does_not_add_up_is_shown_in_red(busy, set_clock):
    set_clock("2026-04-03T09:00")
    compact()
    for total in some(Total.objects.all()):
        total.sums = [number + 7 if number else number for number in total.sums]
        total.save()
    page = browser_of(busy.leader).get(URL, MARCH).text
    assert ("Số liệu không khớp" in page) == (cells(page)["Tổng cộng"][0][0] != "3")
    assert "Số liệu không khớp" in page


def test_the_page_costs_the_same_with_many_dossiers(busy, django_assert_num_queries, django_assert_max_num_queries):
    browser = browser_of(busy.leader)
    browser.get(URL, MARCH)
    with django_assert_max_num_queries(13) as few:
        browser.get(URL, MARCH)
    for _ in range(5):
        make.received(busy)
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get(URL, MARCH)
    with django_assert_max_num_queries(12) as few:
        browser.get(f"{URL}o/3/", MARCH)
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get(f"{URL}o/3/", {"first": "01/03/2026", "last": "30/04/2026"})


def test_what_a_cell_counts_is_asked_by_unit_and_field(busy):
    given = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    layout = layout_of("II.06a")
    assert len(behind(layout, "3", agencies=[busy.ward.pk], fields=["F1"], **given)) == 3
    assert behind(layout, "3", agencies=[busy.ward.pk], fields=["F2"], **given) == []
    assert behind(layout, "3", agencies=[busy.centre.pk], **given) == []


def test_a_usual_period_is_one_press_away_and_keeps_the_unit(busy):
    browser = browser_of(busy.leader)
    page = browser.get(URL, {"unit": str(busy.ward.pk), "own": "on"}).text
    (url,) = re.findall(r'<a href="([^"]*)"[^>]*>Tháng trước</a>', page)
    assert f"unit={busy.ward.pk}" in url
    assert "own=on" in url
    there = browser.get(URL + url.replace("&amp;", "&")).text
    assert cells(there)["Tổng cộng"] != cells(page)["Tổng cộng"]
    assert re.findall(r'aria-current="true">([^<]*)<', there) == ["Tháng trước"]
    assert [number for number, _ in cells(there)["Tổng cộng"]][:4] == ["3", "0", "3", "0"]


def test_a_unit_alone_or_with_those_below_it(busy):
    browser = browser_of(busy.leader)
    below = cells(browser.get(URL, MARCH | {"unit": str(busy.ward.pk)}).text)
    alone = cells(browser.get(URL, MARCH | {"unit": str(busy.ward.pk), "own": "on"}).text)
    assert [n for n, _ in below["Tổng cộng"]] == [n for n, _ in alone["Tổng cộng"]]
    for number, url in some([pair for pair in alone["Tổng cộng"] if pair[1]]):
        assert "own=on" in url
        assert browser.get(url).text.count('<th scope="row">') == int(number)


def test_the_list_behind_a_cell_says_which_cell_it_is(busy):
    browser = browser_of(busy.leader)
    of_field = browser.get(cells(browser.get(URL, MARCH).text)["Lĩnh vực thử"][0][1]).text
    assert "Số lượng hồ sơ tiếp nhận: Tổng số</h1>" in of_field
    assert "II.06a, cột (3), lĩnh vực Lĩnh vực thử, từ 01/03/2026 đến hết 31/03/2026" in of_field
    of_all = browser.get(f"{URL}o/3/", MARCH | {"unit": busy.ward.pk, "own": "on"}).text
    assert f"cột (3), {busy.ward.name} (chỉ chính đơn vị), từ" in of_all


def test_a_report_leads_back_to_the_others_and_tells_only_what_holds_of_its_columns(busy):
    browser = browser_of(busy.leader)
    page = browser.get(URL, MARCH).text
    assert re.search(r'<nav class="tabs".*href="/so-lieu/bao-cao/" aria-current="page"', page, re.S)
    assert "Đã giải quyết gồm cả hồ sơ rút" in page
    assert "Đã giải quyết gồm cả hồ sơ rút" not in browser.get("/so-lieu/bao-cao/TP766/", MARCH).text
