"""People and their work: figures that open to exactly their rows, what falls into an absence, a leaver's work."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import memos, moving, opinions, pausing
from motcua.dossiers.actions.reassigning import reassign, release, release_ended
from motcua.tasks.models import Batch, Task
from tests import dossier_factories as make
from tests.dossiers.conftest import refused
from tests.factories import make_agency, make_person, make_post, system
from tests.standing import again, away

PEOPLE = "/xu-ly/nguoi/"


@pytest.fixture
def colleague(house):
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))


@pytest.fixture
def third(house):
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Bùi Thị Ba"))


def given_to(house, post, code=make.STANDARD):
    return moving.assign(make.in_progress(house, code), by=house.head, person=post.person.username)


def page_of(post, tab="open"):
    return f"{PEOPLE}{post.pk}/?tab={tab}"


def figures(html, post):
    """Label → (address, number) of one person."""
    found = re.findall(rf'href="({PEOPLE}{post.pk}/\?tab=\w+)" aria-label="[^,]+, ([^:]+): (\d+)"', html)
    return {label: (address, int(number)) for address, label, number in found}


def owned(post):
    return Task.objects.unfinished().filter(owner=post).count()


class TestWorkload:
    def test_every_figure_opens_to_exactly_its_rows(self, house, colleague, screen_of, set_clock):
        set_clock("2026-03-02T08:00")
        given_to(house, house.specialist)
        set_clock("2026-03-23T08:00")
        for _ in range(2):
            given_to(house, house.specialist)
        pausing.request_supplement(
            given_to(house, house.specialist), by=house.specialist, papers=["Bản vẽ"], reason="Thiếu"
        )
        moving.propose(given_to(house, house.specialist), by=house.specialist, note="Đủ")
        client = screen_of(house.head)
        found = figures(client.get(PEOPLE).text, house.specialist)
        assert {label: number for label, (_, number) in found.items()} == {
            "Đang làm": 3, "Quá hạn": 1, "Đến hạn tuần này": found["Đến hạn tuần này"][1], "Chờ người khác": 1,
            "Đến hạn khi vắng": 0, "Xong trong tháng": 1,
        }  # fmt: skip
        for address, number in found.values():
            assert client.get(address).text.count('<th scope="row"') == number, address
        assert figures(client.get(PEOPLE).text, colleague)["Đang làm"][1] == 0

    def test_a_head_sees_their_own_people_only_and_nobody_else_sees_any(self, house, colleague, screen_of):
        other = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=house.ward))
        assert colleague.person.name in screen_of(house.leader).get(PEOPLE).text
        assert colleague.person.name not in screen_of(other).get(PEOPLE).text
        assert screen_of(other).get(page_of(colleague)).status_code == 404
        assert screen_of(house.head).get(page_of(house.leader)).status_code == 404
        for post in (colleague, house.clerk, house.inspector, house.administrator):
            assert screen_of(post).get(PEOPLE).status_code == 403

    def test_who_is_away_is_marked(self, house, colleague, screen_of):
        away(house.specialist, colleague)
        assert "Hoàng Văn Thay làm thay" in screen_of(house.head).get(PEOPLE).text

    def test_twenty_people_cost_what_two_do(self, house, colleague, screen_of, queries):
        given_to(house, house.specialist)
        away(house.specialist, colleague)
        client = screen_of(house.head)
        few, mine = queries(client, PEOPLE), queries(client, page_of(house.specialist))
        for _ in range(18):
            given_to(house, make_post(Role.SPECIALIST, agency=house.division))
        for _ in range(8):
            given_to(house, house.specialist)
        assert queries(client, PEOPLE) == few <= 14
        assert queries(client, page_of(house.specialist)) == mine <= 14

    def test_a_note_between_colleagues_shows_its_kind_and_no_more(self, house, colleague, screen_of):
        dossier = given_to(house, house.specialist)
        memos.write_memo(dossier, by=house.head, to=house.specialist.person.username, text="Bí mật")
        page = screen_of(house.head).get(page_of(house.specialist)).text
        assert "Trao đổi" in page
        assert "Bí mật" not in page


class TestFallingDue:
    def test_giving_work_due_in_an_absence_says_so_at_once(self, house, colleague, screen_of):
        away(colleague, house.specialist, days=60)
        dossier = make.in_progress(house)
        client = screen_of(house.head)
        sent = {"person": colleague.person.username, "version": dossier.version}
        said = client.post(f"/xu-ly/ho-so/{dossier.code}/viec/assign/", sent, follow=True).text
        assert "Lưu ý: Hoàng Văn Thay vắng" in said
        assert "rơi vào lúc vắng" in said
        assert dossier.code in client.get(PEOPLE).text
        assert "1 việc của đơn vị đến hạn khi người giữ vắng mặt" in client.get("/xu-ly/").text

    def test_work_due_before_is_no_matter(self, house, colleague, screen_of):
        first = today() + timedelta(days=90)
        away(colleague, house.specialist, valid_from=first, valid_to=first + timedelta(days=3))
        dossier = make.in_progress(house)
        sent = {"person": colleague.person.username, "version": dossier.version}
        said = screen_of(house.head).post(f"/xu-ly/ho-so/{dossier.code}/viec/assign/", sent, follow=True).text
        assert "Lưu ý" not in said

    def test_many_at_once_say_it_item_by_item(self, house, colleague, screen_of):
        away(colleague, house.specialist, days=60)
        dossier = make.in_progress(house)
        sent = {"action": "assign", "pick": f"{dossier.code}:{dossier.version}", "person": colleague.person.username}
        shown = screen_of(house.head).post("/xu-ly/nhieu/", sent | {"go": "1"}, follow=True).text
        assert "Lưu ý: Hoàng Văn Thay vắng" in shown

    def test_writing_down_ones_own_absence_says_what_is_due(self, house, colleague, screen_of):
        dossier = given_to(house, house.specialist)
        last = today() + timedelta(days=60)
        given = {"valid_from": f"{today():%d/%m/%Y}", "valid_to": f"{last:%d/%m/%Y}", "reason": "leave"}
        said = screen_of(house.specialist).post("/vang-mat/moi/", given, follow=True).text
        assert "1 việc đến hạn khi vắng" in said
        assert dossier.code in said
        assert "Chưa có người làm thay" in said


class TestReassigning:
    def test_in_bulk_spread_by_how_much_each_has(self, house, colleague, third, screen_of):
        dossiers = [given_to(house, house.specialist) for _ in range(5)]
        given_to(house, third)
        client = screen_of(house.head)
        at = f"{PEOPLE}{house.specialist.pk}/giao-lai/"
        ask = client.post(at, {"every": "1"}).text
        assert "Giao lại 5 hồ sơ" in ask
        assert "Hoàng Văn Thay" in ask
        sent = {"every": "1", "go": "1", "people": [colleague.person.username, third.person.username]}
        shown = client.post(at, sent, follow=True).text
        assert shown.count("Đã làm") >= 5
        assert (owned(house.specialist), owned(colleague), owned(third)) == (0, 3, 3)
        event = dossiers[0].events.latest("pk")
        assert (event.action, event.data["before"]) == ("dossier.reassign", house.specialist.pk)

    def test_twice_nothing_is_done_twice(self, house, colleague, third, screen_of):
        dossier = given_to(house, house.specialist)
        client, at = screen_of(house.head), f"{PEOPLE}{house.specialist.pk}/giao-lai/"
        pick = f"{dossier.code}:{dossier.version}"
        first = {"pick": pick, "go": "1", "people": [colleague.person.username]}
        client.post(at, first)
        client.post(at, first | {"people": [third.person.username]})
        assert (owned(colleague), owned(third)) == (1, 0)
        assert Batch.objects.latest("begun_at").items.get().outcome == "refused"
        with refused("nothing_of_theirs"):
            reassign(dossier, by=house.head, post=house.specialist.pk, people=[third.person.username])

    def test_questions_and_paused_work_go_along(self, house, colleague, third):
        asked = opinions.consult(
            given_to(house, third), by=third, person=house.specialist.person.username, question="Ý kiến?"
        )
        asked = reassign(asked, by=house.head, post=house.specialist.pk, people=[colleague.person.username])
        assert opinions.answer(asked, by=colleague, text="Được").last_event.by == colleague
        waits = pausing.suspend(given_to(house, house.specialist), by=house.head, basis="Quyết định số 5/QĐ")
        waits = reassign(waits, by=house.head, post=house.specialist.pk, people=[colleague.person.username])
        assert waits.steps.get(state="open").owner == colleague
        assert waits.steps.get(state="open").task.state == "waiting"

    def test_only_the_head_and_only_to_who_may_do_it(self, house, colleague):
        dossier = given_to(house, house.specialist)
        for post in (colleague, house.clerk, make_post(Role.HEAD_OF_DIVISION)):
            with pytest.raises(NotPermitted):
                reassign(dossier, by=post, post=house.specialist.pk, people=[colleague.person.username])
        for name in (house.clerk.person.username, house.specialist.person.username, "nobody"):
            with refused("unknown_person"):
                reassign(dossier, by=house.head, post=house.specialist.pk, people=[name])

    def test_without_a_choice_one_is_asked_for(self, house, colleague, screen_of):
        given_to(house, house.specialist)
        client, at = screen_of(house.head), f"{PEOPLE}{house.specialist.pk}/giao-lai/"
        sent = client.post(at, {"every": "1", "go": "1"})
        assert (sent.status_code, "Chọn ít nhất một người" in sent.text) == (422, True)
        assert client.post(at, {}, follow=True).text.count("Chưa chọn hồ sơ nào") == 1


class TestLeaving:
    def test_work_falls_to_the_unit_when_the_post_has_ended(self, house, colleague):
        dossier = given_to(house, house.specialist)
        asked = opinions.consult(
            given_to(house, colleague), by=colleague, person=house.specialist.person.username, question="?"
        )
        actions.end_post(house.specialist, by=house.administrator, note="Nghỉ hưu")
        assert release_ended() == 2
        assert owned(house.specialist) == 0
        assert moving.propose(dossier, by=colleague, note="Đủ").step
        assert asked.consultations.get().asked_of is None
        assert dossier.events.filter(action="dossier.release").count() == 1
        assert release_ended() == 0

    def test_also_when_its_last_day_went_by(self, house, set_clock):
        set_clock("2026-03-02T08:00")
        leaving = make_post(Role.SPECIALIST, agency=house.division, valid_to=today() + timedelta(days=2))
        given_to(house, leaving)
        assert release_ended() == 0
        set_clock("2026-03-05T08:00")
        assert release_ended() == 1
        assert owned(leaving) == 0

    def test_nobody_but_the_machine_lets_it_fall(self, house, colleague):
        dossier = given_to(house, house.specialist)
        with pytest.raises(NotPermitted):
            release(dossier, by=house.head, post=house.specialist.pk)
        with refused("nothing_of_theirs"):
            release(dossier, by=system(), post=colleague.pk)

    def test_the_administrator_sees_it_before_ending_the_post(self, house, screen_of):
        given_to(house, house.specialist)
        client, at = screen_of(house.administrator), f"/quan-tri/vi-tri/{house.specialist.pk}/viec/ket-thuc/"
        page = client.get(at)
        assert page.status_code == 200, page.status_code
        assert "còn 1 việc" in page.text
        unseen = client.post(at, {"note": "Nghỉ hưu", "version": house.specialist.version})
        assert (unseen.status_code, again(house.specialist).ended_at) == (422, None)
        client.post(at, {"note": "Nghỉ hưu", "seen": "on", "version": house.specialist.version})
        assert again(house.specialist).ended_at is not None


def test_the_heads_inbox_asks_two_questions_more_at_most(house, screen_of):
    client = screen_of(house.head)
    client.get("/xu-ly/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/xu-ly/")
    assert len([q for q in asked.captured_queries if "worktime_calendarstamp" not in q["sql"]]) <= 10
