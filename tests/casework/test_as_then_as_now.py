"""After a re-organisation the whole unit's list and the register book choose: by the unit of that time, or of today."""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.agencies.choices import Role
from motcua.casework.books import book
from motcua.casework.forms import BookForm, OverviewFilters
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import listable_with_history, units_of_lists
from tests import dossier_factories as make
from tests.agencies.reorganising import ON, carried_out, make_office, move, now_held, planned
from tests.factories import make_post

UNIT, BOOK = "/xu-ly/toan-don-vi/", "/xu-ly/so-theo-doi/"
YEAR = {"first": "1/6/2026", "last": "31/12/2026"}
DAYS = {"first": date(2026, 6, 1), "last": date(2026, 12, 31)}

pytestmark = pytest.mark.django_db


@pytest.fixture
def passed(set_clock) -> SimpleNamespace:
    """A ward that closed one dossier and handed on another ended; the new ward received one of its own since."""
    set_clock("2026-06-22T08:00")
    house = make.make_house()
    new, other = make_office("phường Mới", short_name="Phường Mới"), make_office("phường Khác")
    closed, open_ = make.returned(house), make.in_progress(house)
    assert carried_out(planned(move(house.ward, new.ward)), set_clock).state == "done"
    set_clock("2026-07-02T08:00")
    after = SimpleNamespace(**vars(house) | {"centre": new.centre, "clerk": now_held(house.clerk)})
    own = make.received(after)
    return SimpleNamespace(
        closed=closed.code, open=open_.code, own=own.code, house=house, new=new, after=after,
        clerk=after.clerk, leader=now_held(house.leader),
        inspector=make_post(Role.INSPECTOR, agency=new.ward, valid_from=ON),
        strangers=[make_post(r, agency=other.ward, valid_from=ON) for r in (Role.LEADER, Role.INSPECTOR)]
        + [make_post(Role.RECEPTIONIST, agency=other.centre, valid_from=ON)],
    )  # fmt: skip


def listed(client, **asked):
    rows = client.get(UNIT, asked).context["page"].items
    return {row.code: (row.unit_name, row.desk_name) for row in rows}


def test_the_list_names_the_unit_of_today_or_of_that_time(passed, screen_of):
    old, new = passed.house, passed.new
    for by in (passed.leader, passed.inspector):
        client = screen_of(by)
        now, then = listed(client), listed(client, seen="then")
        assert set(now) == set(then) == {passed.closed, passed.open, passed.own}
        assert set(now.values()) == {(new.ward.short_name, new.centre.short_name)}
        assert then[passed.closed] == then[passed.open] == (old.ward.short_name, old.centre.short_name)
        assert then[passed.own] == (new.ward.short_name, new.centre.short_name)


def test_the_list_of_one_unit_is_what_came_in_its_time_or_what_it_keeps_today(passed, screen_of):
    client, old, new = screen_of(passed.leader), passed.house.ward.pk, passed.new.ward.pk
    everything = {passed.closed, passed.open, passed.own}
    assert set(listed(client, unit=new)) == everything
    assert set(listed(client, unit=old, seen="now")) == everything  # the heir has them
    assert set(listed(client, unit=old, seen="then")) == {passed.closed, passed.open}
    assert set(listed(client, unit=new, seen="then")) == {passed.own}
    assert set(listed(client, unit=passed.house.centre.pk, seen="then")) == {passed.closed, passed.open}
    assert set(listed(client, unit=old, seen="then", state="returned")) == {passed.closed}


def test_the_same_words_stand_on_both_pages_and_ended_units_say_until_when(passed, screen_of):
    for address in (UNIT, BOOK):
        page = screen_of(passed.leader).get(address).text
        assert "đơn vị hiện nay (nơi kế thừa)" in page
        assert "đơn vị khi đó" in page
        assert f"{passed.house.ward.name} (đến 30/06/2026)" in page


def test_strangers_find_nothing_of_it_and_may_not_choose_its_unit(passed, screen_of):
    for by in passed.strangers:
        assert not units_of_lists(by).exists()
        assert not listable_with_history(by).exists()
        assert book(by, **DAYS)["rows"] == []
        form = BookForm(YEAR | {"kind": "xlsx", "unit": passed.house.ward.pk}, by=by)
        assert "unit" in form.errors
    page = screen_of(passed.strangers[0]).get(UNIT, {"unit": passed.house.ward.pk, "seen": "then"})
    assert "unit" in page.context["filters_form"].errors
    assert not page.context["page"].items


def test_the_book_of_the_ended_unit_is_printed_as_it_was(passed):
    passed.house.centre.refresh_from_db()  # it has an heir since
    for by in (passed.clerk, passed.leader, passed.inspector):
        now = book(by, **DAYS)
        assert [row["code"] for row in now["rows"]] == [passed.closed, passed.open, passed.own]
        assert {row["lead"] for row in now["rows"]} == {passed.new.ward.short_name}
        assert now["agency"]["name"] == by.agency.name
        unit = passed.house.centre
        then = book(by, **DAYS, unit=unit, seen="then")
        assert [row["code"] for row in then["rows"]] == [passed.closed, passed.open]
        assert {row["lead"] for row in then["rows"]} == {passed.house.ward.short_name}
        assert then["agency"] == {"parent": passed.house.ward.name, "name": unit.name}
        heirs = book(by, **DAYS, unit=unit, seen="now")
        assert [row["code"] for row in heirs["rows"]] == [passed.closed, passed.open, passed.own]
        assert heirs["agency"]["name"] == passed.new.centre.name


def test_the_spreadsheet_follows_the_choice(passed, screen_of):
    asked = YEAR | {"kind": "xlsx", "seen": "then", "unit": passed.house.centre.pk}
    answer = screen_of(passed.clerk).get(BOOK, asked)
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    cells = "\n".join(" | ".join(map(str, row)) for row in sheet.to_python())
    assert passed.closed in cells
    assert passed.own not in cells
    assert passed.house.centre.name in cells


@pytest.mark.parametrize("bad", [{"seen": "tomorrow"}, {"unit": "x"}, {"unit": "0"}, {"unit": "9" * 30}])
def test_bad_choices_are_told_in_words(passed, screen_of, bad):
    client = screen_of(passed.clerk)
    answer = client.get(BOOK, YEAR | {"kind": "pdf"} | bad)
    assert answer.status_code == 422
    assert next(iter(bad)) in answer.context["form"].errors
    page = screen_of(passed.leader).get(UNIT, bad)
    assert page.status_code == 200
    assert next(iter(bad)) in page.context["filters_form"].errors
    assert len(page.context["page"].items) == 3  # what cannot be read filters nothing


def cost(of):
    of()
    with CaptureQueriesContext(connection) as asked:
        of()
    return sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries)


def test_twenty_rows_cost_what_two_do(passed, screen_of, queries):
    client, old, new = screen_of(passed.leader), passed.house.ward, passed.new.ward
    addresses = [f"{UNIT}?seen={seen}&unit={unit.pk}" for seen, unit in (("then", new), ("now", old))]
    few = [queries(client, address) for address in addresses]
    books = [{**DAYS, "unit": new, "seen": seen} for seen in ("then", "now")]
    few_lines = [cost(lambda asked=asked: book(passed.clerk, **asked)) for asked in books]
    for _ in range(18):
        make.received(passed.after)
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 10
    assert [cost(lambda asked=asked: book(passed.clerk, **asked)) for asked in books] == few_lines


def test_where_nothing_was_reorganised_both_ways_show_the_same(house, screen_of):
    make.in_progress(house)
    client = screen_of(house.inspector)
    assert listed(client) == listed(client, seen="then")
    assert len(listed(client, seen="then", unit=house.ward.pk)) == Dossier.objects.count()
    assert not OverviewFilters({}, by=house.inspector).errors
