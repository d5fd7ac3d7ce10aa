"""Whether a unit shows its figures: decided by its leader or administrator, told by events, once for each unit."""

from datetime import date

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.openness.actions import close_figures, open_figures, reopen_figures
from motcua.openness.choices import Action, State
from motcua.openness.models import Publication
from tests.factories import make_agency, make_post, signed_in

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 15)


@pytest.fixture
def ward(house, set_clock):
    set_clock("2026-04-10T09:00")
    return house


def test_a_leader_opens_the_figures_of_the_unit_and_the_event_says_since_when(ward):
    made = open_figures(by=ward.leader, agency=ward.ward, since=JANUARY)
    assert (made.state, made.since) == (State.OPEN, date(2026, 1, 1))
    event = made.events.get()
    assert (event.action, event.by_id) == (Action.OPEN, ward.leader.pk)
    assert event.data["changed"] == {"agency": ward.ward.pk, "state": "open", "since": "2026-01-01"}


def test_the_page_is_closed_and_opened_again_with_the_same_month(ward):
    made = open_figures(by=ward.administrator, agency=ward.ward, since=JANUARY)
    closed = close_figures(made, by=ward.leader, version=made.version)
    assert (closed.state, list(Publication.objects.open())) == (State.CLOSED, [])
    with pytest.raises(StepRefused):
        close_figures(closed, by=ward.leader)
    again = reopen_figures(closed, by=ward.leader)
    assert (again.state, again.since) == (State.OPEN, date(2026, 1, 1))
    assert [event.action for event in made.events.order_by("pk")] == [Action.OPEN, Action.CLOSE, Action.REOPEN]
    with pytest.raises(StaleVersion):
        close_figures(again, by=ward.leader, version=1)


@pytest.mark.parametrize("since", [date(2026, 5, 1), date(2016, 3, 1), date(2016, 4, 1)])
def test_a_month_to_come_or_before_the_unit_is_refused(ward, since):
    with pytest.raises(BadInput, match="tháng"):
        open_figures(by=ward.leader, agency=ward.ward, since=since)


def test_a_unit_without_procedures_and_a_second_decision_are_refused(ward):
    with pytest.raises(BadInput, match="thủ tục"):
        open_figures(by=ward.administrator, agency=ward.division, since=JANUARY)
    open_figures(by=ward.leader, agency=ward.ward, since=JANUARY)
    with pytest.raises(BadInput, match="đã quyết định"):
        open_figures(by=ward.leader, agency=ward.ward, since=JANUARY)
    assert Publication.objects.count() == 1


def test_nobody_else_decides(ward):
    made = open_figures(by=ward.leader, agency=ward.ward, since=JANUARY)
    above = make_post(Role.LEADER, agency=make_agency(name="Tỉnh khác"))
    for post in (ward.clerk, ward.head, ward.inspector, ward.reform, above):
        with pytest.raises(NotPermitted):
            close_figures(made, by=post)
        with pytest.raises(NotPermitted):
            open_figures(by=post, agency=ward.ward, since=JANUARY)


def test_the_page_offers_what_may_be_decided_and_does_it(ward):
    browser = signed_in(Client(), ward.leader)
    assert "Chưa đơn vị nào" in browser.get("/cong-khai/").text
    form = browser.get("/cong-khai/mo/").text
    assert "01/2026" in form
    assert ward.division.name not in form
    sent = {"agency": str(ward.ward.pk), "since": "2026-01-01"}
    assert browser.post("/cong-khai/mo/", sent | {"since": "2026-05-01"}).status_code == 422
    assert browser.post("/cong-khai/mo/", sent | {"since": "xx"}).status_code == 422
    assert browser.post("/cong-khai/mo/", sent | {"agency": str(ward.division.pk)}).status_code == 422
    assert browser.post("/cong-khai/mo/", sent).status_code == 303
    made = Publication.objects.get()
    assert f"/cong-khai-so-lieu/{ward.ward.code}/" in browser.get("/cong-khai/").text
    assert browser.post(f"/cong-khai/{made.pk}/ngung/", {"version": "1"}).status_code == 303
    assert browser.post(f"/cong-khai/{made.pk}/ngung/", {"version": "1"}).status_code == 409  # the second click
    assert "Đang ngừng công khai" in browser.get("/cong-khai/").text
    assert browser.post(f"/cong-khai/{made.pk}/mo-lai/", {"version": "2"}).status_code == 303
    assert browser.post("/cong-khai/mo/", sent).status_code == 422


def test_a_decision_of_another_tree_is_not_found(ward):
    made = open_figures(by=ward.leader, agency=ward.ward, since=JANUARY)
    other = signed_in(Client(), make_post(Role.LEADER, agency=make_agency(name="Xã khác")))
    assert other.post(f"/cong-khai/{made.pk}/ngung/", {"version": "1"}).status_code == 404
    assert ward.ward.name not in other.get("/cong-khai/").text
