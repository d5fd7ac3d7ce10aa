"""The pages on which a citizen asks an office about their data, and reads what it answers."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from motcua.core.reactions import carry_out
from motcua.portal.languages import COOKIE
from motcua.privacy import actions
from motcua.privacy.models import RightsRequest
from tests.factories import at_home, make_account, signed_in
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome
from tests.privacy.conftest import ward  # noqa: F401
from tests.privacy.test_asked_online import NAME, account  # noqa: F401

pytestmark = pytest.mark.django_db
LIST = "/cua-toi/du-lieu/yeu-cau/"


@pytest.fixture
def home(client, account):  # noqa: F811
    return at_home(client, account)


def given(ward, **more):  # noqa: F811
    return {"right": "erasure", "desk": ward.centre.code, "asked": "Xóa hồ sơ cũ"} | more


def version(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def test_it_is_asked_told_and_taken_back(home, ward):  # noqa: F811
    assert LIST in home.get("/cua-toi/du-lieu/").text
    answer = home.post(LIST, given(ward))
    found = RightsRequest.objects.get()
    assert answer.headers["Location"] == f"{LIST}{found.code}/"
    page = home.get(f"{LIST}{found.code}/")
    assert "Xóa hồ sơ cũ" in page.text
    assert "Chờ phản hồi" in page.text
    assert home.get(f"{LIST}{found.code}/giay-nhan.pdf").content.startswith(b"%PDF")
    assert found.code in home.get(LIST).text
    assert home.post(LIST, given(ward)).status_code == 422  # it waits already
    home.post(f"{LIST}{found.code}/", {"go": "withdraw", "version": version(page)})
    assert "Bạn đã rút" in home.get(f"{LIST}{found.code}/").text
    assert home.post(f"{LIST}{found.code}/", {"go": "withdraw", "version": "1"}).status_code == 409


def test_the_office_answers_and_the_citizen_takes_it(home, ward):  # noqa: F811
    home.post(LIST, given(ward, right="correction", new_phone="0987654321"))
    found = RightsRequest.objects.get()
    desk = signed_in(Client(), ward.registry).get(reverse("privacy:request", args=[found.code]))
    assert "Tài khoản trên cổng, đã chứng minh danh tính" in desk.text
    found = actions.grant(found, by=ward.registry, reason="Đúng giấy tờ")
    assert carry_out(found.last_event) == []
    page = home.get(f"{LIST}{found.code}/")
    assert "Được đồng ý" in page.text
    assert "Đúng giấy tờ" in page.text
    assert "0987654321" in page.text
    home.post(f"{LIST}{found.code}/", {"go": "take", "version": version(page)})
    assert "Đã xong" in home.get(f"{LIST}{found.code}/").text


def test_after_a_granted_erasure_the_page_is_gone(home, ward):  # noqa: F811
    home.post(LIST, given(ward))
    found = actions.grant(RightsRequest.objects.get(), by=ward.registry, reason="Đúng")
    carry_out(found.last_event)
    page = home.get(f"{LIST}{found.code}/")
    assert home.post(f"{LIST}{found.code}/", {"go": "take", "version": version(page)}).headers["Location"] == LIST
    assert home.get(f"{LIST}{found.code}/").status_code == 404
    assert found.code not in home.get(LIST).text


@pytest.mark.parametrize("wrong", [{"right": ""}, {"right": "export"}, {"desk": "x"}, {"asked": ""},
                                   {"right": "correction"}, {"right": "correction", "new_phone": "abc"}])  # fmt: skip
def test_what_is_not_whole_is_told_on_the_page(home, ward, wrong):  # noqa: F811
    answer = home.post(LIST, given(ward, **wrong))
    assert (answer.status_code, "Chưa gửi được" in answer.text) == (422, True)
    assert not RightsRequest.objects.exists()


def test_the_unproven_and_those_without_a_dossier_are_told_why(ward):  # noqa: F811
    unproven = at_home(Client(), make_account(name=NAME))
    assert "Cần chứng minh danh tính" in unproven.get(LIST).text
    unproven.post(LIST, given(ward))
    new = at_home(Client(), make_account(proven=True))
    assert "Chưa có cơ quan nào giữ hồ sơ của bạn" in new.get(LIST).text
    new.post(LIST, given(ward))
    assert not RightsRequest.objects.exists()


def test_nobody_sees_or_takes_anothers(home, ward):  # noqa: F811
    home.post(LIST, given(ward))
    code = RightsRequest.objects.get().code
    other = at_home(Client(), make_account(proven=True))
    assert other.get(f"{LIST}{code}/").status_code == 404
    assert other.get(f"{LIST}{code}/giay-nhan.pdf").status_code == 404
    assert other.post(f"{LIST}{code}/", {"go": "withdraw", "version": "1"}).status_code == 404


def test_the_pages_speak_english(home, ward):  # noqa: F811
    home.cookies[COOKIE] = "en"
    pages = [home.get(LIST), home.post(LIST, {}), home.post(LIST, given(ward, right="correction"))]
    home.post(LIST, given(ward, right="correction", new_phone="0987654321"))
    found = RightsRequest.objects.get()
    pages += [home.get(f"{LIST}{found.code}/"), home.get(LIST), home.post(LIST, given(ward, right="correction"))]
    found = actions.grant(found, by=ward.registry, reason="ok")
    carry_out(found.last_event)
    pages += [home.get(f"{LIST}{found.code}/"), home.get("/cua-toi/du-lieu/")]
    unproven = at_home(Client(), make_account(name=NAME))
    unproven.cookies[COOKIE] = "en"
    pages.append(unproven.get(LIST))
    for page in pages:
        chrome = Chrome()
        chrome.feed(page.text)
        known = (*OURS, NAME, ward.centre.name, "Xóa hồ sơ cũ")  # names, and what was typed
        left = [words for words in chrome.said if VIETNAMESE.search(words) and words not in known]
        assert not left, left
