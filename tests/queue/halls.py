"""A hall for tests, made through the actions."""

from types import SimpleNamespace
from typing import Any

from motcua.agencies.models import Post
from motcua.queue import actions
from motcua.queue.models import Device, Ticket, Window

LINES = (
    ("A", "Hộ tịch", "file", ["F1"]), ("B", "Đất đai", "file", []), ("C", "Nhận kết quả", "return", []),
    ("D", "Hỏi về hồ sơ đã nộp", "ask", []),
)  # fmt: skip


def make_hall(house: SimpleNamespace, colleague: Post) -> SimpleNamespace:
    """Window 1 serves A and C (house.clerk), window 2 all lines (the colleague); `.kiosk` and `.display` by secret."""
    by = house.administrator
    hall = actions.open_hall(by=by, agency=house.centre)
    for letter, name, kind, fields in LINES:
        actions.add_line(hall, by=by, letter=letter, name=name, kind=kind, fields=fields)
    lines = {line.letter: line for line in hall.lines.order_by("letter")}
    first = actions.add_window(by=by, hall=hall, number=1, lines=[lines["A"], lines["C"]])
    second = actions.add_window(by=by, hall=hall, number=2, lines=list(lines.values()))
    first, second = actions.sit(first, by=house.clerk), actions.sit(second, by=colleague)
    secrets = {
        kind: actions.issue_device(hall, by=by, kind=kind, name="Cửa vào").issued_secret
        for kind in ("kiosk", "display")
    }
    kiosk = Device.objects.get(digest=Device.digest_of(secrets["kiosk"]))
    portal = Post.objects.portal()

    def take(letter: str = "A", **more: Any) -> Ticket:
        return actions.take_once(**{"by": portal, "hall": hall, "line": lines[letter], "device": kiosk} | more)

    return SimpleNamespace(
        hall=hall, lines=lines, first=first, second=second, clerk=house.clerk, colleague=colleague, kiosk=kiosk,
        secrets=secrets, house=house, portal=portal, take=take, by=by,
    )  # fmt: skip


def served(hall: SimpleNamespace, ticket: Ticket) -> Ticket:
    """Call the next number to window 1 (it must be this one), begin and finish it."""
    called = call_next(hall)
    assert called.pk == ticket.pk
    return actions.finish(actions.begin(called, by=hall.clerk), by=hall.clerk)


def call_next(hall: SimpleNamespace, by: Post | None = None) -> Any:
    """Call the next number to the window at which somebody sits (window 1 unless another officer is named)."""
    by = by or hall.clerk
    return actions.call_next(Window.objects.get(officer=by), by=by).called
