"""The search page: numbers stay out of addresses and are on record; everything else is an address one may keep."""

import re

import pytest

from motcua.citizens.models import IdentityLookup
from tests import dossier_factories as make

PAGE = "/xu-ly/tim/"


def codes(response) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/xu-ly/ho-so/([^/]+)/', response.text)


def test_strangers_go_to_the_log_in_page(client):
    assert client.get(PAGE).url.startswith("/dang-nhap/")
    assert client.post(PAGE, {"q": "0912345274"}).url.startswith("/dang-nhap/")


def test_words_make_a_list_that_has_an_address(house, screen_of):
    dossier = make.received(house)
    answer = screen_of(house.clerk).post(PAGE, {"q": "trần thị"})
    assert (answer.status_code, answer.url) == (302, f"{PAGE}?q=tr%E1%BA%A7n+th%E1%BB%8B")
    shown = screen_of(house.clerk).get(answer.url)
    assert codes(shown) == [dossier.code]
    assert not IdentityLookup.objects.exists()
    assert "Không tìm thấy hồ sơ nào" in screen_of(house.specialist).get(answer.url).text


def test_a_code_and_the_qr_of_a_slip_open_their_dossier(house, screen_of):
    dossier = make.received(house)
    for typed in (dossier.code.lower(), f"https://example.vn/t/{dossier.tracking_token}"):
        assert screen_of(house.clerk).post(PAGE, {"q": typed}).url == f"/xu-ly/ho-so/{dossier.code}/"


@pytest.mark.parametrize("typed", ["046190000318", "046 190 000 318", "0912345274", "+84 912 345 274"])
def test_a_number_is_looked_up_on_record_and_never_stands_in_an_address(house, screen_of, typed):
    dossier = make.received(house)
    answer = screen_of(house.clerk).post(PAGE, {"q": typed})
    assert re.fullmatch(rf"{PAGE}\?so=[0-9a-f]{{32}}", answer.url)
    assert codes(screen_of(house.clerk).get(answer.url)) == [dossier.code]
    assert IdentityLookup.objects.filter(by=house.clerk).count() == 1
    assert codes(screen_of(house.leader).get(answer.url)) == []  # somebody else's look-up


def test_a_number_in_an_address_finds_nobody_and_writes_nothing(house, screen_of):
    make.received(house)
    shown = screen_of(house.clerk).get(PAGE, {"q": "0912345274"})
    assert codes(shown) == []
    assert "Bấm “Tìm” để tra" in shown.text
    assert not IdentityLookup.objects.exists()


def test_who_may_not_look_people_up_is_told_so(house, screen_of):
    answer = screen_of(house.leader).post(PAGE, {"q": "046190000318"})
    assert answer.status_code == 403


def test_too_many_look_ups_are_refused(house, screen_of, settings):
    settings.IDENTITY_LOOKUPS = 2
    screen = screen_of(house.clerk)
    statuses = [screen.post(PAGE, {"q": f"04619000031{end}"}).status_code for end in range(3)]
    assert statuses == [302, 302, 429]


def test_what_looks_like_a_number_and_is_none_is_said(house, screen_of):
    answer = screen_of(house.clerk).post(PAGE, {"q": "111111111"}, follow=True)
    assert "không phải số giấy tờ" in answer.text
    assert 'name="q"' in answer.text  # no dead end: it is asked again here
    assert "111111111" not in answer.redirect_chain[0][0]


def test_twenty_rows_cost_what_two_cost(house, screen_of, queries):
    for _ in range(2):
        make.received(house)
    few = queries(screen_of(house.clerk), f"{PAGE}?q=tran")
    for _ in range(18):
        make.received(house)
    assert queries(screen_of(house.clerk), f"{PAGE}?q=tran") == few


def test_a_damaged_address_is_an_empty_list(house, screen_of):
    for damaged in ("?so=zz", "?so=00", f"?so={'0' * 32}", "?q=%00", "?cursor=x&q=a"):
        assert screen_of(house.clerk).get(PAGE + damaged).status_code == 200
