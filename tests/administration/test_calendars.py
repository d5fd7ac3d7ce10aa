"""Working calendars at the administration desk: seen before done, and nothing of a preview stays."""

import re
from datetime import date

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.dossiers.models import Dossier
from motcua.worktime import stored
from motcua.worktime.models import ExceptionalDay, WorkWeek
from tests import dossier_factories as make
from tests.factories import make_post, signed_in

PAGE = "/quan-tri/lich/"
STORM = {"date": "5/3/2026", "kind": "off", "reason": "Bão số 9", "source": "Công điện 5/CĐ-UBND"}


@pytest.fixture(autouse=True)
def monday(set_clock):
    stored.forget()
    yield set_clock("2026-03-02T08:00")
    stored.forget()


@pytest.fixture
def place(house):
    return f"{PAGE}{house.ward.pk}/"


def seen(answer) -> str:
    """What a preview gives to be sent along with its Áp dụng."""
    return re.search(r'name="confirmed" type="submit" value="(\w+)"', answer.text)[1]


def applied(keeper, address, given):
    """Previewed, then done."""
    return keeper.post(address, given | {"confirmed": seen(keeper.post(address, given))})


def test_only_administrators_enter(house, place):
    for post in (house.clerk, house.leader, house.reform):
        assert signed_in(Client(), post).get(place).status_code == 403
    assert Client().get(place).url.startswith("/dang-nhap/")


def test_it_shows_the_week_and_where_it_comes_from(house, keeper, place):
    page = keeper.get(PAGE, follow=True).text
    assert "07:00-11:30, 13:30-17:00" in page
    assert "Quyết định 188/1999/QĐ-TTg" in page
    assert "Giỗ Tổ Hùng Vương" in page


def test_a_preview_tells_what_would_move_and_leaves_nothing_behind(house, keeper, place):
    dossier = make.in_progress(house)
    events = dossier.events.count()
    shown = keeper.post(f"{place}ngay/", STORM)
    assert shown.status_code == 200
    assert "<strong>1 hồ sơ được dời ngày hẹn trả</strong>" in shown.text
    assert dossier.code in shown.text
    assert "16/03/2026 17:00" in shown.text
    assert "17/03/2026 17:00" in shown.text
    assert not ExceptionalDay.objects.filter(agency=house.ward).exists()
    assert (Dossier.objects.get(pk=dossier.pk).appointed_due, dossier.events.count()) == (dossier.appointed_due, events)
    assert stored.calendar_of(house.ward).is_working(date(2026, 3, 5).toordinal())


def test_what_was_seen_is_done(house, keeper, place):
    make.in_progress(house)
    answer = applied(keeper, f"{place}ngay/", STORM)
    assert (answer.status_code, answer.url) == (303, place)
    day = ExceptionalDay.objects.get(agency=house.ward)
    assert (day.date, day.source, day.events.get().by) == (date(2026, 3, 5), STORM["source"], house.administrator)
    assert "Bão số 9" in keeper.get(place).text


def test_what_was_not_seen_is_not_done(house, keeper, place):
    """Another day is typed over the preview, and Áp dụng pressed: shown first, with what it would move."""
    make.in_progress(house)
    key = seen(keeper.post(f"{place}ngay/", STORM))
    for given in (STORM | {"confirmed": "1"}, STORM | {"date": "6/3/2026", "confirmed": key}):
        answer = keeper.post(f"{place}ngay/", given)
        assert answer.status_code == 409
        assert "Nội dung đã đổi sau lần xem trước" in answer.text
        assert "1 hồ sơ được dời ngày hẹn trả" in answer.text
        assert not ExceptionalDay.objects.filter(agency=house.ward).exists()
    assert keeper.post(f"{place}ngay/", given | {"confirmed": seen(answer)}).status_code == 303
    assert ExceptionalDay.objects.get(agency=house.ward).date == date(2026, 3, 6)


def test_who_operates_sets_a_day_for_everybody_and_sees_first_what_moves_everywhere(house, keeper, place):
    elsewhere = make.make_house()
    dossiers = [make.in_progress(house), make.in_progress(elsewhere)]
    given = STORM | {"nation": "on"}
    assert "2 hồ sơ được dời ngày hẹn trả" in keeper.post(f"{place}ngay/", given).text
    assert applied(keeper, f"{place}ngay/", given).status_code == 303
    assert ExceptionalDay.objects.get(date=date(2026, 3, 5)).agency is None
    for dossier in dossiers:
        assert not stored.calendar_of(dossier.desk).is_working(date(2026, 3, 5).toordinal())
    stranger, own = signed_in(Client(), elsewhere.administrator), f"{PAGE}{elsewhere.ward.pk}/"
    assert "Cho cả nước" in keeper.get(f"{place}ngay/").text
    assert "Cho cả nước" not in stranger.get(f"{own}ngay/").text
    applied(stranger, f"{own}ngay/", given | {"date": "6/3/2026"})  # typed into the request, it means their own
    assert ExceptionalDay.objects.get(date=date(2026, 3, 6)).agency == elsewhere.ward


def test_a_worked_saturday_moves_nothing(house, keeper, place):
    make.in_progress(house)
    given = STORM | {"date": "7/3/2026", "kind": "works_as", "works_as": "fri"}
    assert "Không hồ sơ nào đổi ngày hẹn trả" in keeper.post(f"{place}ngay/", given).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"source": ""}, "Nhập văn bản quyết định"), ({"date": "32/3/2026"}, "Ngày chưa đúng"),
        ({"kind": "works_as"}, "Chọn ngày trong tuần"), ({"kind": "sessions"}, "Nhập các buổi"),
        ({"kind": "sessions", "sessions": "7h-11h"}, "Buổi không hợp lệ"),
        ({"kind": "sessions", "sessions": "07:00-11:30, 11:00-12:00"}, "chồng lên nhau"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(house, keeper, place, given, said):
    answer = keeper.post(f"{place}ngay/", STORM | given | {"confirmed": "1"})
    assert answer.status_code == 422
    assert said in answer.text
    assert not ExceptionalDay.objects.filter(agency=house.ward).exists()


def test_a_new_week_begins_with_the_one_that_holds(house, keeper, place):
    page = keeper.get(f"{place}tuan/").text
    assert page.count('value="07:00-11:30, 13:30-17:00"') == 5
    given = {"valid_from": "9/3/2026", "decision": "Quyết định 3/QĐ-UBND", "mon": "07:30-11:30", "sat": "07:30-11:30*"}
    make.in_progress(house)
    assert "1 hồ sơ được dời ngày hẹn trả" in keeper.post(f"{place}tuan/", given).text
    assert applied(keeper, f"{place}tuan/", given).status_code == 303
    week = WorkWeek.objects.get(agency=house.ward)
    assert week.weekly == {"mon": ["07:30-11:30"], "sat": [{"open": "07:30-11:30", "counted": False}]}


def test_a_week_without_a_working_day_is_refused(house, keeper, place):
    given = {"valid_from": "9/3/2026", "decision": "Quyết định 3/QĐ-UBND", "confirmed": "1"}
    assert keeper.post(f"{place}tuan/", given).status_code == 422
    assert not WorkWeek.objects.filter(agency=house.ward).exists()


def test_an_exceptional_day_and_a_week_are_taken_back_with_a_reason(house, keeper, place):
    applied(keeper, f"{place}ngay/", STORM)
    week = {"valid_from": "9/3/2026", "decision": "Quyết định 3", "mon": "07:30-11:30"}
    applied(keeper, f"{place}tuan/", week)
    for row, kind in ((ExceptionalDay.objects.get(agency=house.ward), "ngay"),
                      (WorkWeek.objects.get(agency=house.ward), "tuan")):  # fmt: skip
        address = f"{PAGE}{kind}/{row.pk}/bo/"
        assert keeper.post(address, {"confirmed": "1"}).status_code == 422
        assert "Nếu áp dụng" in keeper.post(address, {"note": "Bão tan"}).text
        assert applied(keeper, address, {"note": "Bão tan"}).status_code == 303
        row.refresh_from_db()
        assert row.withdrawn_at is not None
        assert keeper.get(address).status_code == 404


def test_who_administers_a_part_cannot_touch_the_nations_days_or_the_calendar_above(house, place):
    part = signed_in(Client(), make_post(Role.ADMINISTRATOR, agency=house.division))
    day = ExceptionalDay.objects.filter(agency=None, date__gte=date(2026, 4, 1)).first()
    assert "/bo/" not in part.get(f"{PAGE}{house.division.pk}/").text
    assert part.get(f"{PAGE}ngay/{day.pk}/bo/").status_code == 403
    assert part.post(f"{PAGE}ngay/{day.pk}/bo/", {"note": "x", "confirmed": "1"}).status_code == 403
    assert part.get(place).status_code == 404
    assert part.post(f"{place}ngay/", STORM | {"confirmed": "1"}).status_code == 404
