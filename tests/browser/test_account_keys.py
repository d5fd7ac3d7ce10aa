"""Passkeys of a citizen's account in a real browser, with Chromium's virtual authenticator."""

from urllib.parse import parse_qs

import pytest

from motcua.citizens.models import AccountPasskey, AccountSession
from tests.browser.test_my_page import known
from tests.browser.test_second_factor import with_fingers
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)
GO = "[data-passkey-go]"


@pytest.fixture
def account(transactional_db):
    return make_account(name="Trần Thị Dân")


@pytest.fixture
def page(page_at, account, live_server, client):
    """A phone that is logged in and has made a key."""
    page = page_at(390)
    with_fingers(page)
    known(page, live_server, client, account)
    page.goto("/cua-toi/khoa/")
    page.fill("[name=name]", "Điện thoại của tôi")
    page.click(GO)
    page.wait_for_url("**/cua-toi/thiet-bi/")
    return page


def out(page):
    AccountSession.objects.all().delete()
    page.goto("/dang-nhap-cong-dan/khoa/?next=/cua-toi/du-lieu/")


def test_a_key_is_made_and_lets_in_without_a_name_or_a_code(page, axe, overflowing, account):
    assert "Điện thoại của tôi" in page.inner_text("main")
    assert [*axe(page), *overflowing(page)] == []
    out(page)
    assert [*axe(page), *overflowing(page)] == []
    page.click(GO)
    page.wait_for_selector("h1:has-text('Dữ liệu của tôi')")
    session, kept = AccountSession.objects.get(), AccountPasskey.objects.get()
    assert (session.account, session.way) == (account, "passkey")
    assert kept.last_used is not None
    page.goto("/cua-toi/khoa/")
    assert [*axe(page), *overflowing(page)] == []
    page.goto("/cua-toi/thiet-bi/")
    page.click("text=Bỏ khóa")
    assert not AccountPasskey.objects.exists()


def test_a_copied_key_and_an_old_answer_let_nobody_in(page):
    AccountPasskey.objects.update(sign_count=1_000)  # seen elsewhere: this one is a copy
    out(page)
    page.click(GO)
    page.wait_for_selector("text=Khóa truy cập không được nhận")
    AccountPasskey.objects.update(sign_count=0)
    out(page)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click(GO)
    page.wait_for_selector("h1:has-text('Dữ liệu của tôi')")
    given = parse_qs(sent.value.post_data)["credential"][0]
    AccountPasskey.objects.update(sign_count=0)
    out(page)
    page.evaluate("answer => { document.querySelector('[name=credential]').value = answer }", given)
    page.evaluate("document.querySelector('form[data-passkey]').submit()")
    page.wait_for_selector("text=Khóa truy cập không được nhận")
    assert not AccountSession.objects.exists()


def test_a_key_of_another_account_does_not_change_who_is_there(page, client, live_server):
    other = make_account(name="Lê Văn Khác")
    known(page, live_server, client, other)
    page.goto("/dang-nhap-cong-dan/khoa/")
    page.click(GO)
    page.wait_for_selector("text=của người khác")
    page.goto("/cua-toi/")
    assert "Lê Văn Khác" in page.inner_text("main")
