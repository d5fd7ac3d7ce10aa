"""The hall of the ward's desk: lines, windows, a roster with Saturday, and the numbers of the last days and of today.

Told on a clock set back, like the dossiers. The addresses of the kiosk and the display are known here, and only here:
/sanh/thiet-bi/lay-so/ and /sanh/thiet-bi/bang-so/.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core import clock
from motcua.queue import actions, hours
from motcua.queue.actions.rosters import Seat
from motcua.queue.fields import fields_at
from motcua.queue.models import Device, Hall, Ticket, Window
from motcua.worktime.actions import set_week

LINES = (  # letter, name, kind, words in the names of its fields
    ("A", "Hộ tịch, chứng thực", "file", ("hộ tịch", "chứng thực", "nuôi con", "quốc tịch")),
    ("B", "Đất đai, xây dựng, môi trường", "file", ("đất", "xây dựng", "môi trường", "nhà ở", "quy hoạch")),
    ("C", "Kinh doanh, văn hóa, xã hội", "file", ("kinh doanh", "bảo trợ", "người có công", "văn hóa", "giáo dục")),
    ("D", "Nhận kết quả", "return", ()),
    ("E", "Hỏi, bổ sung hồ sơ đã nộp", "ask", ()),
)
SECRETS = {"kiosk": "lay-so", "display": "bang-so"}
PLACES = {"kiosk": "Cửa chính", "display": "Giữa sảnh"}
WEEKDAY = ["07:00-11:30", "13:30-17:00"]
SATURDAY = [{"open": "07:00-11:00", "counted": False}]  # papers are taken, terms do not run
WEEK: dict[str, Any] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), WEEKDAY) | {"sat": SATURDAY}
SATURDAYS = "Thông báo tiếp dân sáng Thứ Bảy của UBND phường (mẫu)"
DAYS, A_DAY, ROSTERED = 2, 14, 12  # days before today, numbers a day, days of the roster to come


def make(desk: Agency, *, by: Post, on: date) -> None:
    """Open the desk's hall where there is none; numbers of today only as far as the day has come."""
    if Hall.objects.exists():
        return
    held = list(Post.objects.held(on).with_names().at(desk).order_by("pk"))
    head = next(post for post in held if post.role == Role.HEAD_OF_DIVISION)
    clerks = [post for post in held if post.role == Role.RECEPTIONIST]
    set_week(by=by, agency=desk, weekly=WEEK, valid_from=on, decision=SATURDAYS)
    hall = _set(desk, head, on)
    windows = list(hall.windows.order_by("number"))
    for day in (on + timedelta(days=ahead) for ahead in range(ROSTERED)):
        seats = [Seat(*pair) for span in hours.spans_on(hall, day) for pair in _pairs(windows, span.start, clerks)]
        if seats:
            actions.set_roster(hall, by=head, day=day, seats=seats)
    _tell(hall, windows, clerks, on)


def _pairs(windows: list[Window], start: int, clerks: list[Post]) -> Iterator[tuple[Window, int, Post]]:
    return ((window, start, post) for window, post in zip(windows, clerks, strict=False))


def _set(desk: Agency, head: Post, on: date) -> Hall:
    hall: Hall = actions.open_hall(by=head, agency=desk)
    offered = fields_at(hall, on)
    for letter, name, kind, words in LINES:
        codes = [code for code, field in offered if any(word in field.lower() for word in words)]
        actions.add_line(hall, by=head, letter=letter, name=name, kind=kind, fields=codes)
    lines = {line.letter: line for line in hall.lines.all()}
    for number, letters in ((1, "ACDE"), (2, "BCDE")):
        actions.add_window(by=head, hall=hall, number=number, lines=[lines[letter] for letter in letters])
    for kind, secret in SECRETS.items():
        issued = actions.issue_device(hall, by=head, kind=kind, name=PLACES[kind])
        known = Device.objects.filter(digest=Device.digest_of(issued.issued_secret))
        known.update(digest=Device.digest_of(secret))
    return hall


def _tell(hall: Hall, windows: list[Window], clerks: list[Post], on: date) -> None:
    """Let the numbers of the last open days and of today come about, one after the other."""
    shift, present = clock.now() - datetime.now(UTC), clock.now()
    before = [on - timedelta(days=ago) for ago in range(1, 15)]
    opened = [day for day in before if hours.spans_on(hall, day)][:DAYS]
    chance = random.Random(7)  # noqa: S311 the same numbers at every load
    for day in [*reversed(opened), on]:
        told = [act for act in _day(hall, windows, clerks, day, chance) if act[0] < present]
        for at, act in sorted(told, key=lambda pair: pair[0]):
            clock.set_now(at)
            act()
        if told and day < on:
            clock.set_now(datetime.combine(day, time(17, 30), tzinfo=clock.LOCAL))
            actions.close_day(hall, by=clerks[0])
    clock.set_now(datetime.now(UTC) + shift if abs(shift) > timedelta(seconds=5) else None)


def _day(hall: Hall, windows: list[Window], clerks: list[Post], day: date, chance: random.Random) -> list[Any]:
    """Return (moment, act) of a day: people come all morning, each window calls, serves, sometimes in vain."""
    spans = hours.spans_on(hall, day)
    if not spans:
        return []
    opening = datetime.combine(day, time(spans[0].start // 60, spans[0].start % 60), tzinfo=clock.LOCAL)
    lines, portal = list(hall.lines.order_by("letter")), Post.objects.portal()
    kiosk = Device.objects.get(hall=hall, kind="kiosk")
    seats = list(zip(windows, clerks, strict=False))
    acts: list[Any] = [(opening, lambda seat=seat: actions.sit(seat[0], by=seat[1])) for seat in seats]
    for place in range(A_DAY):
        line, urgent = lines[chance.choice((0, 0, 0, 1, 1, 2, 3, 3, 4))], chance.random() < 0.15
        given = {"by": portal, "hall": hall, "device": kiosk, "line": line, "is_priority": urgent}
        at = opening + timedelta(minutes=place * 6 + chance.randint(-4, 4))
        acts.append((at, lambda given=given: actions.take_once(**given)))
    for turn in range(A_DAY // 2 + 2):
        for number, (window, clerk) in enumerate(seats):
            at = opening + timedelta(minutes=4 + turn * 13 + number * 3)
            served, absent = timedelta(minutes=chance.randint(4, 10)), chance.random() < 0.08
            acts += [
                (at, lambda w=window, c=clerk: _call(w, c)),
                (at + timedelta(minutes=1), lambda w=window, c=clerk, a=absent: _come(w, c, absent=a)),
                (at + served + timedelta(minutes=1), lambda w=window, c=clerk: _done(w, c)),
            ]
    return acts


def _here(window: Window, state: str) -> Ticket | None:
    return Ticket.objects.on(clock.today()).filter(window=window, state=state).first()


def _call(window: Window, clerk: Post) -> None:
    waiting = Ticket.objects.waiting(clock.today()).filter(hall=window.hall_id).for_window(window)
    if waiting.exists() and _here(window, "called") is None:
        actions.call_next(window, by=clerk)


def _come(window: Window, clerk: Post, *, absent: bool) -> None:
    if (ticket := _here(window, "called")) is not None:
        (actions.skip if absent else actions.begin)(ticket, by=clerk)


def _done(window: Window, clerk: Post) -> None:
    if (ticket := _here(window, "serving")) is not None:
        actions.finish(ticket, by=clerk)
