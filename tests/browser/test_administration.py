"""The administrator's pages in a real browser: everybody can use them, on a phone and on a desk."""

import os
from pathlib import Path

import pytest

from motcua.core.clock import today
from motcua.correspondence.actions import publish_letterhead
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")  # a folder: keep what the pages look like


@pytest.fixture
def house(transactional_db):
    return make.make_house()


def addresses(house) -> list[str]:
    unit, post = house.division, house.specialist
    own = publish_letterhead(by=house.administrator, agency=house.ward, valid_from=today(), contact="0234 3567 890")
    return [
        "", "don-vi/", f"don-vi/{unit.pk}/", f"don-vi/{unit.pk}/viec/sua/", "can-bo/", "can-bo/moi/",
        f"can-bo/{post.person_id}/", f"can-bo/{post.person_id}/viec/vi-tri-moi/", f"vi-tri/{post.pk}/",
        f"vi-tri/{post.pk}/khoa-api/", "lich/", f"lich/{house.ward.pk}/ngay/", f"lich/{house.ward.pk}/tuan/",
        "nhat-ky/", "luot-xem/", "viec-nen/", "viec-nen/1/chay-lai/", "tinh-trang/", "mau-in/",
        "mau-in/phan-rieng/moi/",
        f"mau-in/phan-rieng/{own.pk}/", f"mau-in/phan-rieng/{own.pk}/viec/thoi-dung/",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_page_of_the_desk_can_be_used_by_everybody(
    house, page_at, login, axe, unlabelled, overflowing, width, dark
):
    page, wrong = page_at(width, dark=dark), {}
    login(page, house.administrator.person.username)
    for place in addresses(house):
        page.goto(f"/quan-tri/{place}")
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[place] = found
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{place.strip('/').replace('/', '-') or 'home'}-{width}.png")
    assert wrong == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_help_opens_beside_the_page_and_cites_its_source(house, page_at, login, axe, unlabelled, overflowing, width):
    page = page_at(width)
    login(page, house.leader.person.username)
    page.goto("/huong-dan/cua-co-quan/moi/")
    page.fill("[name=title]", "Ủy quyền nộp hồ sơ")
    page.fill("[name=body]", "Xem giấy ủy quyền có chứng thực.")
    page.fill("[name=source]", "Công văn 12/UBND-VX")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=Đã viết hướng dẫn")
    page.goto("/xu-ly/")
    page.click("button[aria-label='Hướng dẫn']")
    page.fill("#help-asked", "uy quyen")
    page.keyboard.press("Enter")
    page.wait_for_selector("#help-found >> text=Nguồn: Công văn 12/UBND-VX")
    assert page.url.endswith("/xu-ly/")
    assert axe(page) + unlabelled(page) + overflowing(page) == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"help-{width}.png")
    for place in ("", "ngay-dau/", "cua-co-quan/"):
        page.goto(f"/huong-dan/{place}")
        assert axe(page) + unlabelled(page) + overflowing(page) == []
    if PICTURES:
        page.goto("/huong-dan/ngay-dau/")
        page.screenshot(path=Path(PICTURES) / f"tour-{width}.png")
