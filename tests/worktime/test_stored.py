"""Stored calendars: who set what for whom, how it is inherited, and that one unit's never leaks into another's."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.actions import appoint, create_agency, enrol_person
from motcua.agencies.models import Post
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.core.events import rebuild, tracked
from motcua.worktime import stored
from motcua.worktime.actions import end_week, set_exception, set_week, withdraw_exception, withdraw_week
from motcua.worktime.calendars import CalendarError
from motcua.worktime.deadlines import Limit, Rules, Unit, promise
from motcua.worktime.importers import load_national
from motcua.worktime.models import ExceptionalDay, WorkWeek
from motcua.worktime.stored import calendar_of, calendar_of_agency

pytestmark = pytest.mark.django_db
WARD_WEEK = {name: ["07:30-11:30", "13:30-17:00"] for name in ("mon", "tue", "wed", "thu", "fri")} | {
    "sat": ["07:30-11:30"]
}
BASIS = "Quyết định 12/QĐ-UBND"


@pytest.fixture(autouse=True)
def fresh():
    stored.forget()


@pytest.fixture
def system(db):
    return Post.objects.system()


@pytest.fixture
def town(system):
    """A province with two wards, an administrator of the first ward, a receptionist there."""

    def unit(parent, code, level):
        return create_agency(
            by=system,
            parent=parent,
            code=code,
            name=f"Đơn vị {code}",
            kind="committee",
            level=level,
            valid_from=date(2020, 1, 1),
        )

    province = unit(None, "H99", "province")
    wards = [unit(province, f"H99.{number}", "commune") for number in (1, 2)]
    posts = {}
    for number, (role, agency) in enumerate(
        (("administrator", wards[0]), ("receptionist", wards[0]), ("administrator", province))
    ):
        person = enrol_person(by=system, username=f"nguoi{number}", name=f"Người Thử {number}", password=None)
        posts[role, agency.code] = appoint(
            by=system, person=person, agency=agency, role=role, title=role, valid_from=date(2020, 1, 1)
        )
    return province, *wards, posts


def works(agency, text):
    return calendar_of(agency).is_working(date.fromisoformat(text).toordinal())


def due(agency, received, days):
    limit = Limit(Decimal(days), Unit.WORKING_DAY)
    return promise(
        calendar_of(agency), received=datetime.fromisoformat(received), limit=limit, rules=Rules()
    ).due.date()


def test_the_nations_days_off_hold_for_every_unit_from_the_start(town):
    _, ward, _, _ = town
    assert not works(ward, "2026-01-02")
    assert works(ward, "2026-01-10")
    assert not works(ward, "2026-02-18")
    assert not works(ward, "2026-11-24")
    assert due(ward, "2026-02-12T08:00", 15) == date(2026, 3, 12)


def test_every_seeded_day_names_its_document_and_only_2027_is_provisional():
    days = ExceptionalDay.objects.all()
    assert {day.date.year for day in days} == {2024, 2025, 2026, 2027}
    assert {day.date.year for day in days if day.provisional} == {2027}
    assert all(any(figure.isdigit() for figure in day.source) for day in days)
    assert WorkWeek.objects.get().events.get().by.role == "system"


@pytest.mark.parametrize(("year", "statutory"), [(2024, 11), (2025, 11), (2026, 12), (2027, 12)])
def test_each_year_loses_as_many_weekdays_as_the_law_gives_days_off(town, year, statutory):
    """Days off on a weekend are made up, swaps cancel out: what is left is the law's number of days."""
    calendar = calendar_of(town[1])
    days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    weekdays = sum(1 for day in days if date.fromordinal(day).weekday() < 5)
    assert sum(1 for day in days if calendar.is_working(day)) == weekdays - statutory


def test_a_unit_without_a_week_inherits_the_nearest_one_above(system, town):
    province, ward, other, _ = town
    set_week(by=system, agency=province, weekly={"mon": ["08:00-12:00"]}, valid_from=date(2026, 1, 1), decision=BASIS)
    assert not works(ward, "2026-03-03")
    set_week(by=system, agency=ward, weekly=WARD_WEEK, valid_from=date(2026, 1, 1), decision=BASIS)
    assert works(ward, "2026-03-03")
    assert not works(other, "2026-03-03")
    assert works(province, "2026-03-02")


def test_one_units_calendar_never_leaks_into_anothers(system, town):
    _, ward, other, _ = town
    set_week(by=system, agency=ward, weekly=WARD_WEEK, valid_from=date(2026, 1, 1), decision=BASIS)
    set_exception(by=system, agency=ward, date=date(2026, 3, 3), off=True, reason="lụt", source=BASIS)
    assert works(ward, "2026-03-07")
    assert not works(other, "2026-03-07")
    assert not works(ward, "2026-03-03")
    assert works(other, "2026-03-03")


def test_a_week_holds_from_its_day_to_its_end_and_the_later_one_wins(system, town):
    _, ward, _, _ = town
    set_week(by=system, agency=ward, weekly=WARD_WEEK, valid_from=date(2026, 3, 1), decision=BASIS)
    later = set_week(
        by=system, agency=ward, weekly={"mon": ["08:00-12:00"]}, valid_from=date(2026, 6, 1), decision=BASIS
    )
    assert not works(ward, "2026-02-28")
    assert works(ward, "2026-03-07")
    assert not works(ward, "2026-06-06")
    end_week(later, by=system, valid_to=date(2026, 6, 30))
    assert not works(ward, "2026-06-27")
    assert works(ward, "2026-07-04")


def test_the_nearest_units_exception_wins_for_its_date(system, town):
    province, ward, _, _ = town
    set_exception(
        by=system, agency=province, date=date(2026, 11, 24), sessions=["08:00-11:00"], reason="trực", source=BASIS
    )
    assert works(ward, "2026-11-24")
    set_exception(by=system, agency=ward, date=date(2026, 11, 24), off=True, reason="nghỉ", source=BASIS)
    assert not works(ward, "2026-11-24")
    assert works(province, "2026-11-24")


def test_a_swap_day_works_as_the_weekday_of_the_units_own_week(system, town):
    _, ward, _, _ = town
    set_week(by=system, agency=ward, weekly=WARD_WEEK, valid_from=date(2026, 1, 1), decision=BASIS)
    assert calendar_of(ward).sessions_on(date(2026, 8, 22).toordinal()) == calendar_of(ward).sessions_on(
        date(2026, 8, 24).toordinal()
    )


def test_setting_an_exception_again_withdraws_the_old_one_and_keeps_its_history(system, town):
    _, ward, _, _ = town
    first = set_exception(by=system, agency=ward, date=date(2026, 3, 3), off=True, reason="lụt", source=BASIS)
    set_exception(
        by=system, agency=ward, date=date(2026, 3, 3), sessions=["07:30-11:30"], reason="nước rút", source=BASIS
    )
    assert works(ward, "2026-03-03")
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert [event.action for event in first.events.all()] == ["worktime.set_exception", "worktime.withdraw_exception"]
    assert rebuild(first) == tracked(first)


def test_a_withdrawn_exception_gives_the_date_back(system, town):
    _, ward, _, _ = town
    day = set_exception(by=system, agency=ward, date=date(2026, 3, 3), off=True, reason="lụt", source=BASIS)
    assert not works(ward, "2026-03-03")
    withdraw_exception(day, by=system)
    assert works(ward, "2026-03-03")
    with pytest.raises(BadInput):
        withdraw_exception(day, by=system)


def test_a_withdrawn_week_gives_the_time_back(system, town):
    _, ward, _, _ = town
    week = set_week(by=system, agency=ward, weekly=WARD_WEEK, valid_from=date(2026, 1, 1), decision=BASIS)
    assert works(ward, "2026-03-07")
    withdraw_week(week, by=system)
    assert not works(ward, "2026-03-07")
    with pytest.raises(BadInput):
        withdraw_week(week, by=system)


def test_calendars_are_changed_by_administrators_of_the_unit_only(town):
    province, ward, other, posts = town
    week = {"weekly": WARD_WEEK, "valid_from": date(2026, 1, 1), "decision": BASIS}
    day = {"date": date(2026, 3, 3), "off": True, "reason": "lụt", "source": BASIS}
    own, clerk, top = posts["administrator", "H99.1"], posts["receptionist", "H99.1"], posts["administrator", "H99"]
    kept, exception = set_week(by=own, agency=ward, **week), set_exception(by=top, agency=ward, **day)
    for by, agency in ((clerk, ward), (own, other), (own, province), (own, None)):
        with pytest.raises(NotPermitted):
            set_week(by=by, agency=agency, **week)
        with pytest.raises(NotPermitted):
            set_exception(by=by, agency=agency, **day)
    for change in (
        lambda: end_week(kept, by=clerk, valid_to=date(2027, 1, 1)),
        lambda: withdraw_exception(exception, by=clerk),
        lambda: withdraw_week(kept, by=clerk),
    ):
        with pytest.raises(NotPermitted):
            change()
    assert set_exception(by=top, agency=None, **day).agency is None


def test_a_stale_page_cannot_end_a_week(system, town):
    week = set_week(by=system, agency=town[1], weekly=WARD_WEEK, valid_from=date(2026, 1, 1), decision=BASIS)
    end_week(week, by=system, version=1, valid_to=date(2026, 12, 31))
    with pytest.raises(StaleVersion):
        end_week(week, by=system, version=1, valid_to=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"weekly": {}}, "calendar_invalid"),
        ({"weekly": {"mon": ["7 giờ"]}}, "calendar_invalid"),
        ({"decision": "  "}, "required"),
        ({"valid_to": date(2025, 1, 1)}, "ends_before_it_begins"),
    ],
)
def test_a_wrong_week_is_refused_in_words(system, town, changed, code):
    given = {"weekly": WARD_WEEK, "valid_from": date(2026, 1, 1), "decision": BASIS} | changed
    with pytest.raises(BadInput) as refused:
        set_week(by=system, agency=town[1], **given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, "exception_invalid"),
        ({"off": True, "works_as": "fri"}, "exception_invalid"),
        ({"sessions": ["09:00-08:00"]}, "exception_invalid"),
        ({"off": True, "reason": ""}, "required"),
        ({"off": True, "source": ""}, "required"),
    ],
)
def test_a_wrong_exception_is_refused_in_words(system, town, changed, code):
    given = {"date": date(2026, 3, 3), "reason": "lụt", "source": BASIS} | changed
    with pytest.raises(BadInput) as refused:
        set_exception(by=system, agency=town[1], **given)
    assert refused.value.code == code


def test_an_end_before_the_start_is_refused(system, town):
    week = set_week(by=system, agency=town[1], weekly=WARD_WEEK, valid_from=date(2026, 1, 1), decision=BASIS)
    with pytest.raises(BadInput):
        end_week(week, by=system, valid_to=date(2025, 12, 31))


def test_the_database_refuses_two_exceptions_of_a_date_and_mixed_kinds(town):
    row = {"agency": town[1], "date": date(2026, 3, 3), "reason": "lụt", "source": BASIS}
    ExceptionalDay.objects.create(kind="off", **row)
    for wrong in (
        {"kind": "off"},
        {"kind": "works_as", "date": date(2026, 3, 4)},
        {"kind": "off", "date": date(2026, 3, 5), "reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExceptionalDay.objects.create(**(row | wrong))


def test_the_database_refuses_two_weeks_of_the_nation_from_one_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkWeek.objects.create(agency=None, weekly=WARD_WEEK, valid_from=date(2000, 1, 1), decision=BASIS)


def test_a_known_calendar_costs_at_most_one_query_and_none_within_a_second(town, monkeypatch):
    _, ward, other, _ = town
    calendar_of(ward), calendar_of(other)
    with CaptureQueriesContext(connection) as queries:
        assert calendar_of(ward) is calendar_of(ward)
        calendar_of(other)
    assert len(queries) == 0
    monkeypatch.setattr(stored, "TRUST_SECONDS", -1)
    with CaptureQueriesContext(connection) as queries:
        calendar_of(ward)
    assert len(queries) == 1


def test_a_change_is_seen_at_once_by_the_process_that_made_it(system, town):
    _, ward, _, _ = town
    before = calendar_of(ward)
    set_exception(by=system, agency=None, date=date(2026, 3, 3), off=True, reason="lụt", source=BASIS)
    assert calendar_of(ward) is not before
    assert not works(ward, "2026-03-03")


def test_a_change_that_was_rolled_back_leaves_nothing_behind(system, town):
    _, ward, _, _ = town
    assert works(ward, "2026-03-03")
    with transaction.atomic():
        set_exception(by=system, agency=ward, date=date(2026, 3, 3), off=True, reason="lụt", source=BASIS)
        assert not works(ward, "2026-03-03")
        transaction.set_rollback(True)
    assert works(ward, "2026-03-03")


def test_a_calendar_is_found_by_the_units_code(town):
    assert calendar_of_agency("H99.1", date(2026, 3, 3)) is calendar_of(town[1])
    with pytest.raises(CalendarError, match="Không có đơn vị"):
        calendar_of_agency("H00", date(2026, 3, 3))
    with pytest.raises(CalendarError, match="Chưa có lịch"):
        calendar_of_agency("H99.1", date(1999, 3, 3))


def test_loading_the_nations_facts_again_changes_nothing(system):
    before = ExceptionalDay.objects.count()
    assert load_national(by=system) == 0
    day = ExceptionalDay.objects.get(agency=None, date=date(2026, 1, 2))
    withdraw_exception(day, by=system)
    assert load_national(by=system) == 1
    assert ExceptionalDay.objects.filter(withdrawn_at=None).count() == before


def test_everybody_sees_working_hours(town):
    clerk = town[3]["receptionist", "H99.1"]
    assert WorkWeek.objects.visible_to(clerk).count() == 1
    assert ExceptionalDay.objects.visible_to(clerk).exists()
