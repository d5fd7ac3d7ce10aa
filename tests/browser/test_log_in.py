"""Coming in with a real browser: by keyboard, at phone and desk, light and dark."""

import pytest

from motcua.agencies.choices import Role
from motcua.agencies.models import Session
from tests.factories import PASSWORD, make_agency, make_person, make_post

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
LOOKS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]


@pytest.fixture
def somebody():
    """Holds two posts, so that every page of coming in is seen."""
    person, ward = make_person(name="Trần Thị Diệu Hiền"), make_agency(name="Ủy ban nhân dân phường Hương Trà")
    make_post(Role.RECEPTIONIST, person=person, agency=ward, title="Công chức tiếp nhận và trả kết quả")
    make_post(Role.LEADER, person=person, agency=ward, title="Phó Chủ tịch UBND")
    return person


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_of_coming_in_can_be_used_by_everybody(page_at, axe, unlabelled, overflowing, somebody, width, dark):
    page = page_at(width, dark=dark, path="/dang-nhap/?reason=idle")
    seen = [axe(page) + unlabelled(page) + overflowing(page)]
    page.keyboard.type(somebody.username)
    page.keyboard.press("Tab")
    page.keyboard.type("sai")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    seen.append(axe(page) + unlabelled(page) + overflowing(page))
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/chon-vi-tri/**")
    seen.append(axe(page) + unlabelled(page) + overflowing(page))
    page.click("button:has-text('Phó Chủ tịch')")
    page.wait_for_url(lambda url: "chon-vi-tri" not in url)
    page.goto("/doi-mat-khau/")
    seen.append(axe(page) + unlabelled(page) + overflowing(page))
    assert seen == [[], [], [], []]


def test_the_keyboard_alone_lets_in_and_out(page_at, somebody):
    page = page_at(DESK, path="/dang-nhap/?next=/doi-mat-khau/")
    page.keyboard.type(somebody.username)  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/chon-vi-tri/**")
    page.focus("button[name=post]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doi-mat-khau/")
    assert Session.objects.get().post is not None


def test_without_script_one_comes_in_too(page_at, somebody):
    page = page_at(PHONE, path="/dang-nhap/", script=False)
    page.fill("[name=username]", somebody.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Đăng nhập')")
    page.wait_for_url("**/chon-vi-tri/**")
    assert page.locator("button[name=post]").count() == 2


def test_who_enters_sees_the_own_office(page_at, login):
    post = make_post(Role.SPECIALIST)
    page = page_at(DESK)
    login(page, post.person.username)
    assert post.agency.short_name in page.inner_text(".topbar")
