"""The public page of a unit's figures, its data and its card: one table, open to everybody, kept by caches."""

import csv
import io
import re
from datetime import date

import jsonschema_rs
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.openness.actions import close_figures, open_figures
from motcua.openness.open_data import FIELDS, MEASURES, VERSION
from motcua.portal import figure_words
from motcua.portal.languages import COOKIE
from motcua.portal.open_figures import MOST_PROCEDURES
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from tests import dossier_factories as make
from tests.factories import at_home, make_account, make_ward, system
from tests.nonempty import some
from tests.openness.made import count, month

pytestmark = pytest.mark.django_db
PLACE = "/cong-khai-so-lieu/"
FIRST = [date(2026, number, 1) for number in (1, 2, 3)]
FIRST_PAGE = 100 * 1024


@pytest.fixture
def ward(house, set_clock):
    """January: two late of a hundred; February: three in all; March: plenty, and seven told of January."""
    set_clock("2026-04-10T09:00")
    open_figures(by=house.leader, agency=house.ward, since=FIRST[0])
    month(house.ward, FIRST[0], received=100, late=2, procedure=make.STANDARD)
    month(house.ward, FIRST[1], received=3, procedure=make.STANDARD)
    month(house.ward, FIRST[2], received=240, late=12, procedure=make.STANDARD)
    count(house.ward, date(2026, 3, 10), {"took.net.2": 220, "took.net.9": 20}, procedure=make.STANDARD)
    count(house.ward, FIRST[0], {"received": 7, "ended.early": 7}, known_on=date(2026, 3, 5))
    house.page = f"{PLACE}{house.ward.code}/"
    return house


def table_of(page: str) -> dict[str, list[str]]:
    """Row → cells, as the page shows them by month."""
    rows = re.findall(r"<tr><th scope=\"row\">(\d\d/\d{4})</th>(.*?)</tr>", page)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in rows}


def test_the_page_shows_whole_months_hides_small_numbers_and_tells_corrections(ward):
    page = Client().get(ward.page).text
    assert table_of(page) == {
        "03/2026": ["240", "240", "95,0 %", "12", "0"], "02/2026": ["ẩn", "ẩn", "ẩn", "0", "0"],
        "01/2026": ["100", "100", "từ 96,0 %", "ẩn", "0"],
    }  # fmt: skip
    assert "03/2026: tiếp nhận 7, đã giải quyết 7" in page
    assert "9 trên 10 hồ sơ xong trong 2 ngày làm việc" in page
    assert f'href="/thu-tuc/{make.STANDARD}/{ward.ward.code}/"' in page
    assert "chưa có đánh giá" in page
    for words in figure_words.MEASURES.values():
        assert str(words[1]) in page
    assert "04/2026" not in page
    assert len(page.encode()) < FIRST_PAGE


def test_page_csv_and_json_are_one_table(ward):
    client = Client()
    raw = client.get(f"{ward.page}du-lieu.csv").content
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert list(rows[0]) == list(FIELDS) == list(figure_words.FIELDS)
    document = client.get(f"{ward.page}du-lieu.json").json()
    plain = [{name: "" if value is None else str(value) for name, value in row.items()} for row in document["rows"]]
    assert plain == rows
    assert {row["measure"] for row in rows} == {*MEASURES} == {*figure_words.MEASURES}
    told = {(row["period"], row["measure"]): row for row in rows if not row["procedure"]}
    page = table_of(client.get(ward.page).text)
    for place, measure in enumerate(("received", "settled", "on_time_share", "late", "open")):
        for period in ("2026-01", "2026-02", "2026-03"):
            cell, row = page[f"{period[5:]}/{period[:4]}"][place], told[period, measure]
            said = row["value"] or (f"từ {row['least']}" if row["least"] else "ẩn")
            assert cell.removesuffix(" %") == said.replace(".", ","), (period, measure)


def test_the_json_is_of_the_schema_that_is_served_and_says_its_version_and_licence(ward):
    client = Client()
    schema = client.get(f"{PLACE}cau-truc.json").json()
    document = client.get(f"{ward.page}du-lieu.json").json()
    jsonschema_rs.validator_for(schema).validate(document)
    assert document["version"] == VERSION == schema["version"]
    assert document["$schema"] == schema["$id"]
    assert document["licence"]["name"] == "CC BY 4.0"
    wrong = document | {"rows": [document["rows"][0] | {"state": "hidden", "value": 3}]}
    assert not jsonschema_rs.validator_for(schema).is_valid(wrong)
    assert not jsonschema_rs.validator_for(schema).is_valid(document | {"more": 1})


def test_the_catalogue_names_the_data_of_every_unit_and_they_open(ward, settings):
    settings.PUBLIC_ADDRESS = "https://dichvu.example"
    client = Client()
    (dataset,) = client.get(f"{PLACE}du-lieu.json").json()["dcat:dataset"]
    assert dataset["dct:identifier"] == ward.ward.code
    for each in some(dataset["dcat:distribution"], least=2):
        answer = client.get(each["dcat:downloadURL"].removeprefix("https://dichvu.example"))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(each["dcat:mediaType"])


def test_only_the_data_may_be_read_by_pages_of_other_sites(ward):
    client = Client()
    own = (f"{ward.page}du-lieu.{kind}" for kind in ("csv", "json"))
    for data in (*own, f"{PLACE}du-lieu.json", f"{PLACE}cau-truc.json"):
        answer = client.get(data)
        assert answer.headers["Access-Control-Allow-Origin"] == "*", data
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert not answer.cookies
        assert client.post(data).status_code == 405
        assert client.options(data).status_code == 405
    for page in (ward.page, PLACE, f"{PLACE}tai-lieu/", f"{ward.page}the/", "/", "/thu-tuc/"):
        assert "Access-Control-Allow-Origin" not in client.get(page).headers, page


def test_only_the_card_may_be_framed_and_it_sets_no_cookie_and_runs_no_script(ward):
    client = Client()
    card = client.get(f"{ward.page}the/")
    assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
    assert "default-src 'none'" in card.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in card.headers
    assert not card.cookies
    assert "<script" not in card.text
    assert "ẩn" in card.text  # the sum of months of which one is hidden
    for page in (ward.page, PLACE, f"{PLACE}tai-lieu/", f"{ward.page}du-lieu.json", "/", "/thu-tuc/", "/dang-nhap/"):
        answer = client.get(page)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], page
        assert answer.headers["X-Frame-Options"] == "DENY", page
    assert "Received" in client.get(f"{ward.page}the/?tieng=en").text
    assert "Tiếp nhận" in client.get(f"{ward.page}the/?tieng=xx").text


def test_the_page_gives_the_card_to_be_copied_with_the_sites_own_address(ward, settings):
    settings.PUBLIC_ADDRESS = "https://dichvu.example"
    page = Client().get(ward.page).text
    assert f"&lt;iframe src=&quot;https://dichvu.example{ward.page}the/&quot;" in page


def test_what_did_not_change_is_not_sent_again(ward):
    client = Client()
    for path in (ward.page, PLACE, f"{PLACE}tai-lieu/", f"{ward.page}du-lieu.csv", f"{ward.page}the/"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        english = Client()
        english.cookies[COOKIE] = "en"
        if path in (ward.page, PLACE):
            assert english.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    month(ward.ward, date(2026, 3, 1), received=20)
    assert client.get(ward.page, headers={"If-None-Match": Client().get(PLACE).headers["ETag"]}).status_code == 200


def test_whoever_is_logged_in_leaves_nothing_in_a_cache(ward):
    answer = at_home(Client(), make_account()).get(ward.page)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
    assert "public" in Client().get(ward.page).headers["Cache-Control"]


def test_a_unit_that_shows_nothing_is_not_found(ward, set_clock):
    client = Client()
    paths = ["", "du-lieu.csv", "du-lieu.json", "the/"]
    for code in ("KHONG-CO", ward.division.code, "%00", "x" * 300):
        for path in paths:
            assert client.get(f"{PLACE}{code}/{path}").status_code == 404, (code, path)
    for year in ("2025", "20", "-1", "x", "9" * 40, "٢٠٢٦", "²"):
        assert client.get(ward.page, {"nam": year}).status_code == 404, year
    close_figures(ward.ward.publication, by=ward.leader)
    assert {client.get(f"{ward.page}{path}").status_code for path in paths} == {404}
    assert ward.ward.name not in client.get(PLACE).text


def test_a_month_that_has_just_begun_to_be_published_says_so(house, set_clock):
    set_clock("2026-04-10T09:00")
    open_figures(by=house.leader, agency=house.ward, since=date(2026, 4, 1))
    page = Client().get(f"{PLACE}{house.ward.code}/")
    assert (page.status_code, "Chưa tháng nào hết" in page.text) == (200, True)
    assert "Chưa tháng nào hết" in Client().get(f"{PLACE}{house.ward.code}/the/").text
    document = Client().get(f"{PLACE}{house.ward.code}/du-lieu.json").json()
    assert (document["rows"], document["published_until"]) == ([], None)


def test_a_year_is_shown_by_its_address(ward, set_clock):
    set_clock("2027-02-10T09:00")
    page = Client().get(ward.page, {"nam": "2026"}).text
    assert next(iter(table_of(page))) == "12/2026"
    assert len(table_of(page)) == 12
    assert list(table_of(Client().get(ward.page).text))[-1] == "02/2026"


def test_twenty_units_and_procedures_cost_as_many_questions_as_two(ward):
    def asked(path: str) -> int:
        Client().get(path)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        return len(queries)

    paths = (PLACE, ward.page, f"{ward.page}du-lieu.csv", f"{PLACE}du-lieu.json", f"{ward.page}the/")
    few = {path: asked(path) for path in paths}
    for number in range(19):
        count(ward.ward, date(2026, 3, 3), {"received": 20, "ended.early": 20}, procedure=f"9.2000{number:02}")
    for place in range(3):
        other_publication(make_ward(), place)
    assert {path: asked(path) for path in paths} == few
    assert max(few.values()) <= 10, few


def other_publication(ward, place):
    """A unit that adopts a procedure of its own and shows its figures."""
    setting = Setting(office=ward["ward"].code, divisions={"culture": ward["division"].code}, partners={})
    facts = make.FACTS | {"procedures": make.FACTS["procedures"][:1]}
    adopt_all(facts, office=ward["ward"], setting=setting, valid_from=date(2026, 1, 1), by=system())
    open_figures(by=system(), agency=ward["ward"], since=FIRST[place])


def test_a_unit_with_hundreds_of_procedures_has_a_light_page_and_all_of_them_in_the_data(ward):
    for number in range(300):
        count(ward.ward, date(2026, 3, 3), {"received": 20, "ended.early": 20}, procedure=f"9.2{number:05}")
    page = Client().get(ward.page)
    assert len(page.content) < FIRST_PAGE
    assert "9 trên 10 hồ sơ xong trong 2 ngày làm việc" in page.text  # what is told stands first
    assert page.text.count("data-label=") == MOST_PROCEDURES
    assert "có trong dữ liệu của từng năm: 182" in page.text
    rows = Client().get(f"{ward.page}du-lieu.json").json()["rows"]
    assert len({row["procedure"] for row in rows if row["procedure"]}) == 302  # with the one told later


def test_search_engines_may_read_the_figures(db):
    assert "Allow: /cong-khai-so-lieu/" in Client().get("/robots.txt").text
