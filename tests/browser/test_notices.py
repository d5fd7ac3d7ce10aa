"""Messages out in a real browser: the administrator's pages and the demo's outbox, phone and desk, light and dark."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from motcua.citizens.actions import digest
from tests.dossier_factories import make_house
from tests.factories import at_home, make_account
from tests.notify.conftest import message

pytestmark = pytest.mark.django_db(transaction=True)
OUTBOX = "/quan-tri/thong-bao/"


@pytest.fixture
def house(live_server: Any, set_clock: Any) -> Any:
    set_clock("2026-11-23T12:00+07:00")
    house = make_house()
    sent = message(office=house.ward)
    message(key="k2", channel="sms", office=house.ward)
    house.sent = sent
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notify_outgoing SET state = 'given_up', trouble = 'refused', ended_at = core_now() WHERE id = %s",
            [sent.pk],
        )
    set_clock("2026-11-24T12:00+07:00")
    (house.digest,) = digest()
    return house


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1440, True)])
def test_the_pages_are_accessible_and_fit(
    house: Any, page_at: Any, login: Any, axe: Any, unlabelled: Any, overflowing: Any, width: int, dark: bool
) -> None:
    page = page_at(width, dark=dark)
    login(page, house.administrator.person.username)
    text = f"{OUTBOX}loi-van/dossiers.received/email/vi/"
    paths = [
        OUTBOX, f"{OUTBOX}tin/{house.sent.pk}/", f"{OUTBOX}tin/{house.sent.pk}/viec/gui-lai/",
        f"{OUTBOX}khong-toi/{house.digest.task.url_key}/", f"{OUTBOX}loi-van/", text, f"{OUTBOX}cach-gui/",
        "/hop-thu-dung-thu/", "/hop-thu-dung-thu/?to=khong-phai",
    ]  # fmt: skip
    for path in paths:
        page.goto(path)
        assert axe(page) == [], path
        assert unlabelled(page) == [], path
        assert overflowing(page) == [], path


def test_a_text_is_tried_in_a_tab_of_its_own(house: Any, page_at: Any, login: Any, axe: Any, overflowing: Any) -> None:
    page = page_at(320)
    login(page, house.administrator.person.username)
    page.goto(f"{OUTBOX}loi-van/dossiers.received/sms/vi/")
    page.get_by_label("Nội dung").fill("Hồ sơ {code} hẹn {due}")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Xem thử").click()
    tried = opened.value
    tried.wait_for_load_state()
    assert "Hồ sơ H57.54-261123-0042 hẹn 17:00 07/12/2026" in tried.inner_text("main")
    assert "1 tin" in tried.inner_text("main")
    assert overflowing(tried) == []


@pytest.mark.parametrize(("width", "dark", "language"), [(320, False, "vi"), (1440, True, "en")])
def test_what_one_chooses_is_accessible_and_fits(
    house: Any, page_at: Any, live_server: Any, axe: Any, unlabelled: Any, overflowing: Any, width: int, dark: bool,
    language: str,
) -> None:  # fmt: skip
    page = page_at(width, dark=dark)
    cookies = at_home(Client(), make_account(email="dan@example.vn")).cookies
    page.context.add_cookies(
        [{"name": name, "value": each.value, "url": live_server.url} for name, each in cookies.items()]
    )
    page.goto(f"/ngon-ngu/{language}/")
    page.goto("/cua-toi/bao-tin/")
    assert page.locator("input[type=checkbox]").count() > 30
    assert axe(page) == []
    assert unlabelled(page) == []
    assert overflowing(page) == []
    page.locator("input[type=checkbox]").first.uncheck()
    page.locator("main form button.primary").click()
    assert ("Đã lưu cách báo tin." if language == "vi" else "Saved how you are told.") in page.inner_text("body")
