"""An online dossier at the desk: how many hours are left, the warning before they are over, and the three answers."""

import re
from typing import Any

import pytest

from motcua.agencies.choices import Role
from motcua.casework.answering import left_of
from motcua.core.clock import LOCAL, today
from motcua.core.reactions import carry_out
from motcua.dossiers.actions.escalating import escalate_replies
from motcua.dossiers.actions.intake import receive
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier
from motcua.filing.actions.filling import begin
from motcua.filing.actions.sending import send
from motcua.notify.models import Outgoing
from motcua.procedures.models import edition_for
from motcua.worktime.stored import calendar_of
from tests import dossier_factories
from tests import dossier_factories as make
from tests.casework.test_acting import address
from tests.casework.test_inbox import INBOX, rows
from tests.factories import make_account, make_post
from tests.filing.conftest import online_facts
from tests.filing.filled import fill

FILED = "2026-03-02T08:00"  # a Monday; due at 08:00 on Tuesday


def banners(page: str) -> list[str]:
    return re.findall(r"(\d+ hồ sơ trực tuyến [^<]+?)\s*<", page)


@pytest.mark.parametrize(
    ("now", "tone", "words"),
    [
        ("2026-03-02T08:00", "ontime", "Còn 8 giờ làm việc"),
        ("2026-03-02T12:30", "ontime", "Còn 4 giờ 30 phút làm việc"),  # at lunch nothing runs
        ("2026-03-02T16:00", "soon", "Còn 2 giờ làm việc"),
        ("2026-03-02T15:59", "ontime", "Còn 2 giờ 1 phút làm việc"),
        ("2026-03-02T23:00", "soon", "Còn 1 giờ làm việc"),
        ("2026-03-03T07:59", "soon", "Còn 1 phút làm việc"),
        ("2026-03-03T09:15", "late", "Quá 1 giờ 15 phút làm việc"),
        ("2026-03-03T08:00:20", "late", "Quá 0 phút làm việc"),
    ],
)
def test_what_is_left_is_told_in_working_hours(house, set_clock, now, tone, words):
    due, moment = set_clock("2026-03-03T08:00"), set_clock(now).astimezone(LOCAL)
    left = left_of(due, calendar=calendar_of(house.centre), now=moment)
    assert (left.tone, left.words) == (tone, words)


def test_the_inbox_shows_the_hours_left_and_the_soonest_first(house, screen_of, set_clock):
    set_clock("2026-03-02T09:30")
    second = make.submitted(house)
    set_clock("2026-03-02T10:00")
    third = make.submitted(house)
    set_clock(FILED)
    first = make.submitted(house)
    set_clock("2026-03-02T10:30")
    page = screen_of(house.clerk).get(INBOX).text
    assert rows(page) == [first.code, second.code, third.code]
    left = re.findall(r"Còn \d giờ(?: \d+ phút)? làm việc", page)
    assert left[0] in ("Còn 5 giờ 29 phút làm việc", "Còn 5 giờ 30 phút làm việc")  # the clock ticks
    assert len(left) == 3
    assert banners(page) == []


def test_over_the_inbox_it_is_warned_before_the_time_is_over_and_said_when_it_is(house, screen_of, set_clock):
    set_clock(FILED)
    dossier = make.submitted(house)
    client = screen_of(house.clerk)
    set_clock("2026-03-02T15:30")
    assert banners(client.get(INBOX).text) == []
    set_clock("2026-03-02T16:30")
    page = client.get(INBOX)
    assert banners(page.text) == ["1 hồ sơ trực tuyến phải trả lời trong 2 giờ làm việc tới."]
    assert 'data-tone="soon"' in page.text
    way = re.search(r'href="(\?tab=&amp;step=[^"]+)"', page.text)
    assert way
    assert rows(client.get(INBOX + way[1].replace("&amp;", "&")).text) == [dossier.code]
    set_clock("2026-03-03T08:30")
    assert banners(client.get(INBOX).text) == ["1 hồ sơ trực tuyến đã quá giờ phải trả lời. Người phụ trách được báo."]
    assert banners(screen_of(house.specialist).get(INBOX).text) == []
    other = make_post(Role.RECEPTIONIST)
    assert banners(screen_of(other).get(INBOX).text) == []  # of another desk


def test_the_warning_costs_a_desk_one_question_and_others_none(house, screen_of, queries, set_clock):
    set_clock(FILED)
    for _ in range(2):
        make.submitted(house)
    few = queries(screen_of(house.clerk), INBOX)
    for _ in range(6):
        make.submitted(house)
    assert queries(screen_of(house.clerk), INBOX) == few <= 12


def test_who_is_told_of_a_late_answer_finds_it_and_opens_the_dossier(house, screen_of, set_clock, queries):
    head = make_post(Role.RECEPTIONIST, agency=house.centre, title="Trưởng bộ phận")
    set_clock(FILED)
    dossier = make.submitted(house)
    set_clock("2026-03-03T15:00")
    escalate_replies()
    for post in (head, house.leader):
        client = screen_of(post)
        page = client.get(INBOX).text
        assert "Bộ phận một cửa chậm trả lời hồ sơ trực tuyến" in page
        card = client.get(f"/xu-ly/ho-so/{dossier.code}/").text
        assert re.search(r"Quá 5 giờ(?: \d+ phút)? làm việc", card)
        assert "Đã báo phụ trách bộ phận lúc" in card
        assert "Đã báo lãnh đạo lúc" in card
    assert queries(screen_of(house.clerk), f"/xu-ly/ho-so/{dossier.code}/") <= 12


@pytest.fixture
def online_house(db, monkeypatch):
    """A ward of its own whose first procedure is filed online."""
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts())
    return make.make_house()


def filed(house: Any) -> Dossier:
    """What an account filed on the portal."""
    edition, by = edition_for(make.STANDARD, house.centre, today()), make_account().acting()
    return send(fill(begin(by=by, edition=edition, desk=house.centre), by=by), by=by, delivery="at_desk", declared=True)


def told_now(dossier: Dossier) -> list[str]:
    """The kinds of notice that the last event gives the people of the dossier."""
    before = set(Outgoing.objects.values_list("pk", flat=True))
    assert carry_out(dossier.events.order_by("pk").last()) == []
    return [each.kind for each in Outgoing.objects.exclude(pk__in=before)]


@pytest.mark.parametrize(
    ("slug", "given", "state", "action", "notice"),
    [
        ("receive", {}, State.RECEIVED, Action.RECEIVE, "dossiers.received"),
        ("refuse", {"reason": "Không thuộc thẩm quyền"}, State.REFUSED, Action.REFUSE, "dossiers.refused"),
        (
            "request-supplement", {"papers": "Bản vẽ mặt bằng", "reason": "Còn thiếu"}, State.WAITING_SUPPLEMENT,
            Action.REQUEST_SUPPLEMENT, "dossiers.supplement",
        ),
    ],
)  # fmt: skip
def test_the_three_answers_are_given_from_the_desks_page_and_told_to_the_citizen(
    online_house, screen_of, slug, given, state, action, notice
):
    house = online_house
    dossier, client = filed(house), screen_of(house.clerk)
    page = client.get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert address(dossier, slug) in page
    form = client.get(address(dossier, slug))
    assert form.status_code == 200
    version = re.search(r'name="version"[^>]*value="(\d+)"', form.text)
    assert version
    sent = client.post(address(dossier, slug), {"version": version[1], **given})
    assert sent.status_code == 303, sent.text[-3000:]
    answered = Dossier.objects.get(pk=dossier.pk)
    assert answered.state == state
    event = answered.events.order_by("pk").last()
    assert event is not None
    assert (event.action, event.by) == (action, house.clerk)
    assert told_now(answered) == [notice]


def test_a_refusal_needs_its_reason_and_a_request_its_papers(house, screen_of):
    dossier, client = make.submitted(house), screen_of(house.clerk)
    for slug, given in (("refuse", {"reason": " "}), ("request-supplement", {"reason": "Còn thiếu"})):
        answer = client.post(address(dossier, slug), {"version": dossier.version, **given})
        assert answer.status_code == 422
    assert Dossier.objects.get(pk=dossier.pk).state == State.SUBMITTED


def test_while_papers_are_asked_for_the_page_says_that_the_clock_stands(house, screen_of):
    dossier = make.asked_before_receipt(house)
    page = screen_of(house.clerk).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Đồng hồ trả lời đang dừng" in page
    assert "giờ trả lời tính lại từ đầu" in page


def test_the_unit_counts_late_answers_and_opens_them(house, screen_of, set_clock):
    set_clock(FILED)
    late, answered = make.submitted(house), make.submitted(house)
    set_clock("2026-03-03T09:00")
    in_time = make.submitted(house)
    receive(answered, by=house.clerk)
    client = screen_of(house.leader)
    page = client.get("/xu-ly/toan-don-vi/").text
    assert re.search(r"Chậm trả lời trực tuyến</span><a href=\"\?late=reply\"[^>]*>1<", page)
    assert late.code in client.get("/xu-ly/toan-don-vi/", {"late": "reply"}).text
    listed = client.get("/xu-ly/toan-don-vi/", {"late": "replies"}).text
    assert late.code in listed
    assert answered.code in listed
    assert in_time.code not in listed
