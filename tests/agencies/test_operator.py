"""Which unit operates the installation: the first, until the console says another; and what is that unit's alone."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies import actions
from motcua.agencies.actions.units import operate
from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency
from motcua.citizens.models import LookLimit
from motcua.citizens.permissions import may_change_limit
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.core.rebuilding import differences
from motcua.privacy.permissions import may_set_rule, may_set_term
from motcua.worktime.actions import set_exception
from motcua.worktime.permissions import may_set_calendar
from tests.agencies.reorganising import carried_out, make_office, move, planned
from tests.factories import make_agency, make_post, signed_in, system
from tests.nonempty import some

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_agency(name="Ủy ban nhân dân thành phố Một")


@pytest.fixture
def second(first):
    """Another tree on the same machine."""
    return make_agency(name="Ủy ban nhân dân thành phố Hai")


def operating() -> list[int]:
    return list(Agency.objects.filter(operates=True).values_list("pk", flat=True))


def test_the_first_unit_operates_and_no_other_does_by_standing_at_the_top(first, second):
    assert operating() == [first.pk]
    assert Agency.objects.operator() == first
    assert make_agency(parent=first).operates is second.operates is False


def test_it_is_handed_over_on_record_at_both_and_the_rows_agree_with_their_events(first, second):
    taken = operate(second, by=system(), note="Sở Khoa học và Công nghệ tiếp quản máy chủ")
    assert operating() == [second.pk]
    event, before = taken.last_event, first.events.order_by("pk").last()
    assert (event.action, event.data["before"], event.data["changed"]) == (
        "agency.operate", first.pk, {"operates": True}
    )  # fmt: skip
    assert event.note().startswith("Sở Khoa học")
    assert (before.action, before.data["changed"]) == ("agency.hand_over_operation", {"operates": False})
    for unit in some(Agency.objects.filter(pk__in=(first.pk, second.pk)), least=2):
        assert rebuild(unit) == tracked(unit)
    assert [found for found in differences() if found.table == "agencies_agency"] == []


def test_nobody_at_a_screen_hands_it_over(first, second):
    for unit in (first, second):
        with pytest.raises(NotPermitted):
            operate(second, by=make_post(Role.ADMINISTRATOR, agency=unit))
    assert operating() == [first.pk]


def test_not_to_the_same_nor_to_a_unit_that_ends_nor_by_an_old_page(first, second):
    with pytest.raises(StepRefused):
        operate(first, by=system())
    with pytest.raises(StaleVersion):
        operate(second, by=system(), version=7)
    actions.end_agency(second, by=system(), valid_to=date(2099, 1, 1))
    with pytest.raises(BadInput):
        operate(second, by=system())
    assert operating() == [first.pk]


def test_a_unit_that_operates_does_not_end_before_it_handed_over(first, second):
    with pytest.raises(BadInput, match="giao việc này"):
        actions.end_agency(first, by=system(), valid_to=date(2099, 1, 1))
    operate(second, by=system())
    assert actions.end_agency(first, by=system(), valid_to=date(2099, 1, 1)).valid_to


def test_the_database_knows_one(first, second):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.filter(pk=second.pk).update(operates=True)


def test_what_holds_for_everybody_is_the_operators(first, second):
    """The nation's calendar, the queue, the health page, limits of looks, terms and rules for personal data."""
    keeper, stranger = (make_post(Role.ADMINISTRATOR, agency=unit) for unit in (first, second))
    watcher, other_watcher = (make_post(Role.INSPECTOR, agency=unit) for unit in (first, second))
    nation = {"agency": None}
    assert (may_set_calendar(keeper, nation), may_set_calendar(stranger, nation)) == (True, False)
    assert may_set_calendar(stranger, {"agency": second})  # its own stays its own
    assert (may_change_limit(watcher, LookLimit()), may_change_limit(other_watcher, LookLimit())) == (True, False)
    for may in (may_set_term, may_set_rule):
        assert [may(post, {}) for post in (keeper, watcher, stranger, other_watcher)] == [True, True, False, False]
    day = {"date": date(2099, 5, 5), "reason": "Nghỉ", "source": "QĐ 1", "off": True}
    with pytest.raises(NotPermitted):
        set_exception(by=stranger, agency=None, **day)
    assert set_exception(by=keeper, agency=None, **day).agency is None
    pages = ("/quan-tri/viec-nen/", "/quan-tri/tinh-trang/")
    for post, status, shown in ((keeper, 200, True), (stranger, 403, False)):
        browser = signed_in(Client(), post)
        assert [browser.get(page).status_code for page in pages] == [status] * 2
        home = browser.get("/quan-tri/").text
        assert [page in home for page in pages] == [shown] * 2
        forms = ("/quyen-du-lieu/thoi-han/dat/", "/quyen-du-lieu/luu-giu/dat/")
        for setter in (post, make_post(Role.INSPECTOR, agency=post.agency)):
            setting = signed_in(Client(), setter)
            assert [setting.get(form).status_code for form in forms] == [status] * 2
            assert [setting.post(form, {}).status_code for form in forms] == [422 if shown else 403] * 2
            if not shown:  # what was typed before the right went is still there to be copied
                assert "Luật mới" in setting.post(forms[0], {"source": "Luật mới"}).text
            lists = [setting.get(form.removesuffix("dat/")).text for form in forms]
            assert [form in page for form, page in zip(forms, lists, strict=True)] == [shown] * 2
        unit_page = browser.get(f"/quan-tri/don-vi/{post.agency_id}/").text
        assert ("Vận hành hệ thống" in unit_page) is shown


def test_the_console_tells_and_hands_over(first, second):
    told = StringIO()
    call_command("operator", json=True, stdout=told)
    assert json.loads(told.getvalue())["code"] == first.code
    told = StringIO()
    call_command("operator", code=second.code, reason="Chuyển máy chủ", stdout=told)
    assert second.name in told.getvalue()
    assert operating() == [second.pk]


@pytest.mark.parametrize(("code", "reason"), [("KHONG.CO", "x"), (None, " "), (None, "Đang vận hành rồi")])
def test_the_console_refuses_in_words(first, code, reason):
    with pytest.raises(CommandError):
        call_command("operator", code=code or first.code, reason=reason)


def test_the_system_unit_never_operates():
    assert not Agency.objects.filter(kind=Kind.SYSTEM, operates=True).exists()


def test_when_the_operator_is_merged_its_heir_operates(set_clock):
    set_clock("2026-06-15T08:00+07:00")
    old, new = make_agency(name="Thành phố Cũ"), make_office("Thành phố Mới").ward
    assert operating() == [old.pk]
    done = carried_out(planned(move(old, new)), set_clock)
    assert operating() == [new.pk]
    event = new.events.filter(action="agency.operate").get()
    assert event.data["before"] == old.pk
    assert done.decision in event.note()
