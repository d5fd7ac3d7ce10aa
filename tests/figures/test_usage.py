"""The page of usage: acts by unit, module and month, people, dossiers by channel that open."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.reports.actions import count_usage
from motcua.reports.models import Usage
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.nonempty import some

pytestmark = pytest.mark.django_db
URL, MARCH = "/so-lieu/su-dung/", {"first": "01/03/2027", "last": "31/03/2027"}


@pytest.fixture
def used(house, set_clock):
    set_clock("2027-02-27T09:00")
    make.received(house)
    set_clock("2027-03-10T09:00")
    make.in_progress(house)
    make.returned(house)
    set_clock("2027-03-21T03:00")
    count_usage()
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def told(page: str) -> dict[str, tuple[int, str]]:
    found = re.findall(r'<a href="([^"]*)" aria-label="([^"]*): \d+ (?:hồ sơ|việc)"[^>]*>([\d.]+)</a>', page)
    return {said: (int(number.replace(".", "")), url.replace("&amp;", "&")) for url, said, number in found}


def test_numbers_are_those_that_were_counted_and_open(used):
    browser = browser_of(used.leader)
    page = browser.get(URL, MARCH).text
    shown, centre, ward = told(page), used.centre.short_name, used.ward.short_name
    acts = Usage.objects.get(agency=used.centre, month="2027-03-01", module="dossiers").acts
    number, url = shown[f"{centre}, Hồ sơ"]
    assert number == acts
    alone = browser.get(URL + url).text
    assert f">{acts}<" in alone
    assert list(told(alone)) == [f"{centre}, Hồ sơ"]
    number, url = shown[f"{ward}, trực tiếp"]
    assert number == 2
    assert browser.get(url).text.count('<th scope="row">') == 2
    assert "20/03/2027</time>" in page
    both = browser.get(URL, {"first": "01/02/2027", "last": "31/03/2027"}).text
    assert told(both)[f"{ward}, trực tiếp"][0] == 3
    assert "Tháng 2/2027" in both
    assert told(browser.get(URL).text)[f"{ward}, trực tiếp"][0] == 3  # of this month and the two before


def test_before_anything_was_counted_the_page_says_so(house, set_clock):
    page = browser_of(house.leader).get(URL).text
    assert "Chưa đếm được việc nào" in page
    assert "đến hết hôm trước" in page


def test_who_oversees_sees_their_units_and_nobody_else_the_page(used):
    for post in (used.clerk, used.specialist, used.head, used.administrator):
        assert browser_of(post).get(URL).status_code == 403
    assert told(browser_of(make_post(Role.LEADER)).get(URL, MARCH).text) == {}
    assert some(list(told(browser_of(used.inspector).get(URL, MARCH).text)))


@pytest.mark.parametrize("given", [{"first": "x"}, {"module": "x"}, {"unit": "0"},
                                   {"first": "01/01/2019", "last": "31/12/2026"}])  # fmt: skip
def test_what_cannot_be_shown_says_why(used, given):
    answer = browser_of(used.leader).get(URL, given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text or "aria-invalid" in answer.text


def test_many_acts_months_and_units_cost_what_few_do(used):
    browser = browser_of(used.leader)

    def queries(**given):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(URL, given).status_code == 200
        return len(captured)

    queries()
    few = queries(**MARCH)
    units = (used.ward, used.division, used.centre)
    rows = [
        Usage(agency=unit, month=date(2026, month, 1), module=module, acts=5, people=2, until=date(2026, month, 28))
        for unit in units for month in range(1, 13) for module in ("", "queue")
    ]  # fmt: skip
    Usage.objects.bulk_create(rows)
    assert queries(first="01/01/2026", last="31/03/2027") == few <= 12
