"""The barcode reader: many dossiers gathered, one looked up in the book; codes and QR addresses alike."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.core.clock import LOCAL
from motcua.dossiers.choices import State
from motcua.tasks.models import Batch
from tests import dossier_factories as make

SCAN, MANY, BOOK = "/xu-ly/nhieu/quet/", "/xu-ly/nhieu/", "/xu-ly/so-theo-doi/tra/"


def picks_of(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="pick" value="')[1:]]


@pytest.mark.parametrize("said", ["{0.code}", " {0.code} ", "https://motcua.example/t/{0.tracking_token}"])
def test_a_code_or_a_qr_of_a_slip_adds_its_row(house, screen_of, said):
    dossier = make.received(house)
    page = screen_of(house.clerk).post(SCAN, {"scan": said.format(dossier)}).text
    assert f"Đã thêm {dossier.code}." in page
    assert picks_of(page) == [f"{dossier.code}:{dossier.version}"]


def test_the_same_code_again_takes_its_row_out_and_the_others_stay(house, screen_of):
    one, two = make.received(house), make.received(house)
    kept = [f"{row.code}:{row.version}" for row in (one, two)]
    page = screen_of(house.clerk).post(SCAN, {"scan": one.code.lower(), "pick": kept}).text
    assert f"Đã bỏ {one.code}" in page
    assert picks_of(page) == kept[1:]


def test_the_last_scanned_stands_first(house, screen_of):
    one, two = make.received(house), make.received(house)
    page = screen_of(house.clerk).post(SCAN, {"scan": one.code, "pick": [f"{two.code}:{two.version}"]}).text
    assert [pick.partition(":")[0] for pick in picks_of(page)] == [one.code, two.code]


@pytest.mark.parametrize(
    ("said", "words"),
    [("H99-000000-0001", "Không có hồ sơ nào mang mã “H99-000000-0001”"), ("046190000318", "Đây giống số giấy tờ")],
)
def test_what_is_unknown_is_told_in_words_and_nothing_is_lost(house, screen_of, said, words):
    dossier = make.received(house)
    page = screen_of(house.clerk).post(SCAN, {"scan": said, "pick": [f"{dossier.code}:{dossier.version}"]}).text
    assert words in page
    assert picks_of(page) == [f"{dossier.code}:{dossier.version}"]


def test_the_dossiers_of_others_are_unknown(house, screen_of):
    dossier = make.received(house)
    page = screen_of(house.specialist).post(SCAN, {"scan": dossier.code}).text
    assert "Không có hồ sơ nào mang mã" in page
    assert picks_of(page) == []


def test_a_full_list_takes_no_more(house, screen_of, monkeypatch):
    monkeypatch.setattr("motcua.casework.scanning.MOST_IN_A_BATCH", 1)
    one, two = make.received(house), make.received(house)
    page = screen_of(house.clerk).post(SCAN, {"scan": one.code, "pick": [f"{two.code}:{two.version}"]}).text
    assert "Danh sách đã đủ 1 hồ sơ" in page
    assert len(picks_of(page)) == 1


def test_twenty_gathered_cost_what_two_do(house, screen_of):
    rows = [make.received(house) for _ in range(20)]
    kept = [f"{row.code}:{row.version}" for row in rows]
    client = screen_of(house.clerk)
    client.post(SCAN, {"pick": kept})
    costs = []
    for count in (2, 20):
        with CaptureQueriesContext(connection) as asked:
            client.post(SCAN, {"pick": kept[:count]})
        costs.append(sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries))
    assert costs[0] == costs[1]


def test_the_page_that_asks_once_more_takes_scans_too_and_keeps_what_was_typed(house, screen_of):
    one, two = make.received(house), make.received(house)
    client = screen_of(house.clerk)
    sent = {"action": "hand-over", "query": "", "pick": [f"{one.code}:{one.version}"], "note": "Cả chồng"}
    page = client.post(MANY, sent | {"scan": two.code, "add": "1"}).text
    assert f"Đã thêm {two.code}." in page
    assert "Chuyển bước kế tiếp 2 hồ sơ" in page
    assert "Cả chồng" in page
    page = client.post(MANY, sent | {"scan": "H99-000000-0001", "go": "1"}).text
    assert "Không có hồ sơ nào mang mã" in page
    assert not Batch.objects.exists()
    client.post(MANY, sent | {"scan": "", "go": "1"})
    one.refresh_from_db()
    assert one.state == State.IN_PROGRESS


def test_the_book_tells_the_line_of_a_scanned_dossier(house, screen_of):
    dossier = make.received(house)
    page = screen_of(house.clerk).post(BOOK, {"scan": f"https://motcua.example/t/{dossier.tracking_token}"}).text
    assert "Trần Thị Mẫu" in page
    assert f"{dossier.received_at.astimezone(LOCAL):%d/%m/%Y %H:%M}" in page
    assert f"/xu-ly/ho-so/{dossier.code}/" in page
    assert "Không có hồ sơ nào mang mã “ABC-1”" in screen_of(house.clerk).post(BOOK, {"scan": "ABC-1"}).text


def test_who_only_oversees_sees_the_line_without_the_person(house, screen_of):
    dossier = make.received(house)
    page = screen_of(house.inspector).post(BOOK, {"scan": dossier.code}).text
    assert "Cấp giấy phép thử" in page
    assert "Trần Thị Mẫu" not in page
    assert f"/xu-ly/ho-so/{dossier.code}/" not in page


def test_who_keeps_no_book_may_not_look_in_it(house, screen_of):
    assert screen_of(house.specialist).post(BOOK, {"scan": "x"}).status_code == 403


@pytest.mark.parametrize("place", ["/xu-ly/", "/xu-ly/ho-so/"])
def test_the_filter_of_a_list_takes_the_qr_of_a_slip(house, screen_of, place):
    one, two = make.received(house), make.received(house)
    page = screen_of(house.clerk).get(place, {"q": f"https://motcua.example/t/{one.tracking_token}"}).text
    assert f'value="{one.code}:' in page
    assert f'value="{two.code}:' not in page
