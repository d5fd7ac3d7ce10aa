"""A report of a field or a procedure alone: the same numbers, the same dossiers behind them, said on every paper."""

import io
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.indicators.actions import compact
from motcua.reports.models import FrozenReport
from tests import dossier_factories as make
from tests.factories import signed_in
from tests.made_files import file_at
from tests.nonempty import some

pytestmark = pytest.mark.django_db
URL, MARCH = "/so-lieu/bao-cao/II.06a/", {"first": "01/03/2026", "last": "31/03/2026"}
PERIOD = ("--from", "2026-03-01", "--to", "2026-03-31")
HAI = "9.000099"
SECOND = make._fact(HAI, "Cấp giấy phép hai", field="F2")


@pytest.fixture
def busy(db, set_clock):
    """March: of the first field one handed back, two (of two procedures) open; of the second field one open."""
    set_clock("2026-03-02T09:00")
    house = make.make_house(more=[SECOND])
    make.returned(house), make.in_progress(house), make.received(house, make.RESTARTING), make.received(house, HAI)
    set_clock("2026-04-01T09:00")
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def table(page: str) -> dict[str, list[tuple[str, str]]]:
    """Row → (number, address) of each cell."""
    found = {}
    for name, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.S):
        tds = re.findall(r'<td class="num[^"]*">(.*?)</td>', cells, re.S)
        links = [(re.findall(r'href="([^"]*)"', td) or [""])[0].replace("&amp;", "&") for td in tds]
        found[name] = list(zip((re.sub(r"<[^>]*>", "", td) for td in tds), links, strict=True))
    return found


CASES = [
    ({"of_field": "F1"}, {"Lĩnh vực thử": 3}),
    ({"of_field": "F2"}, {"Lĩnh vực hai": 1}),
    ({"of_procedure": make.RESTARTING}, {"Lĩnh vực thử": 1}),
    ({"of_field": "F1", "of_procedure": make.STANDARD}, {"Lĩnh vực thử": 2}),
    ({"of_field": "F2", "of_procedure": make.STANDARD}, {}),
    ({}, {"Lĩnh vực hai": 1, "Lĩnh vực thử": 3}),
]


@pytest.mark.parametrize("folded", [False, True])
def test_a_report_counts_and_opens_only_what_it_is_narrowed_to(busy, folded):
    if folded:
        compact()
    browser = browser_of(busy.leader)
    for given, rows in CASES:
        page = browser.get(URL, MARCH | given).text
        found = table(page)
        assert {name: int(cells[0][0]) for name, cells in found.items() if name != "Tổng cộng"} == rows, given
        assert ("Chỉ một phần hồ sơ" in page) == ('<details class="more" open>' in page) == bool(given)
        if rows:
            assert int(found["Tổng cộng"][0][0]) == sum(rows.values())
            for number, url in some([cell for cells in found.values() for cell in cells if cell[1]]):
                assert browser.get(url).text.count('<th scope="row">') == int(number), url


def test_every_layout_is_narrowed_alike(busy):
    for code in ("II.06b", "II.06c", "II.07", "07a", "TD18", "SH766", "TT766", "TP766"):
        url, browser = f"/so-lieu/bao-cao/{code}/", browser_of(busy.leader)
        whole, one, two = (
            table(browser.get(url, MARCH | given).text).get("Tổng cộng", [])
            for given in ({}, {"of_field": "F1"}, {"of_field": "F2"})
        )
        opened = [place for place, cell in enumerate(whole) if cell[1]]
        assert opened or code in ("II.07", "TT766", "TP766"), code  # nothing late, nothing to be paid
        parts = [[int(cells[place][0]) if cells else 0 for place in opened] for cells in (one, two)]
        assert [int(whole[place][0]) for place in opened] == [a + b for a, b in zip(*parts, strict=True)], code


def test_what_is_asked_wrongly_is_refused_in_words(busy):
    browser = browser_of(busy.leader)
    for given, words in (
        ({"of_field": "F9"}, "Lĩnh vực"),
        ({"of_procedure": "9.9"}, "Không có thủ tục nào mang mã này"),
    ):
        answer = browser.get(URL, MARCH | given)
        assert answer.status_code == 422
        assert words in answer.text
        assert browser.get(f"{URL}o/3/", MARCH | given).status_code == 404
        assert browser.post(f"{URL}tep.pdf?first=01/03/2026&last=31/03/2026&{next(iter(given))}=F9").status_code == 404
    left_out = browser.get(f"{URL}o/3/", MARCH | {"of_field": "F1", "field": "F2"})
    assert left_out.status_code == 404  # a row that the report does not have


def test_what_is_frozen_is_whole(busy):
    browser = browser_of(busy.leader)
    assert "Chốt báo cáo" in browser.get(URL, MARCH).text
    assert "Chốt báo cáo</a>" not in browser.get(URL, MARCH | {"of_field": "F1"}).text
    answer = browser.post(f"{URL}chot/?first=01/03/2026&last=31/03/2026&of_field=F1", {"note": ""})
    assert answer.status_code in (403, 404)
    assert not FrozenReport.objects.exists()


def test_files_and_the_command_are_narrowed_and_say_so(busy, capfdbinary):
    browser = browser_of(busy.leader)
    content = file_at(browser, f"{URL}tep.xlsx?first=01/03/2026&last=31/03/2026&of_field=F1")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in cells if row[1] in ("Lĩnh vực thử", "Lĩnh vực hai")] == [3]
    assert any("Chỉ gồm lĩnh vực Lĩnh vực thử." in str(cell) for row in cells for cell in row)
    assert "II.06a, 01/03/2026 – 31/03/2026, chỉ gồm lĩnh vực lĩnh vực thử (XLSX)" in browser.get("/tep-da-lap/").text
    words = ("report", "II.06a", "--agency", busy.ward.code, *PERIOD)
    with pytest.raises(SystemExit):
        call_command(*words, "--procedure", make.RESTARTING)
    told = json.loads(capfdbinary.readouterr().out)
    assert (told["procedure"], told["total"]["3"]) == (make.RESTARTING, 1)
    for more in (("--field", "F9"), ("--procedure", "9.9")):
        with pytest.raises(SystemExit) as ended:
            call_command(*words, *more)
        assert (ended.value.code, b"mang m" in capfdbinary.readouterr().err) == (2, True)


def test_narrowing_costs_no_more_questions(busy):
    browser = browser_of(busy.leader)
    counts = []
    for given in ({}, {"of_field": "F1"}):
        browser.get(URL, MARCH | given)
        with CaptureQueriesContext(connection) as asked:
            browser.get(URL, MARCH | given)
        counts.append(len(asked))
    assert counts[1] <= counts[0]
