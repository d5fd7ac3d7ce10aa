"""The hall of a desk that ends: the room goes on with whoever waits in it, or ends where the new desk has its own."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from motcua.agencies.choices import Kind, Role
from motcua.agencies.plans import plan_of
from motcua.agencies.previews import preview
from motcua.core import clock
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.rebuilding import differences
from motcua.queue import actions, devices, picture
from motcua.queue.actions.passing import end_hall, pass_hall_over
from motcua.queue.actions.rosters import Seat
from motcua.queue.models import Hall, Shift, Ticket, Window
from tests.agencies.reorganising import ON, carried_out, make_office, move, now_held, planned
from tests.factories import make_agency, make_post, signed_in, system
from tests.queue.halls import make_hall

pytestmark = pytest.mark.django_db
MORNING = 7 * 60


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    picture.forget()
    devices.forget()


@pytest.fixture
def new(house, set_clock) -> SimpleNamespace:
    """The day has come, the old ward's run is late: people wait in its hall."""
    made = make_office("phường Mới")
    set_clock("2026-06-22T08:00")
    return made


@pytest.fixture
def hall(house, new) -> SimpleNamespace:
    return make_hall(house, make_post(Role.RECEPTIONIST, agency=house.centre))


def done_by(*moves, hall, set_clock, **more):
    """Numbers are taken on the day itself, before the run comes to the hall."""
    row = planned(*moves, **more)
    set_clock(f"{ON.isoformat()}T07:30")
    taken = [hall.take("A"), hall.take("A"), hall.take("B")]
    called = actions.call_next(Window.objects.get(pk=hall.first.pk), by=hall.clerk).called
    done = carried_out(row, lambda _: set_clock(f"{ON.isoformat()}T08:00"))
    assert done.state == "done", list(done.items.values_list("label", "message"))
    picture.forget()
    devices.forget()
    return SimpleNamespace(row=done, taken=taken, called=called, line=done.items.get(part="queue.halls"))


def test_the_hall_goes_on_under_the_new_desk_with_who_waits_and_who_sits(house, new, hall, set_clock):
    spans = [Seat(hall.first, MORNING, hall.clerk), Seat(hall.second, MORNING, hall.colleague)]
    for day in (date(2026, 6, 29), date(2026, 7, 2)):
        actions.set_roster(hall.hall, by=hall.by, day=day, seats=spans)
    row = planned(move(house.ward, new.ward))
    assert {part.key: part.total for part in preview(plan_of(row))}["queue.halls"] == 1
    made = done_by(move(house.ward, new.ward), hall=hall, set_clock=set_clock)
    assert made.line.message == "Máy lấy số, bảng gọi số, quầy và 3 số đang chờ dùng tiếp."
    found = Hall.objects.get()
    assert (found.pk, found.agency) == (hall.hall.pk, new.centre)
    clerk, colleague = now_held(house.clerk), now_held(hall.colleague)
    assert list(found.windows.values_list("officer", flat=True)) == [clerk.pk, colleague.pk]

    # Who is served goes on, who waits is called, the kiosk gives the next number: none is given twice.
    actions.finish(actions.begin(made.called, by=clerk), by=clerk)
    assert actions.call_next(found.windows.get(number=1), by=clerk).called == made.taken[1]
    kiosk = Client()
    kiosk.get(f"/sanh/thiet-bi/{hall.secrets['kiosk']}/")
    page = kiosk.get("/sanh/lay-so/")
    assert page.status_code == 200
    sent = page.context["sent"]
    assert kiosk.post("/sanh/lay-so/", {"line": hall.lines["A"].pk, "sent": sent}).status_code == 302
    assert list(Ticket.objects.on(ON).order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    display = Client()
    display.get(f"/sanh/thiet-bi/{hall.secrets['display']}/")
    assert new.centre.short_name in display.get("/sanh/bang-so/").text

    # The roster to come is theirs; what was served before stays as it was.
    assert set(Shift.objects.filter(day=date(2026, 7, 2)).values_list("post", flat=True)) == {clerk.pk, colleague.pk}
    assert set(Shift.objects.filter(day=date(2026, 6, 29)).values_list("post", flat=True)) == {
        house.clerk.pk, hall.colleague.pk,
    }  # fmt: skip
    assert found.events.last().action == "queue.pass_hall"
    assert not [each for each in differences() if each.table.startswith("queue_")]
    assert signed_in(Client(), clerk).get("/sanh/quay/").status_code == 200


def test_whoever_has_no_post_at_the_new_desk_leaves_seat_and_shifts(house, new, hall, set_clock):
    actions.set_roster(hall.hall, by=hall.by, day=date(2026, 7, 2), seats=[Seat(hall.second, MORNING, hall.colleague)])
    people = {hall.colleague.person.username: {"unit": "", "title": ""}}
    made = done_by(move(house.ward, new.ward), hall=hall, set_clock=set_clock, people=people)
    assert "1 ca trực" in made.line.message
    assert Window.objects.get(pk=hall.second.pk).officer is None
    assert not Shift.objects.filter(day=date(2026, 7, 2)).exists()
    clerk = now_held(house.clerk)
    actions.skip(made.called, by=clerk)
    assert actions.sit(Window.objects.get(pk=hall.second.pk), by=clerk).officer == clerk


def test_two_desks_with_halls_become_one_the_second_hall_ends_with_a_reason(house, new, hall, set_clock):
    own = actions.open_hall(by=system(), agency=new.centre)
    made = done_by(move(house.ward, new.ward), hall=hall, set_clock=set_clock)
    assert "sảnh cũ ngừng" in made.line.message
    assert "3 số đang chờ" in made.line.message
    found = Hall.objects.get(pk=hall.hall.pk)
    assert (found.agency, Hall.objects.get(agency=new.centre)) == (house.centre, own)
    assert not Window.objects.in_use().filter(hall=found).exists()
    assert not found.devices.in_force().exists()
    assert not Ticket.objects.on(ON).filter(state__in=["waiting", "called", "serving"]).exists()
    assert Client().get(f"/sanh/thiet-bi/{hall.secrets['kiosk']}/").status_code == 404
    assert not [each for each in differences() if each.table.startswith("queue_")]


def test_only_the_system_passes_or_ends_a_hall_and_no_desk_has_two(house, new, hall):
    for by in (house.administrator, house.clerk, house.leader):
        with pytest.raises(NotPermitted):
            pass_hall_over(hall.hall, by=by, desk=new.centre, on=ON)
        with pytest.raises(NotPermitted):
            end_hall(hall.hall, by=by)
    other = make_agency(parent=house.ward, kind=Kind.ONE_STOP, name="Một cửa khác")
    actions.open_hall(by=system(), agency=other)
    with pytest.raises(BadInput) as refused:
        pass_hall_over(hall.hall, by=system(), desk=other, on=ON)
    assert refused.value.code == "already_open"
    ended = end_hall(hall.hall, by=system())
    assert ended.closed_on == clock.local(clock.now()).date()
    with pytest.raises(StepRefused):
        hall.take("A")
