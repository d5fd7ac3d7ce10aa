"""The way in, with the keyboard, in a real browser."""

import pytest

from motcua.agencies.choices import Role
from tests.factories import make_post

PHONE, DESK = 390, 1440


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_log_in_page_breaks_no_rule_of_accessibility(page_at, axe, unlabelled, overflowing, width, dark):
    page = page_at(width, dark=dark, path="/dang-nhap/")
    assert axe(page) == []
    assert unlabelled(page) == []
    assert overflowing(page) == []


def test_a_person_enters_with_the_keyboard_and_sees_the_own_office(page_at, login):
    post = make_post(Role.SPECIALIST)
    page = page_at(DESK)
    login(page, post.person.username)
    assert post.agency.short_name in page.inner_text(".topbar")
