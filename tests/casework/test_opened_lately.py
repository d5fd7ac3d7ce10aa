"""What one opened lately: the newest first, a dozen, one's own only, and no longer than one may read it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.core.clock import now
from motcua.dossiers.actions import corrections, deciding, moving
from motcua.dossiers.actions.opening import sweep_opened
from motcua.dossiers.models import Dossier, Opened
from tests import dossier_factories as make
from tests.factories import make_post
from tests.standing import away

INBOX = "/xu-ly/"


def lately(client):
    page = client.get(INBOX).text
    card = page.partition("Mở gần đây")[2]
    return re.findall(r'<li><a href="/xu-ly/ho-so/([^/]+)/"', card)


def opened(client, *dossiers):
    for dossier in dossiers:
        assert client.get(f"/xu-ly/ho-so/{dossier.code}/").status_code == 200


def test_the_newest_stand_first_each_once(house, screen_of):
    first, second = make.in_progress(house), make.in_progress(house)
    client = screen_of(house.specialist)
    assert lately(client) == []
    opened(client, first, second, first)
    assert lately(client) == [first.code, second.code]
    assert lately(screen_of(house.head)) == []


def test_a_dozen_are_shown(house, screen_of):
    client = screen_of(house.specialist)
    rows = [make.in_progress(house) for _ in range(13)]
    opened(client, *rows)
    assert lately(client) == [row.code for row in reversed(rows)][:12]


def test_what_one_may_no_longer_read_is_not_shown(house, screen_of):
    colleague = make_post(Role.SPECIALIST, agency=house.division)
    dossier = moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    row = away(house.specialist, colleague)
    client = screen_of(colleague)
    opened(client, dossier)
    assert lately(client) == [dossier.code]
    actions.end_absence(row, by=house.specialist)
    assert lately(client) == []


def test_a_look_writes_one_row_and_no_event(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    events = dossier.events.count()
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/xu-ly/ho-so/{dossier.code}/")
    writes = [query["sql"] for query in asked.captured_queries if not query["sql"].startswith("SELECT")]
    assert [sql.split()[2] for sql in writes] == ['"dossiers_opened"']
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/xu-ly/ho-so/{dossier.code}/")
    assert [query["sql"] for query in asked.captured_queries if not query["sql"].startswith("SELECT")] == []
    assert dossier.events.count() == events
    assert Dossier.objects.get(pk=dossier.pk).version == dossier.version
    assert Opened.objects.count() == 1


def test_a_page_that_is_not_there_leaves_no_trace(house, screen_of):
    dossier = make.received(house)
    assert screen_of(house.cashier).get("/xu-ly/ho-so/X-1/").status_code == 404
    assert screen_of(house.police).get(f"/xu-ly/ho-so/{dossier.code}/").status_code == 404
    assert not Opened.objects.exists()


def test_after_a_month_it_is_forgotten(house, screen_of):
    old, new = make.in_progress(house), make.in_progress(house)
    client = screen_of(house.specialist)
    opened(client, old, new)
    Opened.objects.filter(dossier=old).update(at=now() - timedelta(days=31))
    assert sweep_opened() == 1
    assert lately(client) == [new.code]


@pytest.mark.parametrize("count", [2, 12])
def test_the_inbox_costs_the_same_however_many_were_opened(house, screen_of, queries, count):
    client = screen_of(house.specialist)
    opened(client, *[make.in_progress(house) for _ in range(count)])
    assert queries(client, INBOX) <= 9


def test_the_corrected_result_is_given_from_the_inbox(house, screen_of):
    dossier = deciding.correct_result(make.returned(house), by=house.leader, reason="Sai tên", template="result")
    client = screen_of(house.clerk)
    assert f'href="/xu-ly/ho-so/{dossier.code}/viec/deliver-correction/' in client.get(INBOX).text
    address = f"/xu-ly/ho-so/{dossier.code}/viec/deliver-correction/"
    assert 'value="Trần Thị Mẫu"' in client.get(address).text
    sent = client.post(address, {"receiver": "Trần Thị Mẫu", "means": "at_desk", "version": dossier.version})
    assert sent.status_code == 303
    page = client.get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Đã giao bản sửa" in page
    assert "Giao cho Trần Thị Mẫu" in page
    assert corrections.waiting(dossier) == []
