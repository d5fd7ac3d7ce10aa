"""Windows: what they serve, who sits there, and the call for the next number."""

from collections.abc import Iterable
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.queue import permissions
from motcua.queue.actions import tickets
from motcua.queue.actions.stamps import grow
from motcua.queue.choices import AT_WINDOW, Action, State
from motcua.queue.models import Hall, Line, Ticket, Window, WindowLine
from motcua.queue.turns import order_of_kinds, run_after

MOST = 99


def _check(hall: Hall, number: int, lines: Iterable[Line], other: Window | None) -> list[Line]:
    """Return the lines served; raises BadInput for what cannot stand."""
    found = list(lines)
    if not 1 <= number <= MOST:
        raise BadInput("bad_number", f"Số quầy từ 1 đến {MOST}.", field="number")
    if hall.windows.in_use().filter(number=number).exclude(pk=other.pk if other else 0).exists():
        raise BadInput("number_taken", f"Đã có quầy {number}.", field="number")
    if not found:
        raise BadInput("no_line", "Chọn ít nhất một nhóm việc mà quầy phục vụ.", field="lines")
    if any(line.hall_id != hall.pk or line.retired_at is not None for line in found):
        raise BadInput("no_line", "Có nhóm việc không còn dùng.", field="lines")
    return found


@creates(Action.ADD_WINDOW, permit=permissions.may_add_window)
def add_window(*, by: Post, hall: Hall, number: int, lines: Iterable[Line]) -> Any:
    """Add a window that serves lines. Raises BadInput `bad_number`, `number_taken`, `no_line`."""
    served = _check(hall, number, lines, None)
    window = Window(hall=hall, number=number)
    window.save(force_insert=True)
    _serve(window, served)
    grow(hall.pk)
    return window, {"lines": [line.pk for line in served]}


def _serve(window: Window, lines: list[Line]) -> None:
    WindowLine.objects.filter(window=window).exclude(line__in=lines).delete()
    held = set(WindowLine.objects.filter(window=window).values_list("line", flat=True))
    WindowLine.objects.bulk_create(WindowLine(window=window, line=line) for line in lines if line.pk not in held)


@action(Action.CHANGE_WINDOW, permit=permissions.may_set_window)
def change_window(window: Window, *, by: Post, number: int, lines: Iterable[Line]) -> dict[str, Any]:
    """Change a window's number and what it serves. Raises BadInput like `add_window`, StepRefused when retired."""
    _check_in_use(window)
    served = _check(window.hall, number, lines, window)
    window.number = number
    _serve(window, served)
    grow(window.hall_id)
    return {"lines": [line.pk for line in served]}


def _check_in_use(window: Window) -> None:
    if window.retired_at is not None:
        raise StepRefused("Quầy này không còn dùng.", code="window_retired")


@action(Action.RETIRE_WINDOW, permit=permissions.may_set_window)
def retire_window(window: Window, *, by: Post) -> None:
    """Use a window no more. Raises StepRefused while somebody is called, served or sent there; shifts to come go."""
    _check_in_use(window)
    today = local(window.moment).date()
    if _at(window).exists() or Ticket.objects.waiting(today).filter(to_window=window).exists():
        raise StepRefused("Quầy còn người đang được phục vụ hoặc được chuyển đến.", code="people_wait")
    window.retired_at, window.officer = window.moment, None
    window.shifts.filter(day__gt=today).delete()
    grow(window.hall_id)


@action(Action.SIT, permit=permissions.may_sit)
def sit(window: Window, *, by: Post) -> dict[str, Any]:
    """Sit down at a window, by the roster or in somebody's stead; leaves another window of one's own.

    Raises StepRefused `window_busy` while who sits there serves somebody, `still_serving` while one does elsewhere.
    """
    _check_in_use(window)
    Post.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # one seat, also of two presses at once
    before = window.officer_id
    if before not in (None, by.pk) and _at(window).exists():
        raise StepRefused("Cán bộ đang ngồi quầy này đang phục vụ một số.", code="window_busy")
    for mine in Window.objects.filter(officer=by.pk).exclude(pk=window.pk):
        leave(mine, by=by)
    window.officer = by
    grow(window.hall_id)
    return {"before": before}


def _at(window: Window) -> Any:
    """Who is called or served at a window today."""
    return Ticket.objects.filter(window=window, day=local(window.moment).date(), state__in=AT_WINDOW)


@action(Action.LEAVE, permit=permissions.may_leave)
def leave(window: Window, *, by: Post) -> dict[str, Any]:
    """Leave a window; nobody calls there until somebody sits down. Raises StepRefused `still_serving`."""
    if _at(window).exists():
        raise StepRefused("Còn số đang gọi hoặc đang phục vụ ở quầy: làm xong trước khi rời.", code="still_serving")
    before, window.officer = window.officer_id, None
    grow(window.hall_id)
    return {"before": before}


@action(Action.CALL_NEXT, permit=permissions.may_call_next)
def call_next(window: Window, *, by: Post) -> dict[str, Any]:
    """Finish whom one serves and call the next number: two officers at once never get the same one.

    A number that another officer is just calling is passed over, not waited for. What was called is in
    `window.called` (None: nobody waits). Raises StepRefused `still_called` while somebody called has not come,
    `nobody_waits` when there was nobody to finish either.
    """
    here = list(_at(window))
    if called := next((ticket for ticket in here if ticket.state == State.CALLED), None):
        raise StepRefused(f"Số {called.code} đang được gọi: bắt đầu, gọi lại hoặc bỏ qua.", code="still_called")
    for ticket in here:
        tickets.finish(ticket, by=by)
    found = _next(window)
    if found is None and not here:
        raise StepRefused("Không còn ai chờ ở các nhóm việc của quầy.", code="nobody_waits")
    window.called = None
    if found is not None:
        window.run = run_after(window.run, priority=found.is_priority)
        window.called = tickets.call(found, by=by)
    return {"ticket": found.pk if found else None}


def _next(window: Window) -> Ticket | None:
    """Return whose turn it is, its row locked: who was sent to this very window, then by turns (turns.py)."""
    rows = Ticket.objects.waiting(local(window.moment).date()).filter(hall=window.hall_id).for_window(window)
    free = rows.in_turn().select_for_update(skip_locked=True, of=("self",), no_key=True)
    if (sent := free.filter(to_window=window).first()) is not None:
        return sent
    for priority in order_of_kinds(window.run, most=window.hall.priority_run):
        if (found := free.filter(is_priority=priority).first()) is not None:
            return found
    return None
