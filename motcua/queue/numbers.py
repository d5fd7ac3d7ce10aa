"""What whoever has a number may know of it: how many are before them, where to go, the paper."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.core.clock import today
from motcua.core.text import clean
from motcua.queue.choices import State
from motcua.queue.models import Ticket, Window
from motcua.ui.codes import qr
from motcua.ui.formats import moment
from motcua.ui.printing import printer

SHEETS = Path(__file__).resolve().parent / "sheets"


def by_token(token: str) -> Ticket | None:
    """Return today's ticket of a paper's address; those of other days are gone."""
    rows = Ticket.objects.on(today()).filter(token=token[:40])
    return rows.select_related("hall__agency", "line", "window", "to_window").first()


def ahead_of(ticket: Ticket) -> int:
    """Return how many wait before a number: of its line, or sent to the same window; priority before ordinary."""
    rows = Ticket.objects.waiting(ticket.day).filter(hall=ticket.hall_id).exclude(pk=ticket.pk)
    earlier = Q(queued_at__lt=ticket.queued_at) | Q(queued_at=ticket.queued_at, pk__lt=ticket.pk)
    if ticket.to_window_id:
        return rows.filter(earlier, to_window=ticket.to_window_id).count()
    same = rows.filter(line=ticket.line_id, to_window=None)
    if ticket.is_priority:
        return same.filter(earlier, is_priority=True).count()
    return same.filter(earlier | Q(is_priority=True)).count()


@dataclass(frozen=True)
class Standing:
    """How a number stands: `ahead` only while it waits; `windows` where its line is served."""

    ticket: Ticket
    ahead: int
    windows: list[Window]

    @property
    def is_waiting(self) -> bool:
        return self.ticket.state == State.WAITING

    @property
    def is_called(self) -> bool:
        return self.ticket.state == State.CALLED


def standing_of(ticket: Ticket) -> Standing:
    """Return how a number stands now; two queries at most."""
    waits = ticket.state == State.WAITING
    ahead = ahead_of(ticket) if waits else 0
    if ticket.to_window is not None:
        return Standing(ticket, ahead, [ticket.to_window])
    return Standing(ticket, ahead, list(ticket.line.windows.in_use().order_by("number")) if waits else [])


def follow_url(ticket: Ticket) -> str:
    """Return the address in the paper's QR code."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('queue:follow', args=[ticket.token])}"


def _in_english() -> dict[str, str]:
    """Return what the paper says beneath its Vietnamese words."""
    with translation.override("en"):
        return {
            "number": _("Số thứ tự"), "priority": _("Ưu tiên"), "taken": _("Lấy số lúc"),
            "ahead": _("Đang chờ trước bạn"), "windows": _("Gọi ở quầy"),
            "follow": _("Quét mã để xem trên điện thoại còn bao nhiêu người chờ trước bạn."),
            "missed": _("Số chỉ dùng trong ngày. Khi nghe gọi mà chưa kịp đến, báo cán bộ ở quầy để được gọi lại."),
        }  # fmt: skip


def paper_of(standing: Standing) -> bytes:
    """Return the paper, 80 mm wide, in Vietnamese with English beneath: number, line, time, how many are before, QR;
    nothing of who somebody is."""
    ticket = standing.ticket
    told = {
        "office": clean(ticket.hall.agency.name), "code": ticket.code, "line": clean(ticket.line.name),
        "taken": moment(ticket.taken_at), "ahead": str(standing.ahead), "priority": ticket.is_priority,
        "windows": ", ".join(str(window.number) for window in standing.windows), "qr": qr(follow_url(ticket)),
        "english": _in_english(),
    }  # fmt: skip
    return printer(SHEETS).sheet("ticket", told)
