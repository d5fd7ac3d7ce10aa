"""The pages of past figures and of indexes from outside: sent, looked at, entered, withdrawn, corrected."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.reports.actions import correct_index, record_index, withdraw_index
from motcua.reports.history.columns import read
from motcua.reports.models import ExternalIndex, PastFigure, PastImport
from tests.factories import make_post, signed_in, system
from tests.reports.past import SEEDS, entered, make_province, sheet

pytestmark = pytest.mark.django_db
URL, INDEXES = "/so-lieu/so-lieu-cu/", "/so-lieu/chi-so/"


@pytest.fixture
def land(set_clock):
    set_clock("2026-11-23T09:00")
    return make_province()


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def sent(browser: Client, rows, name: str = "nam-2019.xlsx"):
    return browser.post(f"{URL}gui/", {"file": SimpleUploadedFile(name, sheet(rows))})


def test_a_file_is_sent_looked_at_entered_and_withdrawn(land):
    browser = browser_of(land.reform_officer)
    answer = sent(browser, SEEDS)
    batch = PastImport.objects.get()
    assert answer.url == f"{URL}{batch.pk}/"
    page = browser.get(answer.url).text
    assert "8 dòng đọc được" in page
    assert not PastFigure.objects.exists()
    page = browser.post(answer.url, {"deed": "enter", "version": "1"}, follow=True).text
    assert "Đã nhập" in page
    assert "Chỗ không khớp khi nhập" in page
    for number in ("534", "677", "−598", "803"):
        assert number in page
    assert land.reform_officer.person.name in page
    assert browser.post(answer.url, {"deed": "enter", "version": "1"}).status_code == 409
    assert PastFigure.objects.count() == 19
    assert browser.post(f"{answer.url}rut/", {"note": "", "version": "2"}).status_code == 422
    page = browser.post(f"{answer.url}rut/", {"note": "Chép nhầm năm", "version": "2"}, follow=True).text
    assert "Chép nhầm năm" in page
    assert not PastFigure.objects.counting().exists()
    assert "nam-2019.xlsx" in browser.get(URL).text


def test_what_is_wrong_is_told_by_line_and_column_and_goes_out_to_be_mended(land):
    browser = browser_of(land.administrator)
    answer = sent(browser, [{"unit": "CM", "first": "2019", "received": "nhiều"},
                            {"unit": "Lạ", "first": "2019", "received": "5"}])  # fmt: skip
    page = browser.get(answer.url).text
    assert "2 trên 2 dòng có lỗi" in page
    assert "Tiếp nhận: “nhiều” không phải số hồ sơ" in page
    assert 'value="enter"' not in page
    assert browser.post(answer.url, {"deed": "enter", "version": "1"}).status_code == 422
    mend = read(browser.get(f"{answer.url}can-sua.xlsx").content)
    assert [said["received"] for _, said in mend] == ["nhiều", "5"]
    browser.post(answer.url, {"deed": "give_up", "version": "1"})
    assert PastImport.objects.get().state == "given_up"


def test_a_file_that_is_none_is_refused_beside_its_field(land):
    browser = browser_of(land.reform_officer)
    for content in (b"", b"x", sheet([])):
        answer = browser.post(f"{URL}gui/", {"file": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 422
        assert "aria-invalid" in answer.text
    assert browser.post(f"{URL}gui/", {}).status_code == 422
    assert browser.get(f"{URL}mau.xlsx").content[:2] == b"PK"


def test_nobody_else_sees_or_settles_a_file(land):
    answer = sent(browser_of(land.reform_officer), SEEDS)
    for by, code in ((land.leader, 403), (make_post(Role.REFORM_OFFICER), 404), (make_post(Role.ADMINISTRATOR), 404)):
        browser = browser_of(by)
        assert browser.get(answer.url).status_code == code
        assert browser.post(answer.url, {"deed": "enter", "version": "1"}).status_code == code
        assert browser.get(f"{answer.url}can-sua.xlsx").status_code == code
    assert "nam-2019" not in browser_of(make_post(Role.REFORM_OFFICER)).get(URL).text


def test_lists_cost_the_same_with_two_rows_and_with_twenty(land, django_assert_max_num_queries):
    browser = browser_of(land.reform_officer)
    costs = []
    for years in (range(2000, 2002), range(2002, 2020)):
        for year in years:
            entered(land.province, [{"unit": "CM", "first": str(year), "received": "1"}])
            record_index(by=system(), agency=land.htr, index="pci", year=year, rank=1, source="x")
        with django_assert_max_num_queries(20) as files:
            assert browser.get(URL).text.count("cu.xlsx") == years[-1] - 1999
        with django_assert_max_num_queries(20) as indexes:
            browser.get(INDEXES)
        costs.append((len(files.captured_queries), len(indexes.captured_queries)))
    assert costs[0] == costs[1]


def test_an_index_is_recorded_with_rank_and_source_and_shown_as_a_trend(land):
    browser = browser_of(land.reform_officer)
    for year, value, rank in ((2014, "45,8", "7"), (2015, "63,71", "5"), (2016, "71,63", "9")):
        given = {"agency": land.htr.pk, "index": "par", "year": year, "value": value, "rank": rank, "ranked": "9",
                 "source": "Quyết định công bố"}  # fmt: skip
        assert browser.post(f"{INDEXES}moi/", given).status_code == 303
    page = browser_of(land.leader).get(INDEXES).text
    for told in ("45,8", "63,71", "+17,91", "71,63", "+7,92", "7/9", "5/9", "9/9", "tăng 2 bậc", "giảm 4 bậc"):
        assert told in page, told
    (svg,) = re.findall(r"<svg class=\"chart\".*?</svg>", page, re.S)
    assert (svg.count("<rect"), svg.count("<circle"), svg.count("<path")) == (3, 3, 2)
    assert "Sửa" not in page
    assert "Sửa" in browser.get(INDEXES).text


def test_an_index_is_corrected_with_a_reason_and_withdrawn(land):
    made = record_index(by=system(), agency=land.htr, index="par", year=2016, rank=9, ranked=9, source="Báo cáo")
    browser = browser_of(land.administrator)
    url = f"{INDEXES}{made.pk}/"
    given = {"value": "71,63", "rank": "8", "ranked": "9", "source": "Báo cáo", "version": "1"}
    assert browser.post(f"{url}sua/", given).status_code == 422
    assert browser.post(f"{url}sua/", given | {"note": "Đính chính"}).status_code == 303
    made.refresh_from_db()
    assert (str(made.value), made.rank) == ("71.630", 8)
    assert made.events.order_by("-pk")[0].data["changed"] == {"value": "71.63", "rank": 8}
    assert browser.post(f"{url}rut/", {"note": "Ghi nhầm", "version": "2"}).status_code == 303
    assert "Chưa ghi chỉ số nào" in browser.get(INDEXES).text
    assert browser.get(f"{url}sua/").status_code == 404
    with pytest.raises(StepRefused):
        withdraw_index(made, by=system(), note="x")
    record_index(by=system(), agency=land.htr, index="par", year=2016, rank=8, source="Báo cáo")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"index": "x"}, "unknown_index"), ({"year": 1980}, "year_wrong"), ({"year": 2030}, "year_wrong"),
        ({"rank": None}, "nothing_said"), ({"value": -1}, "value_wrong"), ({"ranked": 3}, "rank_wrong"),
        ({"source": " "}, "source_needed"), ({"year": 2015}, "already_recorded"),
    ],
)  # fmt: skip
def test_an_index_that_cannot_be_is_refused(land, given, code):
    of = {"by": system(), "agency": land.htr, "index": "par", "source": "x"}
    record_index(**of, year=2015, rank=1)
    with pytest.raises(BadInput) as wrong:
        record_index(**{**of, "year": 2016, "rank": 5, **given})
    assert wrong.value.code == code


def test_only_keepers_of_the_unit_write_an_index(land):
    of = {"agency": land.htr, "index": "pci", "year": 2015, "rank": 1, "source": "x"}
    for by in (land.leader, make_post(Role.REFORM_OFFICER), make_post(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            record_index(by=by, **of)
    made = record_index(by=land.reform_officer, **of)
    with pytest.raises(NotPermitted):
        correct_index(made, by=land.leader, rank=2, source="x", note="x")
    with pytest.raises(NotPermitted):
        withdraw_index(made, by=land.inspector, note="x")
    assert not ExternalIndex.objects.visible_to(make_post(Role.LEADER)).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalIndex.objects.filter(pk=made.pk).update(rank=None)
