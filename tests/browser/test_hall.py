"""Kiosk, display and window in a real browser: everybody can use them, keys alone suffice, a dropped line keeps the
last picture."""

import re

import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from motcua.queue import actions, devices, picture
from motcua.queue.models import Ticket
from tests.dossier_factories import make_house
from tests.factories import make_post
from tests.queue.halls import make_hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(transactional_db, set_clock):
    picture.forget()
    devices.forget()
    set_clock("2026-03-02T08:00+07:00")
    house = make_house()
    return make_hall(house, make_post(Role.RECEPTIONIST, agency=house.centre))


def sound(page, axe, overflowing, unlabelled):
    return [*axe(page), *overflowing(page), *unlabelled(page)]


def test_a_number_is_taken_called_by_keys_and_shown_also_when_the_line_drops(
    hall, page_at, login, axe, overflowing, unlabelled
):
    kiosk = page_at(1024, path=f"/sanh/thiet-bi/{hall.secrets['kiosk']}/")
    assert sound(kiosk, axe, overflowing, unlabelled) == []
    kiosk.get_by_role("link", name="English").click()
    expect(kiosk.locator("h1")).to_have_text("Take a number")
    assert sound(kiosk, axe, overflowing, unlabelled) == []
    kiosk.get_by_role("link", name="Tiếng Việt").click()
    expect(kiosk.locator("h1")).to_have_text("Lấy số thứ tự")
    expect(kiosk.locator("#slip")).to_be_focused()  # a reader's first scan goes there
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Space")  # priority
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")  # the first line
    expect(kiosk.locator(".bignumber")).to_have_text("A001")
    assert sound(kiosk, axe, overflowing, unlabelled) == []
    assert Ticket.objects.get().is_priority
    phone = page_at(320, path=f"/sanh/ve/{Ticket.objects.get().token}/")
    assert sound(phone, axe, overflowing, unlabelled) == []

    display = page_at(1280, dark=True, path=f"/sanh/thiet-bi/{hall.secrets['display']}/")
    assert sound(display, axe, overflowing, unlabelled) == []
    expect(display.locator(".sidewait h2 b").first).to_have_text("1")

    expect(display.locator("[data-clock]")).to_have_text(re.compile(r"^08:0\d · 02/03/2026$"))  # not the device's own

    officer = page_at()
    officer.clock.install()
    login(officer, hall.clerk.person.username)
    officer.goto("/sanh/quay/")
    officer.keyboard.press("F9")
    expect(officer.locator(".bignumber")).to_have_text("A001")
    assert sound(officer, axe, overflowing, unlabelled) == []
    expect(display.locator(".calledat[data-state=called] > b")).to_have_text("A001")

    display.context.set_offline(True)
    expect(display.locator("[data-line-down]")).to_contain_text("Mất kết nối từ")
    expect(display.locator(".calledat[data-state=called] > b")).to_have_text("A001")  # the last picture
    for key, state in (("B", "serving"), ("X", "done")):
        officer.evaluate("document.activeElement.blur()")
        officer.keyboard.press(key)
        expect(officer.locator("main")).to_contain_text("Đang phục vụ" if state == "serving" else "Chưa gọi ai")
        assert Ticket.objects.get().state == state
    actions.take_once(by=hall.clerk, hall=hall.hall, line=hall.lines["A"])
    expect(officer.locator("main")).to_contain_text("Không còn ai chờ")
    officer.clock.fast_forward(11_000)  # who came meanwhile is seen without asking
    expect(officer.locator("[data-fresh=waiting]")).to_contain_text("A002")
    officer.get_by_role("button", name="Gọi A002").click()
    expect(officer.locator(".bignumber")).to_have_text("A002")
    display.context.set_offline(False)
    expect(display.locator("[data-line-down]")).to_be_hidden()
    expect(display.locator(".calledat[data-state=called] > b")).to_have_text("A002")


def test_every_page_on_which_a_hall_is_set_is_usable_by_everybody(hall, page_at, login, axe, overflowing, unlabelled):
    actions.take_once(by=hall.clerk, hall=hall.hall, line=hall.lines["A"])
    page, wrong = page_at(390), []
    login(page, hall.by.person.username)
    base = f"/sanh/quan-ly/{hall.hall.pk}/"
    for path in (base, f"{base}phan-cong/", f"{base}nhom-viec/moi/", f"/sanh/thong-ke/{hall.hall.pk}/"):
        page.goto(path)
        wrong += [f"{path}: {each}" for each in sound(page, axe, overflowing, unlabelled)]
    assert not wrong, "\n".join(wrong)
