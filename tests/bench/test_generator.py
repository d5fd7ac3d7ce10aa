"""The bench's dossiers are as the actions would have written them: keys, journal, numbers, pages."""

import random
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from bench.accounts import open_accounts
from bench.generator import PEOPLE, fill
from bench.rows import TABLES, Teller
from bench.wards import STATES, ward_of
from motcua.citizens.models import Account
from motcua.core.rebuilding import differences
from motcua.dossiers.choices import OPEN, State
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.factories import signed_in
from tests.nonempty import some

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SIZE = 150


@pytest.fixture
def filled(house):
    """Every foreign key is looked up: nothing is switched off here."""
    with connection.cursor() as cursor:
        fill(cursor, [house.ward.code], size=SIZE, hot=1, seed=7, now=NOW)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return house


def test_the_rows_fit_together_and_the_journal_tells_the_same(filled):
    assert Dossier.objects.count() == SIZE
    assert [each for each in differences() if each.table == "dossiers_dossier"] == []
    states = Counter(Dossier.objects.values_list("state", flat=True))
    assert states[State.RETURNED] > SIZE / 2
    assert len(states) >= 5


def test_what_is_open_lies_in_an_inbox_and_what_is_closed_does_not(filled):
    for dossier in some(Dossier.objects.exclude(code=None), least=SIZE):
        tasks = Task.objects.filter(url_key=dossier.code).unfinished()
        assert tasks.count() == (dossier.state in (*OPEN, State.DECIDED)), dossier.state


def test_the_next_dossier_takes_the_next_number_of_its_day(filled):
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    numbers: dict[str, list[int]] = {}
    for code in codes:
        _, day, number = code.rsplit("-", 2)
        numbers.setdefault(day, []).append(int(number))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
    assert make.received(filled).code not in codes


def test_pages_show_them_and_a_result_can_be_handed_back(filled):
    screen = signed_in(Client(), filled.clerk)
    for dossier in some(Dossier.objects.order_by("?")[:8], least=8):
        assert screen.get(f"/xu-ly/ho-so/{dossier.code}/").status_code == 200
    assert screen.get("/xu-ly/ho-so/").status_code == 200


def test_people_with_accounts_see_what_the_desks_took_down_of_them(filled):
    ward = ward_of(filled.ward.code, today=NOW.date(), seed=1)
    open_accounts(int(SIZE * PEOPLE), [ward], answers={}, at=NOW)
    seen = [Dossier.objects.visible_to(account.acting()).count() for account in Account.objects.all()]
    assert sum(seen) == SIZE
    assert [each for each in differences() if each.table == "citizens_account"] == []


def test_the_same_seed_tells_the_same_stories(house):
    def told(seed: int) -> list[object]:
        ward, teller = ward_of(house.ward.code, today=NOW.date(), seed=1), Teller(people=50, now=NOW, seed=seed)
        rows = [teller.story(number, ward, 1).rows for number in range(20)]
        return [row[:1] + row[2:4] for each in rows for row in each["dossiers_dossier"]]

    assert told(3) == told(3) != told(4)


def test_every_table_names_each_column_once():
    for columns in TABLES.values():
        assert len(set(columns.split())) == len(columns.split())
    assert sum(STATES.values()) == 100
    assert random.Random(1).choices(list(STATES), list(STATES.values()))
