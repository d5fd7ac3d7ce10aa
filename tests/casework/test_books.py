"""Register book and control slip: for whom, of which days, as paper and as spreadsheet."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from motcua.casework.books import book
from motcua.citizens.models import Unmasking
from motcua.core.clock import today
from tests import dossier_factories as make

BOOK = "/xu-ly/so-theo-doi/"
MARCH = {"first": "1/3/2026", "last": "31/3/2026"}


@pytest.fixture
def march(house, set_clock):
    set_clock("2026-02-27T09:00+07:00")
    make.received(house)
    set_clock("2026-03-09T09:00+07:00")
    return [make.in_progress(house), make.returned(house)]


def cells(content: bytes) -> str:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return "\n".join(" | ".join(map(str, row)) for row in sheet.to_python())


def test_the_book_holds_the_days_asked_for_in_the_order_of_receipt(house, march):
    rows = book(house.clerk, first=date(2026, 3, 1), last=date(2026, 3, 31))["rows"]
    assert [(row["seq"], row["code"]) for row in rows] == [(1, march[0].code), (2, march[1].code)]
    assert (rows[1]["returned"], rows[1]["method"]) == ("2026-03-09T09:00", "Tại bộ phận một cửa")
    assert rows[0]["phone"].endswith("274")
    assert "0912345274" not in rows[0]["phone"]


def test_the_last_day_belongs_to_the_book(house, march):
    assert len(book(house.clerk, first=date(2026, 3, 9), last=date(2026, 3, 9))["rows"]) == 2
    assert book(house.clerk, first=date(2026, 3, 10), last=date(2026, 3, 10))["rows"] == []


def test_who_only_oversees_gets_shortened_names(house, march):
    rows = book(house.inspector, first=date(2026, 3, 1), last=date(2026, 3, 31))["rows"]
    assert {(row["applicant"], row["address"], row["phone"]) for row in rows} == {("Trần T. M.", "", "")}
    assert len(rows) == 2


def test_the_book_costs_the_same_for_many_rows(house, march, django_assert_num_queries):
    days = {"first": date(2026, 1, 1), "last": date(2026, 3, 31)}
    book(house.clerk, **days)
    with django_assert_num_queries(2):
        book(house.clerk, **days)


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_book_is_made_as_paper_and_as_spreadsheet(house, march, screen_of, kind):
    answer = screen_of(house.clerk).get(BOOK, MARCH | {"kind": kind})
    assert answer.status_code == 200
    assert f'filename="so-theo-doi-20260301-20260331.{kind}"' in answer.headers["Content-Disposition"]
    if kind == "pdf":
        assert answer.content[:5] == b"%PDF-"
    else:
        assert march[0].code in cells(answer.content)


@pytest.mark.parametrize(
    "given", [{"first": "1/4/2026"}, {"last": "1/2/2026"}, {"first": "1/1/2020"}, {"first": "hôm qua"}]
)
def test_impossible_days_are_refused_in_words(house, screen_of, given):
    answer = screen_of(house.clerk).get(BOOK, MARCH | {"kind": "pdf"} | given)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_the_book_is_not_for_every_post(house, screen_of):
    assert screen_of(house.specialist).get(BOOK).status_code == 403
    assert screen_of(house.clerk).get(BOOK).status_code == 200


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_control_slip_tells_who_passed_it_to_whom(house, march, screen_of, kind):
    answer = screen_of(house.specialist).get(f"/xu-ly/ho-so/{march[0].code}/phieu-kiem-soat.{kind}")
    assert answer.status_code == 200
    if kind == "xlsx":
        assert "Chuyển hồ sơ đến bộ phận giải quyết" in cells(answer.content)


def test_a_control_slip_needs_a_receipt_and_a_known_form(house, screen_of):
    client = screen_of(house.clerk)
    assert client.get(f"/xu-ly/ho-so/{make.submitted(house).code}/phieu-kiem-soat.pdf").status_code == 404
    assert client.get(f"/xu-ly/ho-so/{make.received(house).code}/phieu-kiem-soat.doc").status_code == 404


def test_a_look_at_the_control_slip_is_on_record(house, march, screen_of):
    dossier = make.in_progress(house)
    screen_of(house.specialist).get(f"/xu-ly/ho-so/{dossier.code}/phieu-kiem-soat.xlsx")
    look = Unmasking.objects.filter(by=house.specialist).get()
    assert (look.applicant, look.why) == (dossier.applicant, f"Phiếu kiểm soát hồ sơ {dossier.code}")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_book_keeps_to_the_procedure_and_state_asked_for(house, march, screen_of, kind):
    make.in_progress(house, make.CASES, case="a")
    day = today()
    asked = {"first": day, "last": day}
    whole = book(house.clerk, **asked)["rows"]
    narrow = book(house.clerk, **asked, procedure=make.CASES, state="in_progress")["rows"]
    assert (len(narrow), len(whole) > 1) == (1, True)
    assert book(house.clerk, **asked, procedure=make.CASES, state="received")["rows"] == []
    sent = {"first": f"{day:%d/%m/%Y}", "last": f"{day:%d/%m/%Y}", "kind": kind, "procedure": make.CASES}
    response = screen_of(house.clerk).get(BOOK, sent)
    assert response.status_code == 200
    if kind == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
        assert sum("hai trường hợp" in str(row) for row in rows) == 1
