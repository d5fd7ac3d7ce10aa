"""A report that was frozen keeps its numbers, and says what became known since about the days it tells of."""

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions import deciding
from motcua.dossiers.actions.extending import apologise
from motcua.indicators.actions import compact
from motcua.indicators.models import Total
from motcua.indicators.standing import Scope
from motcua.reports.actions import freeze
from motcua.reports.jobs import prove_figures
from motcua.reports.models import FrozenReport
from tests import dossier_factories as make
from tests.crowd import together
from tests.factories import make_post, make_ward, signed_in
from tests.made_files import file_at, work
from tests.nonempty import some
from tests.reports.test_facts_of_lives import received_by_paper
from tests.ui.paper_samples import pages_of, squeezed

pytestmark = pytest.mark.django_db
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}
DAYS = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
URL = "/so-lieu/bao-cao/07a/"


@pytest.fixture
def busy(house, set_clock):
    """March: one handed back early, one finished late without an apology, one open."""
    set_clock("2026-03-02T09:00")
    house.late, _, _ = make.to_sign(house), make.returned(house), make.in_progress(house)
    set_clock("2026-03-20T09:00")
    house.late = deciding.sign(house.late, by=house.leader, template="result")
    set_clock("2026-04-01T09:00")
    return house


def frozen_by(house, **more) -> FrozenReport:
    given = {"by": house.leader, "agency": house.ward, "report": "07a", "scope": Scope(agencies=[house.ward.pk])}
    return freeze(**given | DAYS | {"own": True} | more)


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def told_later(house, set_clock) -> None:
    """In April the lateness of March is apologised for."""
    set_clock("2026-04-03T09:00")
    apologise(house.late, by=house.leader, reason="Chờ trích đo", cause="partner")


def test_it_keeps_its_numbers_and_tells_what_became_known_since(busy, set_clock):
    browser = browser_of(busy.leader)
    page = browser.get(URL, MARCH).text
    assert "Chốt báo cáo" in page
    sent = browser.post(f"{URL}chot/?first=01/03/2026&last=31/03/2026", {"note": ""})
    (frozen,) = FrozenReport.objects.all()
    assert sent.url == f"/so-lieu/chot/{frozen.pk}/"
    (row,) = frozen.rows
    assert [row["cells"][key] for key in ("3", "14", "17", "18", "19")] == [3, 2, 0, 1, 1]
    page = browser.get(sent.url).text
    assert "Không có ô nào thay đổi" in page
    of_all = re.findall(r'<a href="([^"]*)" aria-label="Tổng cộng, [^"]*">(\d+)<', page.partition("<tfoot>")[2])
    for url, number in some(of_all):
        assert browser.get(url.replace("&amp;", "&")).text.count('<th scope="row">') == int(number), url
    told_later(busy, set_clock)
    for fold in (False, True):
        if fold:
            compact()
        page = browser.get(sent.url).text
        assert "2 ô đọc khác đi" in page
        assert "(17) Đã giải quyết: Quá hạn, đã có thư xin lỗi" in page
        assert browser.get(f"{URL}sau-ky/", MARCH).text.count("<strong>") == 2
    frozen.refresh_from_db()
    assert frozen.rows == [row]
    report = browser.get(URL, MARCH).text
    assert f"/so-lieu/chot/{frozen.pk}/" in report
    prove_figures(0)


def row_of(page: str, name: str) -> list[str]:
    """The cells of a row, as they are read."""
    row = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', page, re.S)
    found = re.findall(r'<td class="num">(.*?)</td>', row[1], re.S)
    return [re.sub("<[^>]*>", "", cell.replace("<span", " <span")).split() for cell in found]


def test_a_report_as_known_on_a_later_day_shows_both_numbers(busy, set_clock):
    told_later(busy, set_clock)  # on 3 April
    set_clock("2026-04-06T09:00")
    browser = browser_of(busy.leader)
    at_end = browser.get(URL, MARCH).text
    for day, differs in (("02/04/2026", False), ("03/04/2026", True), ("06/04/2026", True)):
        for fold in (False, True):
            if fold:
                compact()
            page = browser.get(URL, MARCH | {"known": day}).text
            assert f"số liệu tính cả việc ghi nhận đến ngày {day}" in re.sub("<[^>]*>", "", page)
            for row in ("Lĩnh vực thử", "Tổng cộng"):
                late, apologised = row_of(at_end, row)[14:16]
                assert (late, apologised) == (["0"], ["1"])
                wanted = [["1", "+1", "(từ", "0)"], ["0", "−1", "(từ", "1)"]] if differs else [["0"], ["1"]]
                assert row_of(page, row)[14:16] == wanted, day
    links = re.findall(r'href="([^"]*/o/[^"]*)" aria-label="([^"]*)"', page)
    assert [name.split(", ")[-1] for _, name in links] == ["khi hết kỳ: 1 hồ sơ"] * 2
    assert browser.get(links[0][0].replace("&amp;", "&")).text.count('<th scope="row">') == 1
    assert "không mở ra hồ sơ" in page
    (whole,) = re.findall(r'href="([^"]*)">Cả bảng như nay biết', browser.get(f"{URL}sau-ky/", MARCH).text)
    assert row_of(browser.get(whole.replace("&amp;", "&")).text, "Tổng cộng") == row_of(page, "Tổng cộng")
    assert "Chốt báo cáo" not in page
    assert browser.get(f"{URL}o/3/", MARCH | {"known": "06/04/2026"}).status_code == 404
    assert browser.get(f"{URL}vi-sao-sai/1/", MARCH | {"known": "06/04/2026"}).status_code == 404
    assert browser.get(f"{URL}chot/", MARCH | {"known": "06/04/2026"}).status_code == 403
    same = browser.get(URL, MARCH | {"known": "31/03/2026"}).text  # the end itself
    assert row_of(same, "Tổng cộng") == row_of(at_end, "Tổng cộng")
    assert "như đã biết khi hết kỳ" in same
    assert "/o/3/" in same


def test_a_row_of_which_only_later_anything_is_known_is_in_the_later_report(house, set_clock):
    """A paper register that is entered in April, of a day in March."""
    set_clock("2026-04-02T09:00")
    browser = browser_of(house.leader)
    received_by_paper(house, make_post("receptionist", agency=house.centre, title="Trưởng bộ phận"))
    assert "Không có hồ sơ nào trong kỳ" in browser.get("/so-lieu/bao-cao/II.06a/", MARCH).text
    page = browser.get("/so-lieu/bao-cao/II.06a/", MARCH | {"known": "02/04/2026"}).text
    assert row_of(page, "Lĩnh vực thử")[0] == ["1", "+1", "(từ", "0)"]


@pytest.mark.parametrize("known", ["30/03/2026", "04/04/2026", "hôm qua", "31/02/2026"])
def test_a_day_before_the_end_or_to_come_is_refused_with_the_days_that_may_be(busy, set_clock, known):
    set_clock("2026-04-03T09:00")
    browser = browser_of(busy.leader)
    answer = browser.get(URL, MARCH | {"known": known})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    if known in ("30/03/2026", "04/04/2026"):
        assert "Chọn một ngày từ ngày cuối kỳ (31/03/2026) đến hôm nay (03/04/2026)." in answer.text
    assert browser.post(f"{URL}tep.csv?{urlencode(MARCH | {'known': known})}").status_code == 404
    going_on = browser.get(URL, {"first": "01/04/2026", "last": "30/04/2026", "known": "03/04/2026"})
    assert "Chọn một ngày từ ngày cuối kỳ (30/04/2026) khi kỳ đã hết." in going_on.text


def test_files_of_a_later_day_say_so_and_have_its_numbers(busy, set_clock):
    told_later(busy, set_clock)
    browser, query = browser_of(busy.leader), urlencode(MARCH | {"known": "03/04/2026"})
    asked = browser.post(f"{URL}tep.csv?{query}").headers["Location"]
    assert asked != browser.post(f"{URL}tep.csv?{urlencode(MARCH)}").headers["Location"]
    work()
    answer = browser.get(f"{asked}tai-ve/")
    assert 'filename="07a-20260301-20260331-ghi-nhan-20260403.csv"' in answer.headers["Content-Disposition"]
    assert "ghi nhận đến 03/04/2026" in browser.get("/tep-da-lap/").text
    header, row, _ = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    of = dict(zip((title.split(")")[0] for title in header), row, strict=True))
    assert (of["(17"], of["(18"]) == ("1", "0")
    printed = "".join(pages_of(file_at(browser, f"{URL}tep.pdf?{query}")))
    assert squeezed("Số liệu tính cả việc ghi nhận đến hết ngày 03/04/2026") in printed
    assert squeezed("như đã biết khi hết kỳ") not in printed


def test_a_later_day_costs_one_more_look_whatever_there_is(busy, set_clock):
    told_later(busy, set_clock)
    browser = browser_of(busy.leader)

    def cost(**more: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(URL, MARCH | more).status_code == 200
        return len(asked)

    cost()
    few = cost(known="03/04/2026")
    for _ in range(5):
        make.received(busy), make.returned(busy)
    assert cost(known="03/04/2026") == few
    assert few <= cost() + 5  # the same rows once more: the units, measures, facts, names


def numbers_in(content: bytes) -> list[int]:
    """The first three columns of the first row of a CSV."""
    _, row, _ = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [int(each) for each in row[2:5]]


def test_its_files_have_what_was_frozen_whatever_the_facts_say_now(busy, set_clock):
    frozen, browser = frozen_by(busy), browser_of(busy.leader)
    place = f"/so-lieu/chot/{frozen.pk}/"
    assert f'formaction="{place}tep.pdf"' in browser.get(place).text
    compact()
    for total in some(Total.objects.filter(line__kind="own", line__bank="")):
        total.sums = [number * 2 for number in total.sums]
        total.save()
    set_clock("2026-05-04T09:00")
    (row,) = frozen.rows
    was = [row["cells"][key] for key in ("3", "4", "5")]
    assert numbers_in(file_at(browser, f"{place}tep.csv")) == was
    now = numbers_in(file_at(browser, f"{URL}tep.csv?{urlencode(MARCH)}"))
    assert now == [2 * number for number in was] != was
    told = f"Số liệu đã chốt, bản 1: {busy.leader.person.name} chốt lúc 09:00 01/04/2026; mẫu biểu bản 1. Không kể"
    printed = "".join(pages_of(file_at(browser, f"{place}tep.pdf")))
    assert squeezed(told) in printed
    assert squeezed("ngày 01 tháng 4 năm 2026") in printed
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file_at(browser, f"{place}tep.xlsx"))).get_sheet_by_index(0)
    cells = sheet.to_python()
    assert any(str(cell).startswith(told) for line in cells for cell in line)
    (line,) = [line for line in cells if line[1] == row["name"]]
    assert line[2:5] == was
    assert f"07a đã chốt, 01/03/2026 – 31/03/2026, {busy.ward.name}, bản 1 (PDF)" in browser.get("/tep-da-lap/").text


def test_its_files_are_for_whoever_sees_it(busy):
    frozen, stranger = frozen_by(busy), make_ward()
    place = f"/so-lieu/chot/{frozen.pk}/tep"
    assert browser_of(busy.inspector).post(f"{place}.csv").status_code == 303
    assert browser_of(stranger["leader"]).post(f"{place}.csv").status_code == 404
    assert browser_of(busy.specialist).post(f"{place}.csv").status_code == 403
    assert browser_of(busy.leader).post(f"{place}.doc").status_code == 404
    assert browser_of(busy.leader).get(f"{place}.csv").status_code == 405
    assert browser_of(busy.leader).post("/so-lieu/chot/9999999/tep.csv").status_code == 404


def test_once_more_only_with_a_reason_as_the_next_number(busy):
    assert frozen_by(busy).number == 1
    with pytest.raises(BadInput) as refused:
        frozen_by(busy)
    assert refused.value.code == "already_frozen"
    again = frozen_by(busy, note="Cấp trên yêu cầu chốt lại")
    assert (again.number, again.last_event.note()) == (2, "Cấp trên yêu cầu chốt lại")
    assert frozen_by(busy, own=False).number == 1  # another report


def test_two_at_once_freeze_one(busy, transactional_db):
    done = together(*[lambda: frozen_by(busy)] * 2)
    assert FrozenReport.objects.count() == 1, done


@pytest.mark.parametrize(
    ("more", "code"),
    [({"last": date(2026, 4, 1)}, "period_not_over"), ({"report": "II.99"}, "no_such_report")],
)
def test_what_cannot_be_frozen_says_why(busy, more, code):
    with pytest.raises(BadInput) as refused:
        frozen_by(busy, **more)
    assert refused.value.code == code


def test_who_may_freeze(busy):
    stranger = make_ward()
    for by in (busy.inspector, busy.specialist, busy.administrator, stranger["leader"]):
        with pytest.raises(NotPermitted):
            frozen_by(busy, by=by)
    assert frozen_by(busy, by=make_post("leader", agency=busy.ward)).pk
    page = browser_of(busy.inspector).get(URL, MARCH).text
    assert "Biết thêm sau kỳ" in page
    assert "Chốt báo cáo" not in page
    assert browser_of(busy.inspector).get(f"{URL}chot/", MARCH).status_code == 403
    kept = FrozenReport.objects.get()
    assert browser_of(busy.inspector).get(f"/so-lieu/chot/{kept.pk}/").status_code == 200
    assert browser_of(stranger["leader"]).get(f"/so-lieu/chot/{kept.pk}/").status_code == 404
    assert kept.rows[0]["name"] not in browser_of(stranger["leader"]).get("/so-lieu/chot/").text


def test_the_database_lets_nobody_change_or_delete_one(busy):
    frozen = frozen_by(busy)
    for sql in ("UPDATE reports_frozenreport SET rows = '[]'", "DELETE FROM reports_frozenreport"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    frozen.refresh_from_db()
    assert frozen.rows


def test_every_night_the_facts_still_give_what_was_frozen(busy, set_clock):
    frozen_by(busy)
    compact()
    prove_figures(0)
    for total in some(
        Total.objects.filter(day__lte=DAYS["last"], line__kind="own", line__bank="").order_by("-day")[:1]
    ):
        total.sums = [number + 3 for number in total.sums]
        total.save()
    with pytest.raises(RuntimeError, match="numbers differ"):
        prove_figures(0)


def test_the_list_costs_the_same_with_two_and_with_twenty(busy):
    browser = browser_of(busy.leader)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get("/so-lieu/chot/").status_code == 200
        return len(asked)

    frozen_by(busy), frozen_by(busy, note="Lại")
    few = cost()
    for number in range(18):
        frozen_by(busy, first=DAYS["first"] + timedelta(days=number), own=False)
    assert cost() == few


def test_odd_addresses_of_it_open_nothing(busy):
    browser = browser_of(busy.leader)
    assert browser.get(f"{URL}sau-ky/", {"first": "31/03/2026", "last": "01/03/2026"}).status_code == 404
    assert browser.get("/so-lieu/bao-cao/II.99/chot/", MARCH).status_code == 404
    assert browser.get("/so-lieu/chot/9999999/").status_code == 404
