"""Notes among colleagues on the dossier's page, on a phone and a desk."""

import os

import pytest

from motcua.dossiers.actions.memos import write_memo
from motcua.dossiers.models import Memo
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_note_is_written_by_keyboard_and_read(transactional_db, page_at, login, axe, unlabelled, overflowing, width):
    house = make.make_house()
    dossier = make.in_progress(house)
    write_memo(dossier, by=house.clerk, text="Anh xem giúp bản vẽ trang 2", to="")
    page = page_at(width)
    login(page, house.specialist.person.username)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/?tab=")
    page.focus("summary:has-text('Viết cho đồng nghiệp')")
    page.keyboard.press("Enter")
    page.fill("#memo-text", "Đã xem, ổn")
    page.select_option("#memo-to", house.clerk.person.username)
    assert axe(page) == []
    assert unlabelled(page) == []
    assert overflowing(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/memos-{width}.png", full_page=True)
    page.focus("button:has-text('Gửi')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã gửi trao đổi.")
    assert Memo.objects.filter(to=house.clerk).count() == 1
