"""What is set for a hall: lines, windows, grounds, devices, rosters; who may, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.queue import actions, hours
from motcua.queue.actions.rosters import Seat
from motcua.queue.models import Device, Hall, Line, PriorityGround, Shift, Stamp, Window
from tests.factories import make_agency, make_post, make_ward
from tests.queue.halls import call_next

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SATURDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 7), date(2026, 3, 8)


def seats(hall, day, **posts):
    """Seats in every session of a day: first=post, second=post."""
    return [
        Seat(getattr(hall, name), span.start, post)
        for span in hours.spans_on(hall.hall, day)
        for name, post in posts.items()
    ]


# ---- who


def test_the_head_of_the_desk_and_administrators_above_set_it_and_nobody_else(hall):
    head = make_post(Role.HEAD_OF_DIVISION, agency=hall.house.centre)
    for by in (head, hall.by):
        actions.change_hall(hall.hall, by=by, priority_run=3, opens_before=10)
    stranger = make_ward()
    refused = (
        hall.clerk, hall.house.head, hall.house.leader, hall.house.inspector, hall.house.specialist,
        stranger[Role.ADMINISTRATOR],
    )  # fmt: skip
    for by in refused:
        with pytest.raises(NotPermitted):
            actions.change_hall(hall.hall, by=by, priority_run=3, opens_before=10)
        with pytest.raises(NotPermitted):
            actions.add_window(by=by, hall=hall.hall, number=9, lines=[hall.lines["A"]])
        with pytest.raises(NotPermitted):
            actions.set_roster(hall.hall, by=by, day=MONDAY, seats=[])
        with pytest.raises(NotPermitted):
            actions.issue_device(hall.hall, by=by, kind="kiosk", name="x")


def test_a_hall_is_opened_once_and_at_a_one_stop_desk_only(hall):
    for agency, code in ((hall.house.centre, "already_open"), (hall.house.division, "no_desk")):
        with pytest.raises(BadInput) as refused:
            actions.open_hall(by=hall.by, agency=agency)
        assert refused.value.code == code
    with pytest.raises(NotPermitted):
        actions.open_hall(by=hall.by, agency=make_agency())


def test_who_sees_a_hall(hall):
    house = hall.house
    seen = [house.clerk, house.leader, house.inspector, house.reform, house.administrator]
    assert all(Hall.objects.visible_to(by).exists() for by in seen)
    stranger = make_ward()
    unseen = [house.head, house.specialist, house.cashier, house.registry, *(stranger[str(role)] for role in
              (Role.RECEPTIONIST, Role.LEADER, Role.ADMINISTRATOR, Role.INSPECTOR))]  # fmt: skip
    assert not any(Hall.objects.visible_to(by).exists() for by in unseen)


# ---- lines, windows, grounds, devices


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"letter": "A"}, "letter_taken"), ({"letter": "1"}, "bad_letter"), ({"letter": "Đ"}, "bad_letter"),
        ({"letter": ""}, "bad_letter"), ({"name": " \u200b "}, "required"), ({"name": "x" * 81}, "too_long"),
        ({"kind": "x"}, "bad_kind"), ({"fields": ["<b>"]}, "bad_field"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_stand_is_refused(hall, change, code):
    with pytest.raises(BadInput) as refused:
        actions.add_line(hall.hall, by=hall.by, **{"letter": "Z", "name": "Việc thử"} | change)
    assert refused.value.code == code


def test_a_letter_is_free_again_once_its_line_is_retired(hall):
    actions.retire_line(hall.hall, by=hall.by, line=hall.lines["B"])
    actions.add_line(hall.hall, by=hall.by, letter="b", name="Xây dựng")
    assert Line.objects.in_use().get(letter="B").name == "Xây dựng"
    with pytest.raises(StepRefused):
        actions.change_line(hall.hall, by=hall.by, line=hall.lines["B"], letter="B", name="x", kind="file")
    assert hall.lines["B"].pk not in hall.second.lines.values_list("pk", flat=True)


def test_a_line_in_which_people_wait_is_not_retired(hall, take):
    take("B")
    with pytest.raises(StepRefused) as refused:
        actions.retire_line(hall.hall, by=hall.by, line=hall.lines["B"])
    assert refused.value.code == "people_wait"


@pytest.mark.parametrize(
    ("number", "letters", "code"),
    [(1, "A", "number_taken"), (0, "A", "bad_number"), (100, "A", "bad_number"), (3, "", "no_line")],
)
def test_a_window_that_cannot_stand_is_refused(hall, number, letters, code):
    with pytest.raises(BadInput) as refused:
        actions.add_window(by=hall.by, hall=hall.hall, number=number, lines=[hall.lines[each] for each in letters])
    assert refused.value.code == code


def test_a_window_serves_from_now_on_what_it_is_set_to(hall, take):
    take("B")
    actions.change_window(hall.first, by=hall.by, number=7, lines=[hall.lines["B"]])
    assert call_next(hall).code == "B001"
    assert hall.first.events.get(action="queue.change_window").data["lines"] == [hall.lines["B"].pk]


def test_a_window_where_somebody_is_served_is_not_retired(hall, take):
    take()
    ticket = call_next(hall)
    with pytest.raises(StepRefused):
        actions.retire_window(hall.first, by=hall.by)
    actions.skip(ticket, by=hall.clerk)
    retired = actions.retire_window(hall.first, by=hall.by)
    assert retired.officer_id is None
    with pytest.raises(StepRefused):
        actions.sit(retired, by=hall.clerk)


def test_one_sits_at_one_window_and_relieves_whoever_serves_nobody(hall, take):
    third = actions.add_window(by=hall.by, hall=hall.hall, number=3, lines=[hall.lines["A"]])
    actions.sit(third, by=hall.clerk)
    assert Window.objects.get(pk=hall.first.pk).officer_id is None
    actions.sit(hall.second, by=hall.clerk)  # in the colleague's stead
    assert Window.objects.get(pk=third.pk).officer_id is None
    take()
    call_next(hall)
    with pytest.raises(StepRefused) as refused:
        actions.sit(hall.second, by=hall.colleague)
    assert refused.value.code == "window_busy"
    with pytest.raises(StepRefused) as refused:
        actions.sit(hall.first, by=hall.clerk)
    assert refused.value.code == "still_serving"


def test_a_ground_of_priority_carries_its_source_and_its_days(hall):
    with pytest.raises(BadInput):
        actions.add_ground(hall.hall, by=hall.by, name="Người có công", source=" ", valid_from=MONDAY)
    actions.add_ground(hall.hall, by=hall.by, name="Người có công", source="QĐ 1/QĐ-UBND", valid_from=TUESDAY)
    ground = PriorityGround.objects.get(name="Người có công")
    assert (ground.holds(MONDAY), ground.holds(TUESDAY)) == (False, True)
    with pytest.raises(BadInput):
        actions.end_ground(hall.hall, by=hall.by, ground=ground, valid_to=MONDAY)
    actions.end_ground(hall.hall, by=hall.by, ground=ground, valid_to=SATURDAY)
    ground.refresh_from_db()
    assert not ground.holds(SUNDAY)


def test_a_device_is_revoked_once_and_its_secret_is_nowhere_kept(hall):
    issued = actions.issue_device(hall.hall, by=hall.by, kind="display", name="Giữa sảnh")
    device = Device.objects.get(digest=Device.digest_of(issued.issued_secret))
    assert issued.issued_secret not in str(issued.last_event.data)
    actions.revoke_device(hall.hall, by=hall.by, device=device)
    with pytest.raises(StepRefused):
        actions.revoke_device(hall.hall, by=hall.by, device=device)


@pytest.mark.parametrize(("run", "before"), [(0, 30), (10, 30), (2, -1), (2, 121)])
def test_a_rule_of_calling_out_of_range_is_refused_also_by_the_database(hall, run, before):
    with pytest.raises(BadInput):
        actions.change_hall(hall.hall, by=hall.by, priority_run=run, opens_before=before)
    row = Hall.objects.get(pk=hall.hall.pk)
    row.priority_run, row.opens_before = run, max(before, 0)
    if before >= 0:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


# ---- the roster


def test_a_roster_names_who_sits_where_in_each_session_of_the_day(hall):
    actions.set_roster(hall.hall, by=hall.by, day=MONDAY, seats=seats(hall, MONDAY, first=hall.clerk))
    assert Shift.objects.on(MONDAY).count() == len(hours.spans_on(hall.hall, MONDAY)) == 2
    actions.set_roster(hall.hall, by=hall.by, day=MONDAY, seats=[])
    assert not Shift.objects.exists()


def test_a_saturday_has_the_shifts_of_the_desks_calendar(hall, saturday):
    assert [span.words for span in hours.spans_on(hall.hall, SATURDAY)] == ["Sáng 07:30–11:00"]
    actions.set_roster(hall.hall, by=hall.by, day=SATURDAY, seats=seats(hall, SATURDAY, second=hall.colleague))
    (shift,) = Shift.objects.on(SATURDAY)
    assert (shift.start, shift.end) == (450, 660)


def test_a_weekdays_morning_is_copied_to_a_saturday(hall, saturday):
    actions.set_roster(
        hall.hall, by=hall.by, day=MONDAY, seats=seats(hall, MONDAY, first=hall.clerk, second=hall.colleague)
    )
    actions.copy_roster(hall.hall, by=hall.by, source=MONDAY, day=SATURDAY)
    assert {shift.post_id for shift in Shift.objects.on(SATURDAY)} == {hall.clerk.pk, hall.colleague.pk}
    assert Shift.objects.on(SATURDAY).count() == 2
    with pytest.raises(BadInput) as refused:
        actions.copy_roster(hall.hall, by=hall.by, source=SUNDAY, day=TUESDAY)
    assert refused.value.code == "nothing_to_copy"


def test_a_roster_that_cannot_be_is_refused(hall):
    start = hours.spans_on(hall.hall, MONDAY)[0].start
    for given, code in (
        ([Seat(hall.first, start, hall.clerk), Seat(hall.second, start, hall.clerk)], "twice"),
        ([Seat(hall.first, start, hall.clerk), Seat(hall.first, start, hall.colleague)], "twice"),
        ([Seat(hall.first, 1, hall.clerk)], "no_session"),
        ([Seat(hall.first, start, hall.house.specialist)], "no_post"),
        ([Seat(hall.first, start, make_ward()["receptionist"])], "no_post"),
    ):
        with pytest.raises(BadInput) as refused:
            actions.set_roster(hall.hall, by=hall.by, day=MONDAY, seats=given)
        assert refused.value.code == code
    with pytest.raises(BadInput) as refused:
        actions.set_roster(hall.hall, by=hall.by, day=SUNDAY, seats=[])
    assert refused.value.code == "day_off"


# ---- the pages


PAGES = ("", "cach-goi/", "nhom-viec/moi/", "quay/moi/", "uu-tien/moi/", "thiet-bi/moi/", "phan-cong/")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_hall_opens_for_who_sets_it(hall, screen_of, page):
    assert screen_of(hall.by).get(f"/sanh/quan-ly/{hall.hall.pk}/{page}").status_code == 200
    assert screen_of(hall.house.leader).get(f"/sanh/quan-ly/{hall.hall.pk}/{page}").status_code == 404
    assert screen_of(hall.clerk).get(f"/sanh/quan-ly/{hall.hall.pk}/{page}").status_code == 403


def test_a_hall_is_set_from_the_screen(house, set_clock, screen_of):
    set_clock("2026-03-02T08:00+07:00")
    desk = screen_of(house.administrator)
    assert "Mở sảnh" in desk.get("/sanh/quan-ly/").text
    assert desk.post("/sanh/quan-ly/mo/", {"agency": house.centre.pk}).status_code == 303
    hall = Hall.objects.get()
    base = f"/sanh/quan-ly/{hall.pk}/"

    def send(path, **given):
        hall.refresh_from_db()
        answer = desk.post(base + path, {"version": hall.version} | given)
        assert answer.status_code == 303, (path, answer.status_code)

    send("nhom-viec/moi/", letter="a", name="Hộ tịch", kind="file", fields_served=["F1"])
    line = Line.objects.get()
    assert (line.letter, line.fields) == ("A", ["F1"])
    assert "checked" in desk.get(f"{base}nhom-viec/{line.pk}/").text
    send(f"nhom-viec/{line.pk}/", letter="A", name="Hộ tịch, chứng thực", kind="file")
    send("quay/moi/", number="4", lines=[line.pk])
    window = Window.objects.get()
    send(f"quay/{window.pk}/", number="5", lines=[line.pk], version=window.version)
    send("cach-goi/", priority_run="4", opens_before="15")
    send("uu-tien/moi/", name="Người có công", source="QĐ 1", valid_from="02/03/2026")
    send(f"uu-tien/{PriorityGround.objects.get(source='QĐ 1').pk}/thoi/", valid_to="03/03/2026")
    start = hours.spans_on(hall, MONDAY)[0].start
    send("phan-cong/?ngay=02/03/2026", **{f"seat_{window.pk}_{start}": house.clerk.pk})
    send("phan-cong/chep/?ngay=03/03/2026", source="02/03/2026")
    assert Shift.objects.count() == 2
    send("ngay/ket-thuc/")
    send("ngay/mo-lai/")
    send(f"quay/{window.pk}/bo/")
    send(f"nhom-viec/{line.pk}/ngung/")
    hall.refresh_from_db()
    page = desk.post(f"{base}thiet-bi/moi/", {"kind": "kiosk", "name": "Cửa vào", "version": hall.version}).text
    device = Device.objects.get()
    assert "http://testserver/sanh/thiet-bi/" in page
    send(f"thiet-bi/{device.pk}/thu-hoi/")
    assert Stamp.objects.get().number > 5


def test_forms_that_lack_something_say_what(hall, screen_of):
    desk, base = screen_of(hall.by), f"/sanh/quan-ly/{hall.hall.pk}/"
    for path, given in (
        ("thiet-bi/moi/", {}), ("nhom-viec/moi/", {"letter": "A"}), ("quay/moi/", {"number": "1"}),
        ("uu-tien/moi/", {"name": "x"}), ("cach-goi/", {"priority_run": "99"}),
    ):  # fmt: skip
        answer = desk.post(base + path, given)
        assert answer.status_code in (409, 422), path
        assert "error" in answer.text or "Lỗi" in answer.text
    assert screen_of(hall.by).get(f"{base}phan-cong/?ngay=hom-qua").status_code == 200
    assert desk.post(f"{base}phan-cong/chep/", {"source": "x"}).status_code == 302


def test_the_page_of_the_hall_costs_the_same_with_few_windows_and_with_many(hall, screen_of):
    desk, counts = screen_of(hall.by), []
    desk.get(f"/sanh/quan-ly/{hall.hall.pk}/")  # what a process learns once
    for number in (3, 20):
        for each in range(3 if number == 3 else 4, number + 1):
            actions.add_window(by=hall.by, hall=hall.hall, number=each, lines=[hall.lines["A"]])
        with CaptureQueriesContext(connection) as asked:
            desk.get(f"/sanh/quan-ly/{hall.hall.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
