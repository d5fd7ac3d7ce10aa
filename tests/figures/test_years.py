"""Several years beside each other: those before the system from past reports, those since from the facts."""

import csv
import io
import re
import time
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from motcua.agencies.choices import Level, Role
from motcua.dossiers.actions import deciding
from motcua.exports.models import Export
from motcua.reports.history.rolling import DERIVED, FINISHED, SETTLED, STATED
from motcua.reports.history.years import Years, year_of
from motcua.reports.models import PastFigure
from tests import dossier_factories as make
from tests.factories import make_agency, make_post, signed_in
from tests.made_files import file_at
from tests.nonempty import some
from tests.read_back import counted_anew, lines_of
from tests.reports.past import SEEDS, entered, make_province
from tests.ui.paper_samples import pages_of, squeezed

pytestmark = pytest.mark.django_db
URL = "/so-lieu/nhieu-nam/"


@pytest.fixture
def land(set_clock):
    set_clock("2026-11-23T09:00")
    found = make_province()
    entered(found.province, SEEDS)
    return found


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def rows(page: str, caption: str) -> dict[str, list[str]]:
    """Row → its cells, of the table with a caption."""
    (table,) = re.findall(rf"<caption[^>]*>{caption}</caption>(.*?)</table>", page, re.S)
    found = {}
    for head, cells in re.findall(r"<tr[^>]*><th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", table, re.S):
        texts = [unescape(re.sub(r"<[^>]*>", " ", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S)]
        found[" ".join(re.sub(r"<[^>]*>", " ", head).split())] = [" ".join(text.split()) for text in texts]
    return found


def by_period(page: str) -> dict[str, list[str]]:
    return rows(page, "Số liệu từng kỳ")


def rolled(unit, period, level=""):
    years = Years([unit.path])
    group = next(each for each in [years.whole("x"), *years.levels()] if each.level == level)
    return years.series([group], [period])[0].rolled[0]


def test_the_year_the_change_the_rate_and_its_definition(land):
    page = browser_of(land.leader).get(URL, {"unit": str(land.hty.pk), "begin": "2019"}).text
    found = by_period(page)
    assert list(found)[:3] == ["2019", "2020 Số cũ", "2021 Số cũ"]
    assert found["2019"][0] == "không có số liệu"
    assert found["2020 Số cũ"][:3] == ["19.298", "–", "–"]
    assert found["2021 Số cũ"][:4] == ["22.515", "+3.217", "+16,7 %", "21.712"]
    assert found["2021 Số cũ"][7] == "khoảng 90 %"
    assert "chép tỷ lệ báo cáo cũ ghi" in found["2021 Số cũ"][8]
    assert "Báo cáo thử" in page


def test_ten_years_told_only_together_are_a_line_of_their_own_and_no_year_is_made_up(land):
    page = browser_of(land.leader).get(URL, {"unit": str(land.hti.pk)}).text
    found = by_period(page)
    assert found["2015"][0] == "chỉ có số cộng chung 2011–2020"
    whole = found["2011–2020 Số cũ"]
    assert whole[0] == "614.707"  # both levels; nobody tells how many of the communes' were open
    assert whole[3:7] == ["–", "612.281", "–", "–"]
    rate = rolled(land.hti, (date(2011, 1, 1), date(2020, 12, 31)), Level.DISTRICT)
    assert (rate.basis, rate.rate.quantize(Decimal("0.01"))) == (DERIVED, Decimal("99.72"))
    flags = {(row[3], row[4], row[5]) for row in rows_of_findings(page)}
    assert {("189.579", "189.045", "534"), ("425.128", "424.451", "677")} <= flags


def rows_of_findings(page: str) -> list[list[str]]:
    (table,) = re.findall(r"<caption[^>]*>Chỗ không khớp</caption>(.*?)</table>", page, re.S)
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in table.split("<tbody>")[1].split("</tr>")]
    return [[" ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split()) for cell in row] for row in found if row]


def test_what_is_open_in_all_against_what_is_open_in_one_branch_stands_in_red(land):
    page = browser_of(land.leader).get(URL, {"unit": str(land.cm.pk)}).text
    found = by_period(page)
    assert found["2019 Số cũ"][0] == "175.385"  # 49.536 and 125.849; the branch is within, never added
    assert ["198", "796", "−598"] in [row[3:6] for row in rows_of_findings(page)]
    assert 'data-tone="late"' in page
    parts = rows(page, "Tiếp nhận theo cấp và đơn vị")
    year = date.today().year - 2019 + 1
    assert [parts[name][-year if year > 1 else -1] for name in list(parts)[:2]] != []
    told = {name: [cell for cell in cells if cell != "–"] for name, cells in parts.items()}
    assert told == {
        "Cấp huyện (đến 30/6/2025)": ["49.536*"], "Cấp xã": ["125.849*"],
        "Chi nhánh Văn phòng Đăng ký đất đai huyện Chợ Mới": ["18.230*"],
    }  # fmt: skip
    on_time = rolled(land.cm, year_of(2019), Level.DISTRICT)
    assert (on_time.rate, on_time.basis) == (100, SETTLED)


def test_a_rate_over_ninety_is_told_as_it_was_told(land):
    found = by_period(browser_of(land.leader).get(URL, {"unit": str(land.htr.pk), "begin": "2015"}).text)
    assert found["2015 Số cũ"][0] == "–"
    assert found["2015 Số cũ"][7] == "trên 90 %"
    assert rolled(land.htr, year_of(2015)).basis == STATED


def test_since_the_system_began_years_come_from_the_facts_and_the_first_one_of_both(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house)
    set_clock("2026-06-02T09:00")
    ward = house.ward.code
    entered(house.ward, [
        {"unit": ward, "first": "2025", "received": "10", "settled": "8", "on_time": "6", "late": "2", "open": "2"},
        {"unit": ward, "first": "01/01/2026", "last": "28/02/2026", "received": "4", "settled": "3", "on_time": "3",
         "late": "0", "open": "1", "carried": "0"},
    ])  # fmt: skip
    found = by_period(browser_of(house.leader).get(URL, {"unit": str(house.ward.pk)}).text)
    assert found["2025 Số cũ"][:8] == ["10", "–", "–", "8", "6", "2", "2", "75 %"]
    assert found["2026 Số cũ"][:8] == ["7", "−3", "−30 %", "4", "4", "0", "2", "100 %"]
    notes = found["2026 Số cũ"][8]
    assert "hệ thống có hồ sơ từ 02/03/2026" in notes
    assert "chưa đủ cả kỳ" in notes
    assert "kỳ chưa hết" in notes


def test_the_facts_alone_have_the_rate_of_what_was_finished(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house)
    found = rolled(house.ward, year_of(2026))
    assert (found.rate, found.basis, found.number("received"), found.number("open")) == (100, FINISHED, 2, 1)
    before = rolled(house.ward, year_of(2025))
    assert (before.is_told, before.number("received")) == (False, None)
    other = make_agency(parent=house.ward)
    years = Years([house.ward.path])
    child = next(each for each in years.children() if each.paths == [other.path])
    (none,) = years.series([child], [year_of(2026)])[0].rolled
    assert (none.is_told, none.number("received")) == (False, None)


def test_a_figure_that_meets_dossiers_after_all_is_flagged_and_never_added_twice(house, set_clock):
    set_clock("2026-06-02T09:00")
    entered(house.ward, [{"unit": house.ward.code, "first": "01/01/2026", "last": "31/03/2026", "received": "50"}])
    set_clock("2026-03-02T09:00")  # the clock of a machine that went wrong
    make.received(house)
    set_clock("2026-06-02T09:00")
    make.received(house)
    found = rolled(house.ward, year_of(2026))
    assert (found.number("received"), found.overlap) == (51, 1)
    page = browser_of(house.leader).get(URL, {"unit": str(house.ward.pk)}).text
    assert "1 hồ sơ trong hệ thống trùng kỳ với số cũ, không cộng" in page


def test_shorter_periods_make_up_a_year_and_free_periods_are_asked_in_the_address(land):
    entered(land.province, [
        {"unit": "CM", "first": "01/01/2018", "last": "30/06/2018", "received": "10", "settled": "9", "open": "1"},
        {"unit": "CM", "first": "01/07/2018", "last": "31/12/2018", "received": "20", "settled": "18"},
    ])  # fmt: skip
    year = rolled(land.cm, year_of(2018))
    assert (year.number("received"), year.number("settled"), year.number("open")) == (30, 27, None)
    given = {"unit": str(land.cm.pk), "periods": "2018; 01/01/2018-30/06/2018; 2018-2019"}
    found = by_period(browser_of(land.leader).get(URL, given).text)
    assert list(found) == ["01/01/2018 – 30/06/2018 Số cũ", "2018 Số cũ", "2018–2019 Số cũ"]
    assert [cells[0] for cells in found.values()] == ["10", "30", "175.415"]


@pytest.mark.parametrize(
    "given",
    [{"periods": "hôm qua"}, {"periods": "2020-2019"}, {"periods": "31/02/2019-01/03/2019"}, {"periods": "9999"},
     {"begin": "2020", "end": "2019"}, {"unit": "999999"}, {"periods": ";".join(["2019"] * 50)}, {"begin": "1800"},
     {"field": "lạ"}, {"measure": "x"}],
)  # fmt: skip
def test_what_cannot_be_shown_keeps_what_was_asked_and_says_why(land, given):
    browser = browser_of(land.leader)
    answer = browser.get(URL, given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text or "aria-invalid" in answer.text
    assert browser.post(f"{URL}tep.csv?{urlencode(given)}").status_code == 404


def test_only_overseers_see_it_and_only_of_their_own_tree(land):
    other = make_post(Role.LEADER)
    assert "22.515" not in browser_of(other).get(URL).text
    assert browser_of(other).get(URL, {"unit": str(land.hty.pk)}).status_code == 422
    assert not PastFigure.objects.visible_to(other).exists()
    assert PastFigure.objects.visible_to(land.inspector).exists()
    for role in (Role.SPECIALIST, Role.RECEPTIONIST, Role.ADMINISTRATOR):
        assert browser_of(make_post(role, agency=land.province)).get(URL).status_code == 403


def opening(page: str) -> list[tuple[str, str, str, str]]:
    """Address, year (before it the unit), measure, number of every link to dossiers."""
    return re.findall(r'<a href="(/so-lieu/ho-so/[^"]*)" aria-label="([^"]*), ([^"]*): (\d+) hồ sơ">', page)


def test_the_numbers_of_each_unit_below_open_its_dossiers_those_of_a_level_none(db, set_clock):
    set_clock("2025-12-01T09:00")
    above = make_agency(name="Tỉnh Thử", level=Level.PROVINCE)
    one, two = (make.make_house(parent=above) for _ in range(2))
    make.received(one), make.received(one), make.returned(two)
    browser = browser_of(make_post(Role.LEADER, agency=above))
    for measure, numbers in (("received", [1, 2]), ("settled", [1]), ("rate", [])):
        page = browser.get(URL, {"measure": measure}).text
        cells = opening(page.partition("theo cấp và đơn vị</caption>")[2])
        assert sorted(int(number) for *_, number in cells) == numbers
        for url, *_, number in cells:
            assert browser.get(url.replace("&amp;", "&")).text.count('<th scope="row">') == int(number), url


def test_what_is_counted_from_dossiers_opens_them_and_what_a_report_told_does_not(house, set_clock):
    set_clock("2025-12-01T09:00")
    make.returned(house), make.withdrawn(house), make.in_progress(house)
    late = make.to_sign(house)
    set_clock("2026-03-20T09:00")
    deciding.sign(late, by=house.leader, template="result"), make.received(house)
    entered(house.ward, [{"unit": house.ward.code, "first": "2024", "received": "50", "settled": "49", "late": "1"}])
    browser = browser_of(house.leader)
    for given in ({}, {"unit": str(house.ward.pk)}, {"field": "F1"}):
        page = browser.get(URL, given).text
        cells = opening(page)
        assert {(year, of): int(number) for _, year, of, number in cells} == {
            ("2025", "tiếp nhận"): 4, ("2025", "đã giải quyết"): 2, ("2025", "trước hạn và đúng hạn"): 2,
            ("2025", "đang giải quyết"): 2, ("2026", "tiếp nhận"): 1, ("2026", "đã giải quyết"): 1,
            ("2026", "quá hạn"): 1, ("2026", "đang giải quyết"): 2,
        }, given  # fmt: skip
        for url, *_, number in cells:
            assert browser.get(url.replace("&amp;", "&")).text.count('<th scope="row">') == int(number), url
    assert "/so-lieu/ho-so/" not in browser.get(URL, {"unit": str(house.ward.pk), "kept": "on"}).text


def test_files_have_the_same_numbers(land):
    browser = browser_of(land.leader)
    given = urlencode({"unit": str(land.hty.pk), "begin": "2020", "end": "2021"})
    shown = list(by_period(browser.get(f"{URL}?{given}").text).values())
    text = file_at(browser, f"{URL}tep.csv?{given}").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head[:5] == ["TT", "Đơn vị", "Kỳ", "Nguồn số", "Tiếp nhận: Số lượng"]
    for line, cells in zip(lines, shown, strict=False):
        told = ["" if cell == "–" else cell.replace(".", "").replace("+", "") for cell in cells[:2]]
        assert line[4:6] == told
    assert lines[1][1:8] == [land.hty.name, "2021", "Số cũ", "22515", "3217", "16.67", "21712"]
    assert lines[1][11] == shown[1][7] == "khoảng 90 %"  # as the report told it, no number made of it
    assert lines[1][12].startswith("chép tỷ lệ báo cáo cũ ghi")


def test_the_change_is_a_formula_and_what_nobody_told_no_number(land):
    given = urlencode({"unit": str(land.cm.pk), "periods": "2018; 2019; 2020"})
    entered(land.province, [{"unit": "CM", "first": year, "received": count} for year, count in
                            (("2018", "40.000"), ("2020", "0"))])  # fmt: skip
    content = file_at(browser_of(land.leader), f"{URL}tep.xlsx?{given}")
    whole = [row for row in lines_of(content) if row[1] == land.cm.name]
    assert [row[4:7] for row in whole] == [[40000, "", ""], [175385, 135385, 338.46], [0, -175385, -100]]
    assert whole[0][10] == ""
    anew = counted_anew(content)
    for cell, (found, told) in some(anew.items()):
        assert found == told, cell
    assert {cell[0] for cell in anew} == {"F", "G"}


def test_on_paper_each_unit_stands_above_its_periods(land):
    given = urlencode({"unit": str(land.cm.pk), "begin": "2018", "end": "2019"})
    paper, *more = pages_of(file_at(browser_of(land.leader), f"{URL}tep.pdf?{given}"))
    whole = "".join([paper, *more])
    assert "Nguồncủasốcũ:Báocáothử." in whole
    assert "198sovới796,chênh−598" in whole
    for words in (
        "SỐLIỆUNHIỀUNĂM",
        "ỦybannhândânhuyệnChợMới12018–",
        "22019Sốcũ175.385",
        "Cấphuyện(đến30/6/2025)12019Sốcũ49.536",
    ):
        assert words in paper, words


def test_the_name_of_a_unit_stands_again_on_the_next_page_and_never_alone(land):
    given = urlencode({"unit": str(land.cm.pk), "begin": "2000"})
    pages = pages_of(file_at(browser_of(land.leader), f"{URL}tep.pdf?{given}"))
    assert len(pages) > 1
    name = squeezed(land.cm.name)
    assert re.search(rf"\(13\){name}\d+20\d\d", pages[1])
    for page in pages:
        assert not page.endswith((name, "Cấpxã", "Cấphuyện(đến30/6/2025)"))
    assert "Cấptỉnh" not in "".join(pages)  # of which nobody tells anything


def test_what_is_typed_as_periods_is_kept_as_days(land):
    browser_of(land.leader).post(f"{URL}tep.csv?{urlencode({'periods': '2019;  2011-2020', 'x': 'Mẫu'})}")
    assert Export.objects.get().parameters == {
        "form": "csv", "periods": "01/01/2019-31/12/2019;01/01/2011-31/12/2020",
    }  # fmt: skip


def test_the_chart_has_a_column_for_each_told_year_and_none_for_a_gap(land):
    entered(land.province, [{"unit": "HTY", "first": "2017", "received": "100", "settled": "100", "on_time": "90"}])
    page = browser_of(land.leader).get(URL, {"unit": str(land.hty.pk), "begin": "2017", "end": "2021"}).text
    (svg,) = re.findall(r"<svg class=\"chart\".*?</svg>", page, re.S)
    assert svg.count('<rect class="column stated"') == 3
    assert svg.count("<circle") == 2
    assert "<path" not in svg  # no line over the years between
    assert "Số cũ, lấy từ báo cáo (cột viền nét đứt)" in page


def test_ten_years_of_a_province_cost_few_questions_and_little_time(land, django_assert_max_num_queries):
    units = [make_agency(parent=land.cm, level=Level.COMMUNE) for _ in range(40)]
    browser = browser_of(land.leader)
    reverse("figures:years")
    with django_assert_max_num_queries(25) as few:
        browser.get(URL, {"unit": str(land.cm.pk)})
    lines = [
        {"unit": unit.code, "first": str(year), "received": "100", "settled": "98", "late": "1"}
        for unit in units for year in range(2009, 2019)
    ]  # fmt: skip
    entered(land.province, lines)
    begun = time.monotonic()
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = browser.get(URL, {"unit": str(land.cm.pk)}).text
    assert time.monotonic() - begun < 10  # seconds, also on a busy machine
    assert by_period(page)["2018 Số cũ"][0] == "4.000"
    assert page.count("<tr data-tone") == 100
    assert "chọn một đơn vị để xem" in page
