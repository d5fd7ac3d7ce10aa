"""The pages about personal data in a real browser: everybody can use them, on a phone and on a desk."""

import os
from pathlib import Path

import pytest

from motcua.citizens import actions
from motcua.citizens.models import LookLimit
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")
NUMBER = "046190000318"


@pytest.fixture
def alert(transactional_db):
    house = make.make_house()
    LookLimit.objects.filter(kind="lookup").update(per_hour=2)
    for _ in range(3):
        actions.look_up(house.clerk, NUMBER)
    (found,) = actions.watch()
    found.inspector = house.inspector
    return found


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_page_about_personal_data_can_be_used_by_everybody(
    alert, page_at, login, axe, unlabelled, overflowing, width, dark
):
    page, wrong = page_at(width, dark=dark), {}
    login(page, alert.inspector.person.username)
    places = [
        "",
        f"canh-bao/{alert.code}/",
        f"canh-bao/{alert.code}/ket-luan/",
        "nhat-ky/tra-cuu/",
        "muc/lookup/",
        "ai-da-xem/",
    ]
    for place in places:
        page.goto(f"/quan-tri/du-lieu-ca-nhan/{place}")
        if place == "ai-da-xem/":
            page.fill("[name=number]", NUMBER)
            page.fill("[name=why]", "Đơn của công dân")
            page.click("main button:has-text('Tìm')")
            assert "1 hồ sơ" not in page.inner_text("main")
            assert NUMBER not in page.url
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[place] = found
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{place.replace('/', '-') or 'home'}{width}.png")
    assert wrong == {}
