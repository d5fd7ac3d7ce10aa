"""The leader's page: every number opens exactly what it counts, within what one may see; what is not there is said."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.dossiers.actions import moving
from motcua.indicators.actions import Of, compact, facts
from motcua.indicators.models import Fact
from motcua.reports.actions import set_target
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.nonempty import some

pytestmark = pytest.mark.django_db
URL, MARCH = "/so-lieu/", {"first": "01/03/2026", "last": "31/03/2026"}


@pytest.fixture
def busy(house, set_clock):
    """March: one handed back early, one late by now, one waiting for a paper, one taken back; April: one just come."""
    set_clock("2026-03-02T09:00")
    house.early, house.slow, house.waits = make.returned(house), make.in_progress(house), make.waiting(house)
    set_clock("2026-03-10T09:00")
    house.stopped = make.stopped(house)
    set_clock("2026-04-01T09:00")
    house.new = make.received(house)
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def numbers(page: str) -> dict[str, tuple[int, str]]:
    """What is said of each number that opens → (number, address)."""
    found = re.findall(r'<a href="([^"]*)" aria-label="([^"]*): \d+ (?:hồ sơ|việc)"[^>]*>([\d.]+)</a>', page)
    stats = re.findall(r'class="stat-label"[^>]*>([^<]+)</span><a href="([^"]+)"[^>]*>([\d.]+)<', page)
    told = [(said, number, url) for url, said, number in found] + [(said, number, url) for said, url, number in stats]
    return {said: (int(number.replace(".", "")), url.replace("&amp;", "&")) for said, number, url in told}


def rows_in(page: str) -> int:
    return page.count('<th scope="row">')


def test_every_number_opens_exactly_what_it_counts(busy):
    browser = browser_of(busy.leader)
    shown = numbers(browser.get(URL, MARCH).text)
    told = {said: number for said, (number, _) in shown.items()}
    ward = busy.ward.short_name
    wanted = {
        f"{ward}, đang giải quyết": 3, f"{ward}, quá hạn": 1, f"{ward}, đang dừng đồng hồ": 1, "Đang giải quyết": 3,
        "Quá hạn chưa xong": 1, "Đang dừng đồng hồ": 1, "Tiếp nhận trong kỳ": 4, "Đã giải quyết": 2,
        "02/03/2026, tiếp nhận": 3, "02/03/2026, trước hạn": 1, "Cả kỳ, đã giải quyết": 2, "Đến 5 ngày": 1,
        "16–30 ngày": 2, "Cả kỳ, tiếp nhận cách khác": 4, "Chưa ghi lý do, đang quá hạn": 1,
    }  # fmt: skip
    assert {said: told.get(said) for said in wanted} == wanted
    opened = {said: (number, url) for said, (number, url) in shown.items() if url.startswith("/so-lieu/ho-so/")}
    assert len(opened) > 20
    for said, (number, url) in opened.items():
        answer = browser.get(url)
        assert (answer.status_code, rows_in(answer.text)) == (200, number), (said, url)


def test_due_this_week_is_what_runs_and_falls_due_by_sunday(busy, set_clock):
    set_clock("2026-04-03T09:00")
    due = busy.new.appointed_due
    page = browser_of(busy.leader).get(URL).text
    assert ("Đến hạn tuần này" in numbers(page)) == (due.isoformat() < "2026-04-05T17:00")
    set_clock(f"{due:%Y-%m-%d}T01:00")
    number, url = numbers(browser_of(busy.leader).get(URL).text)["Đến hạn tuần này"]
    assert number == 1
    assert busy.new.code.rsplit("-", 1)[-1] in browser_of(busy.leader).get(url).text


def test_a_period_is_as_it_was_known_at_its_end_and_the_trend_adds_up(busy, set_clock):
    browser = browser_of(busy.leader)
    before = numbers(browser.get(URL, MARCH).text)["Cả kỳ, đã giải quyết"]
    moving.propose(busy.slow, by=busy.specialist, note="Đủ")
    set_clock("2026-04-20T09:00")
    make.returned(busy)
    compact()
    assert numbers(browser.get(URL, MARCH).text)["Cả kỳ, đã giải quyết"] == before
    for step in ("day", "week", "month", "year"):
        shown = numbers(browser.get(URL, {"first": "16/02/2026", "last": "20/04/2026", "step": step}).text)
        parts = [n for said, (n, _) in shown.items() if said.endswith(", tiếp nhận") and "Cả kỳ" not in said]
        assert sum(parts) == shown["Cả kỳ, tiếp nhận"][0] == 6, step


def test_filters_stay_in_the_address_of_every_number(busy):
    browser = browser_of(busy.leader)
    code = busy.slow.procedure_code
    given = MARCH | {"unit": str(busy.ward.pk), "own": "on", "field": busy.slow.field_code, "procedure": code}
    shown = numbers(browser.get(URL, given).text)
    assert shown["Tiếp nhận trong kỳ"][0] > 0
    for _, url in (pair for pair in shown.values() if pair[1].startswith("/so-lieu/ho-so/")):
        assert f"procedure={code}" in url
        assert f"unit={busy.ward.pk}" in url
        number = next(n for n, each in shown.values() if each == url)
        opened = browser.get(url).text
        assert rows_in(opened) == number
        assert f"mã thủ tục {code}" in opened
    assert browser.get(URL, given | {"procedure": "khac"}).status_code == 422


def test_nobody_sees_more_than_their_own(busy):
    for post in (busy.clerk, busy.specialist, busy.head, busy.registry, busy.cashier, busy.administrator):
        for url in (URL, f"{URL}ho-so/?which=held"):
            assert browser_of(post).get(url).status_code == 403, post.role
        assert 'href="/so-lieu/"' not in browser_of(post).get("/xu-ly/").text
    other = browser_of(make_post(Role.LEADER))
    page = other.get(URL, MARCH).text
    assert "Không có hồ sơ nào đang giải quyết" in page
    for which in ("held", "late", "received", "late_now"):
        assert rows_in(other.get(f"{URL}ho-so/", MARCH | {"which": which}).text) == 0
    for url in (URL, f"{URL}ho-so/"):
        assert other.get(url, {"unit": str(busy.ward.pk)}).status_code == (422 if url == URL else 404)
    masked = browser_of(busy.inspector).get(f"{URL}ho-so/", MARCH | {"which": "received"}).text
    assert "Trần T. M." in masked
    assert "Trần Thị Mẫu" not in masked


@pytest.mark.parametrize(
    "given",
    [{"first": "02/04/2026", "last": "01/04/2026"}, {"first": "mai"}, {"unit": "0"}, {"field": "x"}, {"step": "giờ"}],
)
def test_what_cannot_be_shown_says_why_and_has_no_rows(busy, given):
    answer = browser_of(busy.leader).get(URL, given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text or "aria-invalid" in answer.text
    assert browser_of(busy.leader).get(f"{URL}ho-so/", given).status_code == 404


@pytest.mark.parametrize("given", [{"which": "x"}, {"cause": "x", "which": "late_now"}, {"which": "finished"}])
def test_lists_that_are_none_are_not_there(busy, given):
    assert browser_of(busy.leader).get(f"{URL}ho-so/", given).status_code == 404


def test_a_period_to_come_and_a_unit_without_dossiers_say_so(busy):
    browser = browser_of(busy.leader)
    page = browser.get(URL, {"first": "01/01/2030", "last": "31/12/2030"}).text
    assert "Kỳ chưa đến" in page
    assert "Không có hồ sơ nào được tiếp nhận" in page
    assert "Quá hạn chưa xong" in numbers(page)
    assert "Chưa có số liệu về thời gian giải quyết" in page


def test_no_data_is_told_from_nothing(busy, set_clock):
    set_clock("2026-04-03T09:00")
    assert "Chưa có số liệu" in browser_of(busy.leader).get(URL, {"step": "day"}).text
    of = Of(busy.ward.pk, busy.slow.procedure_code, busy.slow.field_code, "counter")
    day = busy.slow.received_at.date()
    Fact.objects.bulk_create(facts(of, {("rated", day): 3, ("rated.low", day): 1}, known_on=day))
    compact()
    assert "1 không hài lòng" in browser_of(busy.leader).get(URL, MARCH).text
    assert "0 không hài lòng" in browser_of(busy.leader).get(URL, {"first": "01/01/2025", "last": "02/01/2025"}).text


def test_the_rate_is_shown_against_the_target(busy):
    browser = browser_of(busy.leader)
    page = browser.get(URL, MARCH).text
    assert "chỉ tiêu 98 %" in page
    assert re.search(r'data-tone="ontime">100,0', page)
    assert "Đặt chỉ tiêu đúng hạn" in page
    assert "Đặt chỉ tiêu đúng hạn" not in browser_of(busy.inspector).get(URL, MARCH).text
    set_target(by=busy.leader, agency=busy.ward, percent=Decimal("99.5"), valid_from=date(2026, 3, 31))
    assert "chỉ tiêu 99,5 %" in browser.get(URL, MARCH).text
    assert "chỉ tiêu 98 %" in browser.get(URL, {"first": "01/03/2026", "last": "30/03/2026"}).text


def test_the_slowest_procedures_net_of_waiting_beside_gross(busy, set_clock):
    set_clock("2026-04-03T09:00")
    day = busy.slow.received_at.date()
    for code, days in (("a", 3), ("b", 40), ("c", 61)):
        of = Of(busy.ward.pk, code, "F1", "counter")
        told = {(f"took.net.{days}", day): 9, ("took.net.61", day): 1, (f"took.gross.{min(days + 5, 61)}", day): 10}
        Fact.objects.bulk_create(facts(of, told, known_on=day))
    compact()
    page = browser_of(busy.leader).get(URL, MARCH).text
    table = page[page.index("Thủ tục giải quyết lâu nhất") :]
    rows = [re.findall(r'<td class="num">([^<]*)</td>', row) for row in re.findall(r"<tr><th.*?</tr>", table, re.S)]
    days = [row for row in rows if len(row) == 4]
    assert days[:3] == [
        ["hơn 60 ngày", "hơn 60 ngày", "hơn 60 ngày", "hơn 60 ngày"],
        ["40 ngày", "40 ngày", "45 ngày", "45 ngày"],
        ["3 ngày", "3 ngày", "8 ngày", "8 ngày"],
    ]


def test_the_page_costs_the_same_with_many_dossiers_units_and_steps(busy):
    browser = browser_of(busy.leader)

    def queries(browser, url):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    weeks = f"{URL}?first=01/01/2026&last=30/04/2026&step=week"  # in which something was finished: two more
    few = [queries(browser, url) for url in (URL, weeks)]
    for _ in range(18):
        make.in_progress(busy)
    assert [queries(browser, url) for url in (URL, weeks)] == few
    assert max(few) <= 17  # two of them for remarks


def test_officers_have_their_load_shown_to_who_leads(busy):
    moving.assign(busy.slow, by=busy.head, person=busy.specialist.person.username)
    page = browser_of(busy.leader).get(URL).text
    shown = {said: pair for said, pair in numbers(page).items() if said.startswith(busy.specialist.person.name)}
    assert some(list(shown))
    for number, url in shown.values():
        assert browser_of(busy.leader).get(url).text.count('<th scope="row"') == number
    assert "Việc của cán bộ" not in browser_of(busy.inspector).get(URL).text


def test_the_pages_of_figures_lead_to_one_another(busy):
    browser = browser_of(busy.leader)
    for url in (URL, f"{URL}bao-cao/"):
        page = browser.get(url).text
        assert re.findall(r'href="([^"]*)" aria-current="page"', page[page.index('class="tabs"') :]) == [url]
    assert 'href="/so-lieu/"' in browser.get("/xu-ly/").text


def test_what_is_open_is_counted_in_an_index_alone(busy):
    """Thousands of open dossiers lie on thousands of pages: their rows are not read for the numbers of this page."""
    with CaptureQueriesContext(connection) as asked:
        browser_of(busy.leader).get(URL, MARCH)
    (counting,) = [each["sql"] for each in asked.captured_queries if '"age61"' in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'dossiers_dossier'::regclass"
            " AND NOT indisunique AND indexrelid <> 'dossier_held_since'::regclass"
        )
        for (name,) in cursor.fetchall():  # of few rows any index costs the same
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("EXPLAIN " + counting)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using dossier_held_since" in plan
