"""The second proof in a real browser: an app's code, and passkeys with Chromium's virtual authenticator."""

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Authenticator, Passkey, Session
from tests.factories import PASSWORD, code_now, give_authenticator, make_post

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
MINE = "/tai-khoan/hai-lop/"
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def administrator():
    return make_post(Role.ADMINISTRATOR)


def with_fingers(page):
    """Give the page's browser a virtual authenticator that says yes at once; returns (CDP session, its id)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
    return session, made["authenticatorId"]


def type_password(page, post):
    page.goto("/dang-nhap/")
    page.fill("[name=username]", post.person.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/dang-nhap/"))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_administrator_sets_up_an_app_and_every_page_can_be_used(
    page_at, axe, unlabelled, overflowing, administrator, width
):
    def wrong():
        return axe(page) + unlabelled(page) + overflowing(page)

    page = page_at(width)
    type_password(page, administrator)
    page.goto("/quan-tri/")
    page.wait_for_url(f"**{MINE}?next=*")
    seen = [wrong()]
    page.click("button:has-text('Gắn ứng dụng mã')")
    page.wait_for_url("**/ung-dung/")
    seen.append(wrong())
    page.fill("[name=code]", code_now(Authenticator.objects.get().secret))
    page.click("button:has-text('Xác nhận')")
    page.wait_for_selector("text=chỉ hiện")
    assert page.locator("ol code").count() == 10
    seen.append(wrong())
    page.goto("/tai-khoan/")
    assert "Phiên này" in page.inner_text("main")
    seen.append(wrong())
    Session.objects.all().delete()
    type_password(page, administrator)
    page.wait_for_url("**/buoc-hai/**")
    seen.append(wrong())
    page.fill("[name=code]", code_now(Authenticator.objects.get().secret, later=1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/xu-ly/")
    assert seen == [[], [], [], [], []]


def test_a_passkey_is_made_and_lets_in(page_at, axe, administrator):
    page = page_at(DESK)
    session, fingers = with_fingers(page)
    type_password(page, administrator)
    page.goto(f"{MINE}khoa/")
    assert axe(page) == []
    page.fill("[name=name]", "Điện thoại của tôi")
    page.click("[data-passkey-go]")
    page.wait_for_selector("text=chỉ hiện")
    kept = Passkey.objects.get()
    assert (kept.name, kept.last_used) == ("Điện thoại của tôi", None)
    held = session.send("WebAuthn.getCredentials", {"authenticatorId": fingers})["credentials"]
    assert len(held) == 1
    assert held[0]["rpId"] == "localhost"

    Session.objects.all().delete()
    type_password(page, administrator)
    page.click("[data-passkey-go]")
    page.wait_for_url("**/xu-ly/")
    assert Session.objects.get().factor == "passkey"
    used = Passkey.objects.get()
    assert used.last_used is not None
    assert used.sign_count > kept.sign_count


def test_a_key_of_somebody_else_or_a_copied_key_lets_nobody_in(page_at, administrator):
    page = page_at(DESK)
    with_fingers(page)
    type_password(page, administrator)
    page.goto(f"{MINE}khoa/")
    page.fill("[name=name]", "Khóa")
    page.click("[data-passkey-go]")
    page.wait_for_selector("text=chỉ hiện")
    Session.objects.all().delete()

    Passkey.objects.update(sign_count=1_000)  # the server has seen the key elsewhere: this one is a copy
    type_password(page, administrator)
    page.click("[data-passkey-go]")
    page.wait_for_selector("text=Khóa truy cập không được nhận")
    Passkey.objects.update(sign_count=0, person=make_post().person)
    actions.add_authenticator(administrator.person, by=administrator)
    page.goto("/dang-nhap/buoc-hai/")
    assert page.locator("[data-passkey-go]").count() == 0
    assert not Session.objects.filter(person=administrator.person).exists()


def test_an_answer_is_good_for_one_question(page_at, administrator):
    """What was answered once is answered again: the challenge is gone."""
    page = page_at(DESK)
    with_fingers(page)
    type_password(page, administrator)
    page.goto(f"{MINE}khoa/")
    page.fill("[name=name]", "Khóa")
    page.click("[data-passkey-go]")
    page.wait_for_selector("text=chỉ hiện")
    Session.objects.all().delete()
    type_password(page, administrator)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click("[data-passkey-go]")
    page.wait_for_url("**/xu-ly/")
    body = sent.value.post_data
    Session.objects.all().delete()
    type_password(page, administrator)
    token = page.input_value("[name=csrfmiddlewaretoken]")
    body = "&".join(
        f"csrfmiddlewaretoken={token}" if part.startswith("csrfmiddlewaretoken=") else part for part in body.split("&")
    )
    answer = page.request.post(
        "/dang-nhap/buoc-hai/",
        data=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        max_redirects=0,
    )
    assert answer.status == 422


def test_without_script_the_code_lets_in(page_at):
    post = make_post(Role.RECEPTIONIST)
    secret = give_authenticator(post)
    page = page_at(PHONE, script=False)
    type_password(page, post)
    page.fill("[name=code]", code_now(secret, later=1))
    page.click("button:has-text('Tiếp tục')")
    page.wait_for_url("**/tiep-nhan/")
