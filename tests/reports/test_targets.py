"""The on-time target of an office: its own from a day on, else that of the unit above, else the shipped one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted
from motcua.reports.actions import change_target, set_target
from motcua.reports.models import Target
from motcua.reports.models.targets import shipped, target_of
from tests.factories import make_agency, make_post, signed_in

pytestmark = pytest.mark.django_db
URL = "/so-lieu/chi-tieu/"
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture
def ward():
    return make_agency(parent=make_agency())


def leader_of(agency):
    return make_post(Role.LEADER, agency=agency)


def test_the_nearest_unit_that_has_one_from_a_day_decides(ward):
    assert target_of(ward, MARCH) == shipped(MARCH) == Decimal(98)
    set_target(by=leader_of(ward.parent), agency=ward.parent, percent=Decimal("97.5"), valid_from=JANUARY)
    assert (target_of(ward, JANUARY), target_of(ward, date(2025, 12, 31))) == (Decimal("97.5"), Decimal(98))
    set_target(by=leader_of(ward), agency=ward, percent=Decimal(99), valid_from=MARCH)
    assert [target_of(ward, day) for day in (date(2026, 2, 28), MARCH)] == [Decimal("97.5"), Decimal(99)]
    assert target_of(ward.parent, MARCH) == Decimal("97.5")
    assert target_of(make_agency(), MARCH) == Decimal(98)
    assert target_of(ward, date(2000, 1, 1)) is None


def test_it_is_recorded_and_put_right_by_who_leads_or_administers(ward):
    target = set_target(by=leader_of(ward.parent), agency=ward, percent=Decimal(96), valid_from=JANUARY)
    administrator = make_post(Role.ADMINISTRATOR, agency=ward)
    target = change_target(target, by=administrator, percent=Decimal("96.5"), version=target.version)
    told = [(event.action, event.data["changed"]["percent"]) for event in target.events.order_by("pk")]
    assert told == [("target.set", "96"), ("target.change", "96.5")]
    assert Target.objects.get().percent == Decimal("96.5")


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFORM_OFFICER, Role.SPECIALIST, Role.HEAD_OF_DIVISION])
def test_nobody_else_sets_it(ward, role):
    target = set_target(by=leader_of(ward), agency=ward, percent=Decimal(96), valid_from=JANUARY)
    for by in (make_post(role, agency=ward), leader_of(make_agency()), make_post(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            set_target(by=by, agency=ward, percent=Decimal(50), valid_from=MARCH)
        with pytest.raises(NotPermitted):
            change_target(target, by=by, percent=Decimal(50))
    with pytest.raises(NotPermitted):
        set_target(by=leader_of(ward), agency=ward.parent, percent=Decimal(50), valid_from=MARCH)


def test_what_is_no_share_and_a_second_one_of_a_day_are_refused_by_the_database_too(ward):
    by = leader_of(ward)
    for percent in (Decimal(0), Decimal("100.1"), Decimal(-1)):
        with pytest.raises(BadInput):
            set_target(by=by, agency=ward, percent=percent, valid_from=JANUARY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.create(agency=ward, percent=percent, valid_from=JANUARY)
    set_target(by=by, agency=ward, percent=Decimal(100), valid_from=JANUARY)
    with pytest.raises(BadInput):
        set_target(by=by, agency=ward, percent=Decimal(90), valid_from=JANUARY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(agency=ward, percent=Decimal(90), valid_from=JANUARY)


def test_the_page_sets_it_and_puts_it_right(ward):
    browser = signed_in(Client(), leader_of(ward.parent))
    given = {"agency": str(ward.pk), "percent": "97,5", "valid_from": "01/01/2026"}
    for percent in ("97,5", "98.5 %"):
        assert browser.post(URL, given | {"percent": percent}).status_code == 303
    target = Target.objects.get()
    assert (target.percent, target.events.count()) == (Decimal("98.5"), 2)
    page = browser.get(URL).text
    assert "98,5 %" in page
    assert "là 98 %" in page
    for wrong in ({"percent": "101"}, {"percent": "nhiều"}, {"percent": "NaN"}, {"percent": "97,55"},
                  {"agency": str(make_agency().pk)}, {"valid_from": "32/01/2026"}, {"valid_from": ""}):  # fmt: skip
        answer = browser.post(URL, given | wrong)
        assert answer.status_code == 422, wrong
        assert "Chưa lưu được" in answer.text
    assert Target.objects.count() == 1
    for role in (Role.INSPECTOR, Role.REFORM_OFFICER, Role.SPECIALIST):
        assert signed_in(Client(), make_post(role, agency=ward)).get(URL).status_code == 403
    assert signed_in(Client(), make_post(Role.ADMINISTRATOR, agency=ward)).get(URL).status_code == 200
