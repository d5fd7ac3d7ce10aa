"""Addresses that messages do not reach: three in a row refused for good by a real server; told to who can mend it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.citizens.actions import digest, unreached_of_account, unreached_on
from motcua.core.clock import today
from motcua.notify.actions import ask_reports, deliver, empty
from motcua.notify.choices import State
from motcua.notify.models import Outgoing
from motcua.notify.unreached import unreached
from tests import dossier_factories as make
from tests.factories import at_home, make_account, make_post, signed_in
from tests.notify.conftest import MAIL, MOBILE, message, now_is
from tests.notify.servers import PostOffice, Provider

pytestmark = pytest.mark.django_db


def letters(*answers: str, office: PostOffice, begin: int = 0, **more: Any) -> list[Outgoing]:
    """Write and send a letter for each answer that the mail server is to give to its recipient."""
    made = []
    for number, answer in enumerate(answers, start=begin):
        office.rcpt = answer
        made.append(message(key=f"k{number}", **more))
        deliver(made[-1].pk)
    office.rcpt = "250 OK"
    return made


def test_refused_for_good_three_times_an_address_is_not_reached(noon: Any, post_office: PostOffice) -> None:
    sent = letters("550 5.1.1 no such user", "551 gone", office=post_office)
    assert [now_is(each).state for each in sent] == [State.GIVEN_UP] * 2  # at once, never tried again
    assert [now_is(each).attempts for each in sent] == [1, 1]
    assert unreached([MAIL]) == []
    letters("553 mailbox name", office=post_office, begin=2)
    assert unreached([MAIL, MOBILE, "", MAIL]) == [MAIL]
    letters("250 OK", office=post_office, begin=3)
    assert unreached([MAIL]) == []
    assert len(post_office.letters) == 1


def test_what_may_still_go_says_nothing_of_an_address(noon: Any, post_office: PostOffice) -> None:
    sent = letters("550 no", "550 no", "450 busy", "452 full", office=post_office)
    assert [now_is(each).state for each in sent] == [State.GIVEN_UP] * 2 + [State.FAILED] * 2
    assert unreached([MAIL]) == []


def test_a_provider_that_tells_of_losses_counts_as_well(
    noon: Any, later: Callable[..., None], provider: Provider
) -> None:
    for number in range(3):
        deliver(message(channel="sms", key=f"k{number}").pk)
    provider.state = "undelivered"
    later(minutes=2)
    ask_reports()
    assert unreached([MOBILE]) == [MOBILE]
    empty(Outgoing.objects.all())  # nobody knows any more to whom they went
    assert unreached([MOBILE]) == []


def test_it_is_one_question_and_none_for_nobody(noon: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        unreached([MAIL, MOBILE])
    with django_assert_num_queries(0):
        assert unreached([""]) == []


def test_citizens_are_asked_on_their_page_to_mend_it(noon: Any, post_office: PostOffice) -> None:
    account = make_account(email=MAIL, proven=True)
    browser = at_home(Client(), account)
    home = reverse("portal:mine")
    assert "Tin báo không tới được bạn" not in browser.get(home).content.decode()
    letters(*["550 no such user"] * 3, office=post_office)
    page = browser.get(home).content.decode()
    assert "Tin báo không tới được bạn" in page
    assert MAIL in page
    assert reverse("portal:contact") in page
    assert unreached_of_account(account) == [MAIL]
    browser.cookies["ngon_ngu"] = "en"
    assert "Messages do not reach you" in browser.get(home).content.decode()


def test_the_desk_sees_it_on_the_dossier(noon: Any, provider: Provider, later: Callable[..., None]) -> None:
    house = make.make_house()
    dossier = make.received(house)
    number = dossier.applicant.phone
    desk = signed_in(Client(), house.clerk)
    at = reverse("casework:dossier", args=[dossier.code])
    assert "Tin báo không tới người dân" not in desk.get(at).content.decode()
    for each in range(3):
        deliver(message(channel="sms", to=number, key=f"k{each}").pk)
    provider.state = "rejected"
    later(minutes=2)
    ask_reports()
    page = desk.get(at).content.decode()
    assert "Tin báo không tới người dân" in page
    assert number not in page  # masked, as everywhere


def test_the_days_list_of_administrators_counts_such_addresses(
    noon: Any, later: Callable[..., None], post_office: PostOffice, administrator: Any
) -> None:
    office = administrator.agency
    letters(*["550 no such user"] * 3, office=post_office, to=MAIL)
    Outgoing.objects.update(office=office)
    letters("550 one only", office=post_office, begin=3, to="khac@example.vn")
    Outgoing.objects.filter(office=None).update(office=office)
    day = today()
    later(days=1)
    (made,) = [each for each in digest() if each.agency_id == office.pk]
    assert unreached_on(office, day) == 1
    assert made.task.about.endswith("4 không gửi được, 0 không rõ đã gửi chưa, 1 địa chỉ nhiều lần không tới")
    page = signed_in(Client(), administrator).get(reverse("administration:notice_failures", args=[made.task.url_key]))
    assert "<dt>Địa chỉ nhiều lần không tới</dt><dd>1</dd>" in page.content.decode()
    assert unreached_on(make_post("administrator").agency, day) == 0
    assert unreached_on(office, day - timedelta(days=1)) == 0
