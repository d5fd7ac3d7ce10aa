"""An administrator draws a re-organisation up, looks at what will pass, confirms, and reads what became of it."""

import os
from datetime import date

import pytest

from motcua.agencies.actions.reorganising import run
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Reorganisation
from motcua.core import clock
from tests.factories import make_agency, make_post

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
PICTURES = os.environ.get("PICTURES", "")


def test_from_the_lines_to_the_result(page_at, login, axe, unlabelled, overflowing):
    day = clock.today()
    top = make_agency(level=Level.PROVINCE, name="Ủy ban nhân dân thành phố")
    old = make_agency(parent=top, level=Level.COMMUNE, name="Ủy ban nhân dân phường Cũ")
    desk = make_agency(parent=old, kind=Kind.ONE_STOP, name="Trung tâm Phục vụ hành chính công phường Cũ")
    new = make_agency(parent=top, level=Level.COMMUNE, name="Ủy ban nhân dân phường Mới", valid_from=day)
    for _ in range(3):
        make_post(agency=desk)
    administrator = make_post(Role.ADMINISTRATOR, agency=top, valid_from=date(2025, 7, 1))
    page = page_at(DESK)
    login(page, administrator.person.username)

    def sound(name: str) -> None:
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            assert (axe(page), unlabelled(page), overflowing(page)) == ([], [], []), (name, width)
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    page.goto("/quan-tri/sap-xep/moi/")
    page.fill("[name=name]", "Nhập phường Cũ vào phường Mới")
    page.fill("[name=on]", f"{day:%d/%m/%Y}")
    page.fill("[name=decision]", "Nghị quyết 99/NQ-UBTVQH16")
    page.fill("[name=lines]", f"{old.code} > {new.code}")
    page.click("button:has-text('Lưu và xem trước')")
    assert "mã cũ -> mã mới" in page.inner_text(".error-summary")
    sound("form")
    page.fill("[name=lines]", f"{old.code} -> {new.code}")
    page.click("button:has-text('Lưu và xem trước')")
    page.wait_for_selector("text=Những gì sẽ chuyển")
    sound("preview")
    page.fill("[name=on]", f"{day:%d/%m/%Y}")
    page.click("button:has-text('Xác nhận')")
    page.wait_for_selector("text=Đã xác nhận")
    assert run(Reorganisation.objects.get().pk).state == "done"
    page.reload()
    assert "Đã chuyển xong" in page.inner_text("main")
    assert page.locator("tr:has-text('Cán bộ một cửa')").count() == 3
    sound("result")
    page.goto("/quan-tri/sap-xep/")
    sound("list")
