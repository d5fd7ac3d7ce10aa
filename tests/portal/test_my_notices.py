"""Cách báo tin: what the holder of an account chooses is what happens, and nobody else's is touched."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from motcua.citizens.actions import channels_of, choosable, choose_notices
from motcua.citizens.models import Account, NoticeChoice
from motcua.notify.choices import Channel
from tests.factories import at_home, make_account, make_post, signed_in

pytestmark = pytest.mark.django_db
PAGE, KIND, FIELD = "/cua-toi/bao-tin/", "dossiers.received", "dossiers_received"


@pytest.fixture
def account() -> Account:
    return make_account(email="dan@example.vn")


@pytest.fixture
def home(client: Client, account: Account) -> Client:
    return at_home(client, account)


def as_before(account: Account) -> dict[str, Any]:
    """What the page sends when nothing was touched."""
    return {each.key.replace(".", "_"): [str(way) for way in channels_of(account, each.key)] for each in choosable()}


def test_a_kind_is_chosen_and_the_others_stay(home: Client, account: Account) -> None:
    assert home.post(PAGE, as_before(account) | {FIELD: ["zalo"]}).status_code == 302
    choice = NoticeChoice.objects.get()
    assert (choice.account, choice.kind, choice.channels) == (account, KIND, ["zalo"])
    page = home.get(PAGE).content.decode()
    assert f'name="{FIELD}" value="zalo"' in page
    assert page.count("checked") == 2 * (len(choosable()) - 1) + 1


def test_nothing_ticked_is_nothing_told(home: Client, account: Account) -> None:
    assert home.post(PAGE, {}).status_code == 302
    assert NoticeChoice.objects.filter(account=account, channels=[]).count() == len(choosable())
    assert channels_of(account, KIND) == []


def test_what_was_not_touched_is_not_written(home: Client, account: Account) -> None:
    home.post(PAGE, as_before(account))
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize("given", ["fax", "<script>", "email,sms"])
def test_a_channel_that_there_is_not_is_refused(home: Client, account: Account, given: str) -> None:
    assert home.post(PAGE, as_before(account) | {FIELD: [given]}).status_code == 422
    assert not NoticeChoice.objects.exists()


def test_the_page_costs_few_queries(home: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        assert home.get(PAGE).status_code == 200


def test_only_proven_addresses_are_offered(client: Client) -> None:
    page = at_home(client, make_account(phone="", email="dan@example.vn")).get(PAGE).content.decode()
    assert 'value="email"' in page
    assert 'value="sms"' not in page


def test_strangers_and_staff_are_led_to_the_log_in_and_others_choices_are_not_shown(client: Client) -> None:
    other = make_account()
    choose_notices(other, by=other.acting(), kind=KIND, channels=[])
    for who in (Client(), signed_in(Client(), make_post())):
        answer = who.get(PAGE)
        assert answer.status_code == 302
        assert "/dang-nhap-cong-dan/" in answer["Location"]
        assert who.post(PAGE, {}).status_code == 302
    assert NoticeChoice.objects.count() == 1
    page = at_home(client, make_account()).get(PAGE).content.decode()
    assert page.count("checked") == len(choosable()), "an SMS for each kind, as nobody chose otherwise"


def test_every_kind_and_channel_has_an_english_name() -> None:
    with translation.override("en"):
        same = [word for word in (*(each.label for each in choosable()), *(str(way.label) for way in Channel))
                if gettext(word) == word and word != "Zalo"]  # fmt: skip
    assert same == []
