"""A browser dies in the middle of an intake: nothing typed is lost."""

import os

import pytest

from motcua.counter.models import Unsent
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


def test_what_was_typed_and_chosen_is_there_after_the_browser_died(
    page_at, login, axe, unlabelled, transactional_db, tmp_path
):
    house = make.make_house()
    paper = tmp_path / "to-khai.txt"
    paper.write_text("Tờ khai", encoding="utf-8")
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/tiep-nhan/")
    page.fill("#id_q", make.STANDARD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_p0-file")
    page.fill("#id_a-name", "Trần Thị Mẫu")
    page.fill("#id_note", "Đang hỏi lại")
    page.set_input_files("#id_p0-file", str(paper))
    page.wait_for_selector("text=to-khai.txt")
    page.wait_for_selector("text=Đã tự lưu lúc")
    page.wait_for_function("() => !document.querySelector('#id_p0-file').files.length")
    page.context.close()
    assert Unsent.objects.get().page["note"] == ["Đang hỏi lại"]
    again = page_at(1440)
    login(again, house.clerk.person.username)
    again.goto("/tiep-nhan/")
    again.wait_for_selector("text=Phiếu nhập dở chưa gửi")
    assert axe(again) == []
    if SHOTS:
        again.screenshot(path=f"{SHOTS}/unsent.png")
    again.click("text=Nhập tiếp")
    again.wait_for_selector("text=to-khai.txt")
    assert again.input_value("#id_note") == "Đang hỏi lại"
    assert unlabelled(again) == []
    if SHOTS:
        again.screenshot(path=f"{SHOTS}/unsent-again.png", full_page=True)
    again.keyboard.press("F9")
    again.wait_for_selector("h1")
    if again.locator("text=Vẫn tiếp nhận").count():
        again.keyboard.press("F9")
    again.wait_for_selector("h1:has-text('Đã tiếp nhận')")
    assert Dossier.objects.get().papers.first().file.name == "to-khai.txt"
    assert not Unsent.objects.exists()
