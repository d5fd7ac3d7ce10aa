"""Figures of visits: every one opens the numbers that it counts, a day of 250 visits included."""

import re
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.queue import actions, figures
from motcua.queue.choices import State
from motcua.queue.models import Ticket, Window
from tests.factories import make_ward
from tests.nonempty import some
from tests.queue.halls import call_next

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
VISITS = 250


@pytest.fixture
def day_of_visits(hall, take, set_clock):
    """Three that are served after 5, 10 and 60 minutes of waiting for 2, 4 and 6 minutes, one absent, one uncalled."""
    for number, (hour, wait, serve) in enumerate([(1, 5, 2), (2, 10, 4), (7, 60, 6)]):
        start = datetime(2026, 3, 2, hour, tzinfo=UTC)
        set_clock(start.isoformat())
        take(is_priority=number == 1)
        set_clock((start + timedelta(minutes=wait)).isoformat())
        called = actions.begin(call_next(hall), by=hall.clerk)
        set_clock((start + timedelta(minutes=wait + serve)).isoformat())
        actions.finish(called, by=hall.clerk)
    take("C")
    actions.skip(call_next(hall), by=hall.clerk)
    take("B")
    actions.close_day(hall.hall, by=hall.clerk)
    return hall


def page_of(hall, screen_of, by=None, **asked):
    given = {"first": "02/03/2026", "last": "02/03/2026"} | asked
    return screen_of(by or hall.house.leader).get(f"/sanh/thong-ke/{hall.hall.pk}/", given)


def test_medians_and_ninetieth_percentiles_of_waiting_and_serving(day_of_visits, screen_of):
    page = page_of(day_of_visits, screen_of)
    totals = {one["label"]: one for one in page.context["totals"]}
    assert totals["Lượt đến"]["value"] == 5
    assert totals["Đã phục vụ"]["value"] == 3
    assert totals["Gọi không có mặt"]["value"] == totals["Hết ngày chưa gọi"]["value"] == 1
    assert totals["Chờ (trung vị)"]["value"] == "7,5"  # 0, 5, 10, 60: who was called and did not come waited too
    assert totals["Phục vụ (trung vị)"]["value"] == "4"
    assert "5,6 phút" in totals["Phục vụ (trung vị)"]["note"]


def test_every_figure_opens_exactly_the_numbers_that_it_counts(day_of_visits, screen_of):
    screen = screen_of(day_of_visits.house.leader)
    page = page_of(day_of_visits, screen_of)
    counted = 0
    for one in page.context["totals"]:
        total = screen.get(one["url"]).context["total"]
        assert str(one["value"]) == str(total) or one["label"].endswith("(trung vị)"), one
    for name in ("by_day", "by_hour", "by_line", "by_window"):
        for row in page.context[name]:
            for text, url in row["cells"][:3]:
                counted += 1
                assert screen.get(url).context["total"] == int(text), (name, row["label"], url)
            for (text, url), (start, end) in zip(
                (row["cells"][3], row["cells"][5]),
                (("taken_at", "first_called_at"), ("began_at", "ended_at")),
                strict=True,
            ):
                rows = screen.get(url).context["page"].items
                spans = [(getattr(each, end) - getattr(each, start)).total_seconds() / 60 for each in rows]
                assert figures.minutes(timedelta(minutes=median(spans)) if spans else None) == text
    assert counted > 20
    assert sum(int(row["cells"][0][0]) for row in page.context["by_hour"]) == 5


def test_who_reads_figures_and_who_does_not(day_of_visits, screen_of):
    house, stranger = day_of_visits.house, make_ward()
    for by in (house.leader, house.inspector, house.reform, house.administrator):
        assert page_of(day_of_visits, screen_of, by).status_code == 200
        assert screen_of(by).get("/sanh/thong-ke/").headers["Location"].endswith(f"/{day_of_visits.hall.pk}/")
    for by in (stranger["leader"], stranger["inspector"], house.head):
        assert page_of(day_of_visits, screen_of, by).status_code == 404
    assert page_of(day_of_visits, screen_of, house.clerk).status_code == 403
    assert "Chưa có sảnh" in screen_of(stranger["leader"]).get("/sanh/thong-ke/").text


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "hôm qua"}, {"first": "03/03/2026", "last": "02/03/2026"}, {"first": "01/01/2020"},
        {"last": "99/99/9999"},
    ],
)  # fmt: skip
def test_days_that_cannot_be_asked_are_told(day_of_visits, screen_of, asked):
    page = page_of(day_of_visits, screen_of, **asked)
    assert page.status_code == 200
    assert 'role="alert"' in page.text


@pytest.mark.parametrize("asked", ["line=x", "hour=99", "state=gone", "window=-1", "measured=1", "cursor=zzz", "day=x"])
def test_addresses_that_were_tampered_with_show_a_list_all_the_same(day_of_visits, screen_of, asked):
    screen = screen_of(day_of_visits.house.leader)
    assert screen.get(f"/sanh/thong-ke/{day_of_visits.hall.pk}/so/?{asked}").status_code == 200


def test_an_empty_time_says_so(hall, screen_of):
    assert "Không có lượt đến nào" in page_of(hall, screen_of).text


def test_a_day_of_250_visits_is_counted_with_as_many_questions_as_a_day_of_five(day_of_visits, screen_of):
    page_of(day_of_visits, screen_of)
    with CaptureQueriesContext(connection) as few:
        page_of(day_of_visits, screen_of)
    first = Ticket.objects.get(number=1)
    window = Window.objects.get(pk=first.window_id)
    start = first.taken_at
    Ticket.objects.bulk_create(
        Ticket(
            hall=first.hall, day=MONDAY, number=number, letter="A", line=first.line, state=State.DONE, window=window,
            taken_at=start + timedelta(minutes=number % 200), queued_at=start, called_at=start,
            first_called_at=start + timedelta(minutes=number % 200 + number % 30),
            began_at=start, ended_at=start + timedelta(minutes=number % 12),
        )
        for number in range(6, VISITS + 1)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = page_of(day_of_visits, screen_of)
    assert len(many) == len(few)
    assert page.context["totals"][0]["value"] == VISITS
    assert re.search(r"250 lượt mỗi ngày", page.context["totals"][0]["note"])
    waited = [
        (ticket.first_called_at - ticket.taken_at).total_seconds() / 60
        for ticket in some(Ticket.objects.exclude(first_called_at=None))
    ]
    assert figures.minutes(timedelta(minutes=median(waited))) == page.context["totals"][4]["value"]
    screen, counts = screen_of(day_of_visits.house.leader), []
    for path in ("?first=02/03/2026&last=02/03/2026&state=absent", "?first=02/03/2026&last=02/03/2026"):
        with CaptureQueriesContext(connection) as asked:
            screen.get(f"/sanh/thong-ke/{day_of_visits.hall.pk}/so/{path}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
