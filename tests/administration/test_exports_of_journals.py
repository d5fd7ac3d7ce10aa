"""Journals as files: what the list shows, protected, limited and on record."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from motcua.administration import exporting
from motcua.agencies.models import AgencyEvent
from motcua.citizens.actions import look_up
from tests import dossier_factories as make
from tests.factories import make_person, make_post, signed_in

ACTS, LOOKS = "/quan-tri/nhat-ky/xuat/nhat-ky/", "/quan-tri/nhat-ky/xuat/luot-xem/"


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def sheet_of(response) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
    return book.get_sheet_by_index(0).to_python()


def recorded() -> list[dict]:
    return [event.data for event in AgencyEvent.objects.filter(action="agency.export_journal").order_by("pk")]


def test_the_rows_of_the_list_as_it_is_filtered_leave_as_csv(house, keeper):
    first, second = make.received(house), make.in_progress(house)
    query = f"loai=ho-so&code={second.code.lower()}&action=dossier.hand_over"
    response = keeper.post(ACTS, {"form": "csv", "query": query})
    head, *rows = rows_of(response)
    assert head == ["Xảy ra lúc", "Ghi lúc", "Việc", "Người làm", "Đơn vị", "Về"]
    assert {row[-1] for row in rows} == {second.code}
    assert first.code not in response.getvalue().decode()
    assert "Trần Thị Mẫu" not in response.getvalue().decode()
    assert 'attachment; filename="nhat-ky-ho-so-' in response["Content-Disposition"]


def test_the_sheet_tells_the_filters_the_count_and_who_took_it(house, keeper):
    make.received(house)
    cells = sheet_of(keeper.post(ACTS, {"form": "xlsx", "query": "loai=ho-so&first=1/1/2020"}))
    said = [str(row[0]) for row in cells[:6]]
    assert "Lọc: Từ ngày: 1/1/2020" in said
    assert any(line.endswith(" dòng") for line in said)
    assert any(house.administrator.person.name in line for line in said)
    assert "Tiếp nhận tại quầy" in {row[2] for row in cells}


def test_log_ins_and_looks_leave_too(house, keeper):
    make.received(house)
    look_up(by=house.clerk, number="046190000318")
    Client().post("/dang-nhap/", {"username": house.clerk.person.username, "password": "Buổi-sáng-2026"})
    told = {row[2] for row in rows_of(keeper.post(ACTS, {"form": "csv", "query": "loai=can-bo&action=person.log_in"}))}
    assert "Đăng nhập" in told
    rows = rows_of(keeper.post(LOOKS, {"form": "csv", "query": "loai=tra-so"}))
    assert len(rows) == 2
    assert "046190000318" not in str(rows)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"])
def test_a_name_that_would_be_a_formula_stays_a_text(house, keeper, form, name):
    post = make_post(agency=house.centre, person=make_person(name=name))
    make.register(by=post, intake=make.intake_of(house))
    response = keeper.post(ACTS, {"form": form, "query": "loai=ho-so"})
    if form == "csv":
        cells = [cell for row in rows_of(response) for cell in row]
        assert any(cell.startswith(f"'{name}") for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    else:
        book = response.getvalue()
        assert any(str(cell).startswith(name) for row in CalamineWorkbook.from_filelike(io.BytesIO(book))
                   .get_sheet_by_index(0).to_python() for cell in row)  # fmt: skip
        assert b"<f>" not in _sheet_xml(book)


def _sheet_xml(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def test_no_more_than_the_limit_leaves_and_the_file_says_so(house, keeper, monkeypatch):
    for _ in range(3):
        make.received(house)
    whole = len(rows_of(keeper.post(ACTS, {"form": "csv", "query": "loai=ho-so"}))) - 1
    monkeypatch.setattr(exporting, "MOST", 2)
    monkeypatch.setattr(exporting, "CHUNK", 1)
    rows = rows_of(keeper.post(ACTS, {"form": "csv", "query": "loai=ho-so"}))
    assert len(rows) == 1 + 2 + 1
    assert rows[-1][0] == f"Chỉ 2 dòng mới nhất trong {whole} dòng: lọc hẹp lại để lấy phần còn lại"
    assert "Chỉ 2 dòng" in str(sheet_of(keeper.post(ACTS, {"form": "xlsx", "query": "loai=ho-so"})))
    assert "tối đa 2 dòng" in keeper.get("/quan-tri/nhat-ky/").text
    assert recorded()[-1]["rows"] == 2


def test_pieces_of_many_pages_are_all_there_once(house, keeper, monkeypatch):
    make.received(house)
    whole = rows_of(keeper.post(ACTS, {"form": "csv", "query": "loai=thu-tuc"}))
    monkeypatch.setattr(exporting, "CHUNK", 2)
    assert rows_of(keeper.post(ACTS, {"form": "csv", "query": "loai=thu-tuc"})) == whole


def test_the_export_itself_is_on_record_without_words_that_were_typed(house, keeper):
    keeper.post(ACTS, {"form": "csv", "query": "loai=ho-so&q=Nguyễn&first=1/1/2026&action=dossier.hand_over"})
    assert recorded() == [
        {"journal": "nhat-ky", "kind": "ho-so", "form": "csv", "rows": 0,
         "narrowed": {"first": "2026-01-01", "action": "dossier.hand_over"}}
    ]  # fmt: skip
    assert "Xuất nhật ký" in keeper.get("/quan-tri/nhat-ky/", {"loai": "don-vi"}).text


def test_of_another_tree_nothing_leaves(house):
    make.received(house)
    other = signed_in(Client(), make_post("administrator"))
    assert len(rows_of(other.post(ACTS, {"form": "csv", "query": "loai=ho-so"}))) == 1


@pytest.mark.parametrize("address", [ACTS, "/quan-tri/nhat-ky/xuat/khac/"])
def test_an_unknown_form_or_journal_is_refused_and_not_recorded(house, keeper, address):
    form = "pdf" if address == ACTS else "csv"
    assert keeper.post(address, {"form": form, "query": ""}).status_code == 422
    assert recorded() == []


def test_others_export_nothing(house):
    for post in (house.clerk, house.leader, house.reform):
        assert signed_in(Client(), post).post(ACTS, {"form": "csv"}).status_code == 403
    assert signed_in(Client(), house.administrator).get(ACTS).status_code == 405
    assert recorded() == []
