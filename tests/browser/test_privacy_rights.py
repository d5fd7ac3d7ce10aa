"""Requests about one's own data in a real browser: everybody can use the pages, on a phone and on a desk."""

import os
from datetime import date
from pathlib import Path

import pytest

from motcua.core.reactions import carry_out
from motcua.privacy import actions
from motcua.privacy.models import Hold
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")
ASKED = {"name": "Trần Thị Mẫu", "identity_number": "046190000318", "proof": "card", "asked": "Cho tôi xem"}


@pytest.fixture
def ward(transactional_db, set_clock):
    set_clock("2026-03-02T09:10+07:00")
    house = make.make_house()
    actions.name_duty(
        by=house.leader, office=house.ward, post=house.registry, source="QĐ 7", valid_from=date(2026, 1, 1)
    )
    make.in_progress(house)
    house.open = actions.receive(by=house.clerk, right="correction", wanted={"phone": "0987654321"}, **ASKED)
    for right in ("export", "restriction", "objection", "erasure"):
        found = actions.grant(actions.receive(by=house.clerk, right=right, **ASKED), by=house.registry, reason="Đúng")
        assert carry_out(found.last_event) == []
        setattr(house, right, found)
    given = {"record": "dossier", "code": "", "years": 5, "source": "QĐ 12/QĐ-UBND", "valid_from": date(2026, 1, 1)}
    actions.set_rule(by=house.inspector, **given)
    first, second, third = make.withdrawn(house), make.withdrawn(house), make.withdrawn(house)
    actions.hold(by=house.leader, office=house.ward, dossier_code=third.code, source="Đơn khiếu nại số 5")
    set_clock("2032-03-05T09:00+07:00")
    house.list = actions.propose(by=house.registry, office=house.ward)
    actions.reject(house.list, by=house.leader, note="Cần xem lại từng hồ sơ")
    house.list = actions.propose(by=house.registry, office=house.ward)
    hold = Hold.objects.get()
    actions.release(hold, by=house.leader, note="Đã giải quyết xong")
    assert {line.dossier for line in house.list.items.all()} == {first, second}
    return house


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_page_of_rights_can_be_used_by_everybody(ward, page_at, login, axe, unlabelled, overflowing, width, dark):
    wrong = {}
    for who, places in {
        ward.clerk: ["", "moi/", f"{ward.erasure.code}/", f"{ward.erasure.code}/giao/", f"{ward.export.code}/giao/",
                     f"{ward.restriction.code}/", f"{ward.restriction.code}/viec/thoi-han-che/"],
        ward.leader: [f"{ward.open.code}/", f"{ward.open.code}/viec/dong-y/", f"{ward.open.code}/viec/gia-han/",
                      "phu-trach/", "phu-trach/giao/", "thoi-han/", "luu-giu/", "huy/",
                      f"huy/{ward.list.code}/", f"huy/{ward.list.code}/ky/", "huy/giu-lai/"],
        ward.registry: ["huy/den-han/", "huy/giu-lai/them/", f"{ward.objection.code}/"],
        ward.inspector: ["thoi-han/dat/", "luu-giu/dat/"],
    }.items():  # fmt: skip
        page = page_at(width, dark=dark)
        login(page, who.person.username)
        for place in places:
            page.goto(f"/quyen-du-lieu/{place}")
            assert page.inner_text("h1")
            if found := axe(page) + unlabelled(page) + overflowing(page):
                wrong[place] = found
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{place.replace('/', '-') or 'home'}{width}.png", full_page=True)
    assert wrong == {}


def test_a_package_is_downloaded_at_the_desk(ward, page_at, login):
    page = page_at(1440)
    login(page, ward.clerk.person.username)
    page.goto(f"/quyen-du-lieu/{ward.export.code}/giao/")
    page.check("[name=seen]")
    with page.expect_download() as download:
        page.click("main button:has-text('Giao và tải tệp')")
    assert download.value.suggested_filename == f"{ward.export.code}.zip"
    page.goto(f"/quyen-du-lieu/{ward.export.code}/")
    assert "Đã giao" in page.inner_text("main")


def test_a_restriction_is_lifted_by_its_button_and_the_receipt_is_a_pdf(ward, page_at, login):
    page = page_at(390)
    login(page, ward.clerk.person.username)
    page.goto(f"/quyen-du-lieu/{ward.restriction.code}/")
    receipt = page.get_attribute("main a[href$='giay-nhan.pdf']", "href")
    answer = page.request.get(receipt)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    page.click("main a:has-text('Thôi hạn chế xử lý')")
    page.click("main button[type=submit]")  # without saying why
    assert "Ghi ai đề nghị" in page.inner_text("main") or page.query_selector("main :invalid") is not None
    page.fill("[name=note]", "Bà Mẫu đề nghị tại quầy")
    page.click("main button[type=submit]")
    page.wait_for_url(f"**/quyen-du-lieu/{ward.restriction.code}/")
    assert page.query_selector("main a:has-text('Thôi hạn chế xử lý')") is None
    assert "Thôi hạn chế xử lý" in page.inner_text("main")  # in the story
