"""Numbers of a hall: taken, called, served, sent on, ended; who may, when, and what two at once get."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.rebuilding import differences
from motcua.queue import actions, jobs
from motcua.queue.choices import State
from motcua.queue.models import Slip, Ticket, Window
from tests.dossier_factories import STANDARD, at_the_desk, received
from tests.factories import make_ward
from tests.queue.halls import call_next, served

pytestmark = pytest.mark.django_db


def test_numbers_of_a_day_run_without_gaps_whatever_the_line(take):
    assert [take(letter).code for letter in "ABAC"] == ["A001", "B002", "A003", "C004"]


def test_the_next_day_begins_with_one(take, set_clock):
    take()
    set_clock("2026-03-03T08:00+07:00")
    assert take("B").code == "B001"


def test_a_refused_number_leaves_no_gap(hall, take):
    take()
    with transaction.atomic():
        assert take().number == 2
        transaction.set_rollback(True)
    assert take().number == 2


def test_one_press_gives_one_number(hall, take):
    sent = uuid.uuid4()
    assert take(sent=sent).pk == take(sent=sent).pk
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-02T05:30+07:00", "Chưa đến giờ"),
        ("2026-03-02T18:00+07:00", "Đã hết giờ"),
        ("2026-03-01T09:00+07:00", "Hôm nay không có buổi làm việc"),  # Sunday
    ],
)
def test_no_number_outside_the_sessions_of_the_calendar(take, set_clock, at, words):
    set_clock(at)
    with pytest.raises(StepRefused, match=words):
        take()


def test_a_retired_line_and_one_of_another_hall_give_no_number(hall, take):
    actions.retire_line(hall.hall, by=hall.by, line=hall.lines["B"])
    hall.lines["B"].refresh_from_db()
    with pytest.raises(BadInput) as refused:
        take("B")
    assert refused.value.code == "no_line"


def test_only_a_kiosk_of_the_hall_and_its_receptionists_give_numbers(hall, take):
    assert take(by=hall.clerk, device=None).device_id is None
    with pytest.raises(NotPermitted):
        take(device=None)
    with pytest.raises(NotPermitted):
        take(by=hall.house.specialist)
    actions.revoke_device(hall.hall, by=hall.by, device=hall.kiosk)
    hall.kiosk.refresh_from_db()
    with pytest.raises(NotPermitted):
        take()


def test_priority_goes_first_and_ordinary_numbers_do_not_starve(hall, take):
    ordinary = [take().pk for _ in range(3)]
    urgent = [take(is_priority=True).pk for _ in range(6)]
    order = []
    for _ in range(9):
        called = call_next(hall)
        order.append(called.pk)
        actions.begin(called, by=hall.clerk)
    assert order == [*urgent[:2], ordinary[0], *urgent[2:4], ordinary[1], *urgent[4:], ordinary[2]]


def test_the_rule_of_turns_is_the_halls_to_set(hall, take):
    actions.change_hall(hall.hall, by=hall.by, priority_run=1, opens_before=30)
    ordinary, urgent = take().pk, [take(is_priority=True).pk for _ in range(2)]
    order = []
    for _ in range(3):
        called = call_next(hall)
        order.append(called.pk)
        actions.skip(called, by=hall.clerk)
    assert order == [urgent[0], ordinary, urgent[1]]


def test_a_window_calls_only_what_it_serves(hall, take):
    take("B")
    with pytest.raises(StepRefused) as refused:
        call_next(hall)
    assert refused.value.code == "nobody_waits"
    assert call_next(hall, hall.colleague).code == "B001"


def test_who_is_called_must_come_or_be_passed_over_before_the_next(hall, take):
    take(), take()
    called = call_next(hall)
    with pytest.raises(StepRefused) as refused:
        call_next(hall)
    assert refused.value.code == "still_called"
    assert actions.recall(called, by=hall.clerk).calls == 2
    actions.skip(called, by=hall.clerk)
    assert call_next(hall).code == "A002"


def test_calling_the_next_finishes_whom_one_serves(hall, take):
    take()
    called = actions.begin(call_next(hall), by=hall.clerk)
    assert call_next(hall) is None  # nobody waits, but the one served is done
    called.refresh_from_db()
    assert called.state == State.DONE
    assert called.ended_at is not None


def test_a_key_pressed_twice_calls_once(hall, take):
    take(), take()
    seen = Window.objects.get(officer=hall.clerk)
    actions.call_next(seen, by=hall.clerk, version=seen.version)
    with pytest.raises(StaleVersion):
        actions.call_next(seen, by=hall.clerk, version=seen.version)


def test_who_was_absent_is_called_again_when_they_come_back(hall, take):
    take(), take()
    absent = actions.skip(call_next(hall), by=hall.clerk)
    assert absent.state == State.ABSENT
    again = actions.call(absent, by=hall.clerk)
    assert (again.state, again.calls) == (State.CALLED, 2)
    with pytest.raises(StepRefused) as refused:
        actions.call(Ticket.objects.get(number=2), by=hall.clerk)
    assert refused.value.code == "window_busy"


def test_nobody_calls_a_number_of_another_day(hall, take, set_clock):
    absent = (take(), actions.skip(call_next(hall), by=hall.clerk))[1]
    set_clock("2026-03-03T08:00+07:00")
    with pytest.raises(StepRefused) as refused:
        actions.call(absent, by=hall.clerk)
    assert refused.value.code == "other_day"


def test_somebody_sent_to_another_line_keeps_their_place(hall, take, set_clock):
    first = take()
    called = actions.begin(call_next(hall), by=hall.clerk)
    take("B")
    sent = actions.transfer(called, by=hall.clerk, line=hall.lines["B"])
    assert (sent.code, sent.state, sent.line_id) == (first.code, State.WAITING, hall.lines["B"].pk)
    assert call_next(hall, hall.colleague).pk == first.pk


def test_somebody_sent_to_a_window_is_called_there_next_and_nowhere_else(hall, take):
    take(), take(is_priority=True)
    called = actions.begin(call_next(hall), by=hall.clerk)
    actions.skip(call_next_of_second := call_next(hall, hall.colleague), by=hall.colleague)
    actions.transfer(called, by=hall.clerk, window=hall.second)
    with pytest.raises(StepRefused):
        call_next(hall)
    assert call_next(hall, hall.colleague).pk == called.pk
    assert call_next_of_second.pk != called.pk


@pytest.mark.parametrize("given", [{}, {"window": "first"}])
def test_nobody_is_sent_nowhere_or_to_where_they_are(hall, take, given):
    take()
    called = call_next(hall)
    with pytest.raises(BadInput):
        actions.transfer(called, by=hall.clerk, **{key: getattr(hall, name) for key, name in given.items()})


def test_steps_from_the_wrong_state_and_by_the_wrong_person_are_refused(hall, take):
    take()
    waiting = Ticket.objects.get()
    with pytest.raises(NotPermitted):
        actions.begin(waiting, by=hall.clerk)
    called = call_next(hall)
    for verb in (actions.begin, actions.skip, actions.recall, actions.finish):
        with pytest.raises(NotPermitted):
            verb(called, by=hall.colleague)
    with pytest.raises(StepRefused):
        actions.finish(called, by=hall.clerk)
    with pytest.raises(NotPermitted):
        actions.call_next(hall.second, by=hall.clerk)


def test_a_scanned_slip_gives_the_line_that_returns_or_answers(hall):
    ready, running = at_the_desk(hall.house), received(hall.house)
    given = {"by": hall.portal, "hall": hall.hall, "device": hall.kiosk}
    first = actions.take_by_slip(text=str(ready.code), sent=uuid.uuid4(), **given)
    second = actions.take_by_slip(text=f"http://x/t/{running.tracking_token}", sent=uuid.uuid4(), **given)
    assert (first.line.kind, second.line.kind) == ("return", "ask")
    assert Slip.objects.get(ticket=first).dossier_id == ready.pk
    assert "dossier" not in str([event.data for event in first.events.all()])


def test_a_slip_scanned_twice_gets_the_same_number(hall):
    dossier = received(hall.house)
    given = {"by": hall.portal, "hall": hall.hall, "device": hall.kiosk, "text": str(dossier.code)}
    first, again = (actions.take_by_slip(sent=uuid.uuid4(), **given) for _ in range(2))
    assert first.pk == again.pk


@pytest.mark.parametrize("text", ["", "046190000318", "khong-co", "http://x/t/khong", "' OR 1=1", "a" * 5000])
def test_what_is_no_slip_of_the_desk_is_refused(hall, text):
    with pytest.raises(BadInput) as refused:
        actions.take_by_slip(by=hall.portal, hall=hall.hall, device=hall.kiosk, text=text, sent=uuid.uuid4())
    assert refused.value.code == "unknown_slip"


def test_without_a_line_for_it_a_slip_goes_to_the_line_of_its_field(hall):
    dossier = received(hall.house, STANDARD)
    for letter in "CD":
        actions.retire_line(hall.hall, by=hall.by, line=hall.lines[letter])
    ticket = actions.take_by_slip(
        by=hall.portal, hall=hall.hall, device=hall.kiosk, text=str(dossier.code), sent=uuid.uuid4()
    )
    assert ticket.letter == "A"


def test_the_day_ends_for_everybody_who_waits(hall, take):
    served(hall, take())
    take(), take(), take("B"), take("B")
    absent = call_next(hall)
    serving = actions.begin(call_next(hall, hall.colleague), by=hall.colleague)
    dossier = received(hall.house)
    actions.take_by_slip(by=hall.portal, hall=hall.hall, device=hall.kiosk, text=str(dossier.code), sent=uuid.uuid4())
    actions.close_day(hall.hall, by=hall.clerk)
    assert (absent.number, serving.number) == (2, 3)
    states = dict(Ticket.objects.values_list("number", "state"))
    assert states == {1: "done", 2: "absent", 3: "done", 4: "expired", 5: "expired", 6: "expired"}
    assert not Slip.objects.exists()
    with pytest.raises(StepRefused, match="ngừng phát số"):
        take()


def test_a_day_ended_too_soon_is_reopened_and_numbers_go_on(hall, take):
    take()
    actions.close_day(hall.hall, by=hall.clerk)
    with pytest.raises(StepRefused):
        actions.close_day(hall.hall, by=hall.clerk)
    actions.reopen_day(hall.hall, by=hall.clerk)
    with pytest.raises(StepRefused):
        actions.reopen_day(hall.hall, by=hall.clerk)
    assert take().number == 2
    with pytest.raises(NotPermitted):
        actions.close_day(hall.hall, by=hall.house.specialist)


def test_at_night_the_job_ends_the_days_before(hall, take, set_clock):
    take()
    moment = set_clock("2026-03-03T00:20+07:00")
    jobs.end_days(0)
    assert Ticket.objects.get().state == State.EXPIRED
    assert Ticket.objects.get().events.last().by.role == "system"
    assert hall.hall.events.last().data["day"] == (moment + timedelta(hours=7)).date().replace(day=2).isoformat()
    jobs.end_days(0)  # once more: nothing to end, nothing told
    assert hall.hall.events.filter(action="queue.close_day").count() == 1


def test_what_is_told_of_a_hall_rebuilds_it(hall, take):
    served(hall, take())
    actions.transfer(call_next(hall, (take("B"), hall.colleague)[1]), by=hall.colleague, window=hall.first)
    actions.close_day(hall.hall, by=hall.clerk)
    assert [each for each in differences() if each.table.startswith("queue_")] == []


def test_the_database_refuses_a_second_number_and_a_call_without_a_window(hall, take):
    ticket = take()
    for change in ({"number": 1, "pk": None, "token": "x", "sent": uuid.uuid4()}, {"state": State.CALLED}):
        row = Ticket.objects.get(pk=ticket.pk)
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=row.pk is None)


def test_people_of_another_desk_do_nothing_here(hall, take):
    ticket, stranger = take(), make_ward()["receptionist"]
    assert not Ticket.objects.visible_to(stranger).exists()
    for act in (
        lambda: actions.call(ticket, by=stranger),
        lambda: actions.sit(hall.first, by=stranger),
        lambda: actions.close_day(hall.hall, by=stranger),
        lambda: take(by=stranger, device=None),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert date(2026, 3, 2) == ticket.day
