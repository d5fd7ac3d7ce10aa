"""A barcode reader types a code or a QR's address and Enter: each page takes it where it belongs."""

import os

import pytest

from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def house(transactional_db):
    return make.make_house()


def read(page, code: str) -> None:
    """What a reader does: fast keys, then Enter, wherever the focus is."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(code, delay=2)
    page.keyboard.press("Enter")


def test_a_stack_of_slips_is_scanned_and_handed_on(house, page_at, login, axe, unlabelled, overflowing):
    rows = [make.received(house) for _ in range(3)]
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/")
    page.keyboard.press("w")
    page.wait_for_url("**/nhieu/quet/")
    assert page.evaluate("document.activeElement.id") == "scan-here"
    read(page, rows[0].code)
    page.wait_for_selector(f"text=Đã thêm {rows[0].code}")
    read(page, f"https://motcua.example/t/{rows[1].tracking_token}")
    page.wait_for_selector(f"text=Đã thêm {rows[1].code}")
    page.keyboard.type(rows[2].code)  # the field has the focus again
    page.keyboard.press("Enter")
    page.wait_for_selector(f"text=Đã thêm {rows[2].code}")
    read(page, rows[2].code)
    page.wait_for_selector(f"text=Đã bỏ {rows[2].code}")
    assert page.inner_text(".bulkbar output") == "2"
    assert axe(page) == []
    assert unlabelled(page) == []
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflowing(page) == []
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/scan-{width}.png")
    page.get_by_role("button", name="Chuyển bước kế tiếp").click()
    page.wait_for_selector("h1:has-text('Chuyển bước kế tiếp: 2 hồ sơ')")
    read(page, "H99-000000-0001")
    page.wait_for_selector("text=Không có hồ sơ nào mang mã “H99-000000-0001”")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/scan-ask.png")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#batch")
    states = [Dossier.objects.get(pk=row.pk).state for row in rows]
    assert states == [State.IN_PROGRESS, State.IN_PROGRESS, State.RECEIVED]


def test_on_the_returns_page_a_slip_opens_what_is_handed_back(house, page_at, login):
    dossier = make.at_the_desk(house)
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/tiep-nhan/tra-ket-qua/")
    read(page, f"https://motcua.example/t/{dossier.tracking_token}")
    page.wait_for_url(f"**/tra-ket-qua/{dossier.code}/")


@pytest.mark.parametrize("cut", [1, 8])
def test_a_machine_that_stalls_does_not_cut_the_code(house, page_at, login, cut):
    dossier = make.at_the_desk(house)
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/tiep-nhan/tra-ket-qua/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(dossier.code[:cut], delay=2)
    page.wait_for_timeout(400)
    page.keyboard.type(dossier.code[cut:], delay=2)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tra-ket-qua/{dossier.code}/")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_book_answers_a_slip(house, page_at, login, axe, overflowing, width):
    dossier = make.received(house)
    page = page_at(width)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/so-theo-doi/")
    read(page, dossier.code)
    page.wait_for_selector("dt:has-text('Chủ hồ sơ')")
    assert axe(page) == []
    assert overflowing(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/book-{width}.png")


@pytest.mark.parametrize("place", ["/xu-ly/", "/xu-ly/ho-so/"])
def test_on_a_list_with_boxes_a_code_of_the_page_ticks_its_row(house, page_at, login, axe, place):
    rows = [make.received(house) for _ in range(3)]
    elsewhere = make.in_progress(house)
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto(place)
    read(page, rows[1].code)
    page.wait_for_selector(f"#toasts >> text=Đã chọn {rows[1].code}. Đang chọn 1 hồ sơ.")
    assert page.evaluate("document.activeElement.value.split(':')[0]") == rows[1].code
    assert page.inner_text(".bulkbar output") == "1"
    page.keyboard.type(rows[0].code.lower(), delay=2)  # the focus is on a box now: letters are still a code
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#toasts >> text=Đã chọn {rows[0].code}. Đang chọn 2 hồ sơ.")
    read(page, f"https://motcua.example/t/{rows[2].tracking_token}")
    page.wait_for_selector(f"#toasts >> text=Đã chọn {rows[2].code}. Đang chọn 3 hồ sơ.")
    read(page, rows[2].code)  # twice is no change of mind
    page.wait_for_selector(f"#toasts >> text=Đã chọn từ trước {rows[2].code}. Đang chọn 3 hồ sơ.")
    assert page.locator("#toasts .toast").count() == 1
    assert axe(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/scan-list.png")
    if place == "/xu-ly/":
        read(page, elsewhere.code)  # not on this page: opened, as anywhere
        page.wait_for_url(f"**/ho-so/{elsewhere.code}/**")
