"""What happens to a number: taken, called, served, sent on."""

import uuid
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.agencies.models import Post
from motcua.core import numbering
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, Refused, StepRefused
from motcua.dossiers.choices import CLOSED
from motcua.dossiers.choices import State as DossierState
from motcua.dossiers.models import Dossier
from motcua.queue import hours, permissions
from motcua.queue.actions.stamps import grow
from motcua.queue.choices import OPEN, Action, LineKind
from motcua.queue.lifecycle import LIFECYCLE
from motcua.queue.models import Device, Hall, Line, Slip, Ticket, Window


class AlreadyTaken(Refused):
    """The same press of the button, or the same slip, has a number; `ticket` is it."""

    status = 409
    code = "already_taken"

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"Đã lấy số {ticket.code}.")
        self.ticket = ticket


@creates(Action.TAKE, permit=permissions.may_take)
def take(
    *, by: Post, hall: Hall, line: Line, is_priority: bool = False, device: Device | None = None,
    sent: uuid.UUID | None = None, dossier: Dossier | None = None,
) -> Any:  # fmt: skip
    """Give the next number of the desk's day. Raises StepRefused when none is given now, BadInput `no_line`,
    AlreadyTaken for what was sent twice and for a slip whose number is still open.

    The hall is locked first: a day that ends meanwhile either ends this number too, or gives none.
    """
    sent = sent or uuid.uuid4()
    hall = Hall.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=hall.pk)
    if closed := hours.why_closed(hall, now()):
        raise StepRefused(closed, code="hall_closed")
    if line.hall_id != hall.pk or line.retired_at is not None:
        raise BadInput("no_line", _("Nhóm việc này không còn nhận số. Hãy chọn lại."), field="line")
    if same := _same(hall, sent, dossier):
        raise AlreadyTaken(same)
    taken = numbering.take(f"queue:{hall.pk}")
    ticket = Ticket(
        hall=hall, day=local(taken.at).date(), number=taken.number, letter=line.letter, line=line, sent=sent,
        is_priority=is_priority, device=device, taken_at=taken.at, queued_at=taken.at,
    )  # fmt: skip
    LIFECYCLE.begin(ticket, Action.TAKE)
    ticket.moment = taken.at
    ticket.save(force_insert=True)
    if dossier is not None:
        Slip.objects.create(ticket=ticket, dossier=dossier)
    grow(hall.pk)
    return ticket


def _same(hall: Hall, sent: uuid.UUID, dossier: Dossier | None) -> Ticket | None:
    """The number that this press of the button, or this slip today, has got."""
    same = Q(sent=sent)
    if dossier is not None:
        same |= Q(slip__dossier=dossier, hall=hall, day=local(now()).date(), state__in=OPEN)
    return Ticket.objects.filter(same).first()


def take_once(**given: Any) -> Ticket:
    """The same, where a second press or a second scan gets the number of the first."""
    try:
        ticket: Ticket = take(**given)
    except AlreadyTaken as again:
        return again.ticket
    return ticket


def take_by_slip(*, by: Post, hall: Hall, text: str, device: Device | None = None, sent: uuid.UUID) -> Ticket:
    """Give a number for the dossier whose slip was scanned at its own desk; the same one while it is open.

    Raises BadInput `unknown_slip` (an unknown code and one of another desk are told alike), `no_line`.
    """
    here = Q(desk=hall.agency_id) | Q(desk__heir=hall.agency_id)
    dossier = Dossier.objects.filter(here).scanned(text[:200])
    if dossier is None:
        raise BadInput("unknown_slip", _("Không đọc được giấy này ở đây. Hãy chọn nhóm việc bên dưới."), field="scan")
    line = _line_for(hall, dossier)
    return take_once(by=by, hall=hall, line=line, device=device, sent=sent, dossier=dossier)


def _line_for(hall: Hall, dossier: Dossier) -> Line:
    """The line for a dossier: a result is handed over, else it is asked about; else that of its field."""
    ready = dossier.state == DossierState.DECIDED or dossier.state in CLOSED
    wanted = [LineKind.RETURN, LineKind.ASK] if ready else [LineKind.ASK, LineKind.RETURN]
    lines = list(hall.lines.in_use().order_by("letter"))
    for kind in wanted:
        for line in lines:
            if line.kind == kind:
                return line
    for line in lines:
        if dossier.field_code in line.fields:
            return line
    raise BadInput("no_line", _("Chưa có nhóm việc cho giấy này. Hãy chọn nhóm việc bên dưới."), field="scan")


@action(Action.CALL, lifecycle=LIFECYCLE, permit=permissions.may_call)
def call(ticket: Ticket, *, by: Post) -> dict[str, Any]:
    """Call this number to the window at which one sits: the next one, or somebody absent who came back.

    Raises StepRefused `window_busy` while somebody else is called or served there, `other_day`.
    """
    window = Window.objects.select_for_update(no_key=True).get(officer=by.pk)
    busy = Ticket.objects.filter(window=window, day=ticket.day, state__in=("called", "serving")).first()
    if busy is not None:
        raise StepRefused(f"Quầy đang có số {busy.code}: phục vụ xong hoặc bỏ qua số đó trước.", code="window_busy")
    if ticket.day != local(ticket.moment).date():
        raise StepRefused("Số này của ngày khác.", code="other_day")
    ticket.window, ticket.to_window = window, None
    ticket.called_at, ticket.calls = ticket.moment, ticket.calls + 1
    ticket.first_called_at = ticket.first_called_at or ticket.moment
    grow(ticket.hall_id)
    return {}


@action(Action.RECALL, lifecycle=LIFECYCLE, permit=permissions.may_serve)
def recall(ticket: Ticket, *, by: Post) -> dict[str, Any]:
    """Call it once more; displays show and sound it again."""
    ticket.called_at, ticket.calls = ticket.moment, ticket.calls + 1
    grow(ticket.hall_id)
    return {"calls": ticket.calls}


@action(Action.SKIP, lifecycle=LIFECYCLE, permit=permissions.may_serve)
def skip(ticket: Ticket, *, by: Post) -> None:
    """Nobody came: it may be called again when they do."""
    grow(ticket.hall_id)


@action(Action.BEGIN, lifecycle=LIFECYCLE, permit=permissions.may_serve)
def begin(ticket: Ticket, *, by: Post) -> None:
    """Somebody came: the time of serving runs."""
    ticket.began_at = ticket.moment
    grow(ticket.hall_id)


@action(Action.FINISH, lifecycle=LIFECYCLE, permit=permissions.may_serve)
def finish(ticket: Ticket, *, by: Post) -> None:
    """Served."""
    ticket.ended_at = ticket.moment
    grow(ticket.hall_id)


@action(Action.TRANSFER, lifecycle=LIFECYCLE, permit=permissions.may_serve)
def transfer(
    ticket: Ticket, *, by: Post, line: Line | None = None, window: Window | None = None
) -> dict[str, Any]:  # fmt: skip
    """Send somebody on, to another line or straight to another window; they keep the time since which they wait.

    Raises BadInput `nowhere` (neither named), `no_line`, `no_window` (not of this hall, retired, or the same window).
    """
    if line is None and window is None:
        raise BadInput("nowhere", "Chọn nhóm việc hoặc quầy chuyển đến.")
    if line is not None and (line.hall_id != ticket.hall_id or line.retired_at is not None):
        raise BadInput("no_line", "Nhóm việc này không còn dùng.", field="line")
    if window is not None and not _may_go_to(ticket, window):
        raise BadInput("no_window", "Không chuyển được đến quầy này.", field="window")
    ticket.line, ticket.to_window, ticket.began_at = line or ticket.line, window, None
    grow(ticket.hall_id)
    return {"from": ticket.window_id}


def _may_go_to(ticket: Ticket, window: Window) -> bool:
    return window.hall_id == ticket.hall_id and window.retired_at is None and window.pk != ticket.window_id


@action(Action.EXPIRE, lifecycle=LIFECYCLE, permit=permissions.may_expire)
def expire(ticket: Ticket, *, by: Post) -> None:
    """The day is over for this number; only `close_day` does it, which grows the stamp once for all."""
    if ticket.began_at is not None:
        ticket.ended_at = ticket.moment
