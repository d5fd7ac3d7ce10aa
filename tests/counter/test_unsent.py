"""What is being typed outlives the browser and the session."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from motcua.core import clock
from motcua.counter.actions import MOST_UNSENT, sweep
from motcua.counter.models import Sending, Unsent
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from tests.counter.pages import URL, send, sheet
from tests.dossier_factories import AT_ONCE, STANDARD
from tests.factories import make_post, signed_in

KEEP = f"{URL}luu-tam/"
TEXT = SimpleUploadedFile("don.txt", "Đơn".encode(), "text/plain")


def type_in(desk, page):
    return desk.post(KEEP, page, headers={"HX-Request": "true"})


def go_on(desk, key):
    return desk.post(URL, {"deed": "go_on", "key": key}).text


def test_what_is_typed_is_kept_and_opened_again_after_the_log_in(desk, house):
    page = sheet(
        house, AT_ONCE, signer=house.leader.person.username, note="Ghi chú dở", subject="Bản sao bằng", limit="",
        differs="on", s_name="Lê Văn Nộp", p0_copies="7",
    )  # fmt: skip
    assert "Đã tự lưu lúc" in type_in(desk, page).text
    again = signed_in(Client(), house.clerk)
    shown = again.get(URL).text
    assert "Phiếu nhập dở chưa gửi" in shown
    assert "Chứng thực thử, Trần Thị Mẫu" in shown
    opened = go_on(again, page["key"])
    for value in ("046190000318", "0912345274", "Ghi chú dở", "Bản sao bằng", "Lê Văn Nộp", 'value="7"', page["key"]):
        assert value in opened
    assert re.search(rf'value="{house.leader.person.username}"[^>]* selected', opened)


def test_what_was_sent_is_not_left_and_not_kept_again(desk, house):
    page = sheet(house)
    type_in(desk, page)
    send(desk, page)
    assert not Unsent.objects.exists()
    assert "Đã tự lưu" not in type_in(desk, page).text
    assert not Unsent.objects.exists()


def test_a_page_that_is_refused_stays_kept(desk, house):
    page = sheet(house, a_name="")
    type_in(desk, page)
    assert send(desk, page).status_code == 422
    assert Unsent.objects.get().page["a-phone"] == ["0912345274"]


def test_a_file_is_kept_as_soon_as_it_is_chosen(desk, house):
    page = sheet(house)
    answer = desk.post(f"{KEEP}tep/", page | {"only": "0", "p0-file": TEXT})
    kept = re.search(r'name="p0-kept" value="([^"]+)"', answer.text)[1]
    assert str(StoredFile.objects.get().pk) == kept
    assert "don.txt" in answer.text
    assert Unsent.objects.get().page["p0-kept"] == [kept]
    opened = go_on(desk, page["key"])
    assert kept in opened
    send(desk, page | {"p0-kept": kept, "p0-kept_name": "don.txt"})
    assert Dossier.objects.get().papers.first().file_id == uuid.UUID(kept)


def test_a_file_that_may_not_be_kept_says_why_beside_its_paper(desk, house):
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00", "application/pdf")
    answer = desk.post(f"{KEEP}tep/", sheet(house) | {"only": "0", "p0-file": bad})
    assert answer.status_code == 200
    assert 'class="error" role="alert"' in answer.text
    assert not StoredFile.objects.exists()
    assert desk.post(f"{KEEP}tep/", sheet(house) | {"only": "9"}).status_code == 404


def test_an_empty_page_and_one_without_a_key_are_not_kept(desk, house):
    type_in(desk, {"key": str(uuid.uuid4()), "channel": "counter"})
    type_in(desk, sheet(house, key="không"))
    type_in(desk, sheet(house, note="x" * 300_000))
    assert not Unsent.objects.exists()


def test_another_post_neither_sees_opens_overwrites_nor_forgets_it(desk, house):
    page = sheet(house)
    type_in(desk, page)
    other = signed_in(Client(), make_post(agency=house.centre))
    assert "Phiếu nhập dở" not in other.get(URL).text
    assert "Trần Thị Mẫu" not in go_on(other, page["key"])
    type_in(other, page | {"a-name": "Kẻ Khác"})
    other.post(f"{KEEP}bo/", {"key": page["key"]})
    assert Unsent.objects.get().page["a-name"] == ["Trần Thị Mẫu"]
    desk.post(f"{KEEP}bo/", {"key": page["key"]})
    assert not Unsent.objects.exists()


def test_nothing_of_it_is_in_clear(desk, house):
    type_in(desk, sheet(house))
    with connection.cursor() as cursor:
        cursor.execute("SELECT page FROM counter_unsent")
        sealed = bytes(cursor.fetchone()[0])
    assert b"046190000318" not in sealed
    assert "Mẫu".encode() not in sealed


def test_a_post_leaves_so_many_and_no_more(desk, house):
    for _ in range(MOST_UNSENT + 2):
        type_in(desk, sheet(house))
    assert Unsent.objects.count() == MOST_UNSENT


def test_how_long_a_page_is_left_is_a_setting(desk, house, settings):
    type_in(desk, sheet(house))
    Unsent.objects.update(saved_at=clock.now() - timedelta(days=8))
    settings.UNSENT_DAYS = 9
    assert sweep() == (0, 0)
    settings.UNSENT_DAYS = 7
    assert sweep() == (1, 0)


def test_old_pages_and_keys_are_swept(desk, house):
    send(desk, sheet(house))
    send(desk, sheet(house, a_identity_number="", a_name="Lê Văn Hai"))
    type_in(desk, sheet(house)), type_in(desk, sheet(house))
    Unsent.objects.filter(pk=Unsent.objects.first().pk).update(saved_at=clock.now() - timedelta(days=8))
    Sending.objects.filter(pk=Sending.objects.first().pk).update(sent_at=clock.now() - timedelta(days=31))
    assert sweep() == (1, 1)
    assert (Unsent.objects.count(), Sending.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "không", "5d1f0f0e-5c1a-4b57-9d53-2f3c6f0f7a11"])
def test_what_is_gone_opens_an_empty_page(desk, house, key):
    assert STANDARD not in go_on(desk, key)
