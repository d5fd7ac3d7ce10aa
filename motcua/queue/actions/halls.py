"""Opening and setting a hall, ending and reopening its day."""

import re
import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.queue import permissions
from motcua.queue.actions.stamps import grow
from motcua.queue.actions.tickets import expire
from motcua.queue.choices import OPEN, Action, DeviceKind, LineKind
from motcua.queue.models import Device, Hall, Line, PriorityGround, Slip, Stamp, Ticket

RUN, BEFORE = range(1, 10), range(121)
LETTER, FIELD = re.compile(r"[A-Z]"), re.compile(r"[\w.-]{1,40}")
# Who counts as old, as disabled, is told by these laws; that they are called first is the desk's own rule.
FIRST_GROUNDS = (
    ("Người cao tuổi (từ đủ 60 tuổi)", "Luật Người cao tuổi số 39/2009/QH12, điều 2; quy chế của đơn vị"),
    ("Phụ nữ mang thai, người bế trẻ nhỏ", "Quy chế của đơn vị (ghi số, ngày văn bản khi sửa)"),
    ("Người khuyết tật", "Luật Người khuyết tật số 51/2010/QH12, điều 2; quy chế của đơn vị"),
)


def _text(value: str, name: str, *, field: str, most: int) -> str:
    text = clean(value)
    if not text:
        raise BadInput("required", f"Chưa ghi {name}.", field=field)
    if len(text) > most:
        raise BadInput("too_long", f"Phần {name} dài quá {most} ký tự.", field=field)
    return text


@creates(Action.OPEN_HALL, permit=permissions.may_open)
def open_hall(*, by: Post, agency: Agency) -> Hall:
    """Open a one-stop desk's hall, with the usual grounds of priority. Raises BadInput `no_desk`, `already_open`."""
    if agency.kind != Kind.ONE_STOP:
        raise BadInput("no_desk", "Chỉ bộ phận một cửa mới có sảnh lấy số.", field="agency")
    if Hall.objects.filter(agency=agency).exists():
        raise BadInput("already_open", f"{agency.short_name} đã có sảnh lấy số.", field="agency")
    hall = Hall(agency=agency)
    hall.save(force_insert=True)
    Stamp.objects.create(hall=hall)
    for name, source in FIRST_GROUNDS:
        PriorityGround.objects.create(hall=hall, name=name, source=source, valid_from=agency.valid_from)
    return hall


@action(Action.CHANGE_HALL, permit=permissions.may_set)
def change_hall(hall: Hall, *, by: Post, priority_run: int, opens_before: int) -> None:
    """Say how many priority numbers go in a row and how early numbers are given. Raises BadInput `out_of_range`."""
    if priority_run not in RUN:
        raise BadInput("out_of_range", "Số ưu tiên gọi liền nhau phải từ 1 đến 9.", field="priority_run")
    if opens_before not in BEFORE:
        raise BadInput("out_of_range", "Phát số trước buổi làm việc từ 0 đến 120 phút.", field="opens_before")
    hall.priority_run, hall.opens_before = priority_run, opens_before


def _line_values(hall: Hall, given: dict[str, Any], *, other: Line | None) -> dict[str, Any]:
    """Return the values of a line; raises BadInput for what cannot stand."""
    letter, kind = clean(given["letter"]).upper(), given["kind"]
    codes = list(dict.fromkeys(given["fields"]))
    if not LETTER.fullmatch(letter):
        raise BadInput("bad_letter", "Chữ cái là một chữ từ A đến Z.", field="letter")
    if hall.lines.in_use().filter(letter=letter).exclude(pk=other.pk if other else 0).exists():
        raise BadInput("letter_taken", f"Chữ {letter} đã dùng cho nhóm việc khác.", field="letter")
    if kind not in LineKind.values:
        raise BadInput("bad_kind", "Chưa chọn nhóm việc để làm gì.", field="kind")
    if not all(FIELD.fullmatch(code) for code in codes):
        raise BadInput("bad_field", "Có lĩnh vực không hợp lệ.", field="fields")
    name = _text(given["name"], "tên nhóm việc", field="name", most=80)
    return {"letter": letter, "name": name, "kind": kind, "fields": codes}


@action(Action.ADD_LINE, permit=permissions.may_set)
def add_line(
    hall: Hall, *, by: Post, letter: str, name: str, kind: str = LineKind.FILE, fields: Iterable[str] = ()
) -> dict[str, Any]:
    """Add a line to the kiosk. Raises BadInput `bad_letter`, `letter_taken`, `bad_kind`, `bad_field`, `required`."""
    given = {"letter": letter, "name": name, "kind": kind, "fields": fields}
    line = Line.objects.create(hall=hall, **_line_values(hall, given, other=None))
    grow(hall.pk)
    return {"line": line.pk, "letter": line.letter, "kind": line.kind, "fields": line.fields}


@action(Action.CHANGE_LINE, permit=permissions.may_set)
def change_line(
    hall: Hall, *, by: Post, line: Line, letter: str, name: str, kind: str, fields: Iterable[str] = ()
) -> dict[str, Any]:
    """Change a line; numbers already given keep their letter. Raises BadInput like `add_line`, StepRefused."""
    _check_in_use(hall, line)
    values = _line_values(hall, {"letter": letter, "name": name, "kind": kind, "fields": fields}, other=line)
    for key, value in values.items():
        setattr(line, key, value)
    line.save(update_fields=list(values))
    grow(hall.pk)
    return {"line": line.pk, "letter": line.letter, "kind": line.kind, "fields": line.fields}


def _check_in_use(hall: Hall, line: Line) -> None:
    line.refresh_from_db()
    if line.hall_id != hall.pk or line.retired_at is not None:
        raise StepRefused("Nhóm việc này không còn dùng.", code="line_retired")


@action(Action.RETIRE_LINE, permit=permissions.may_set)
def retire_line(hall: Hall, *, by: Post, line: Line) -> dict[str, Any]:
    """Offer a line no more. Raises StepRefused while people wait in it: they would never be called."""
    _check_in_use(hall, line)
    if Ticket.objects.waiting(local(hall.moment).date()).filter(line=line).exists():
        raise StepRefused("Còn người chờ ở nhóm việc này: phục vụ xong hoặc chuyển họ trước.", code="people_wait")
    line.retired_at = hall.moment
    line.save(update_fields=["retired_at"])
    line.served_at.all().delete()
    grow(hall.pk)
    return {"line": line.pk}


@action(Action.ADD_GROUND, permit=permissions.may_set)
def add_ground(hall: Hall, *, by: Post, name: str, source: str, valid_from: date) -> dict[str, Any]:
    """Add a ground of priority with the document that gives it. Raises BadInput `required`, `too_long`."""
    ground = PriorityGround.objects.create(
        hall=hall, name=_text(name, "diện ưu tiên", field="name", most=120),
        source=_text(source, "căn cứ", field="source", most=200), valid_from=valid_from,
    )  # fmt: skip
    return {"ground": ground.pk, "valid_from": valid_from}


@action(Action.END_GROUND, permit=permissions.may_set)
def end_ground(hall: Hall, *, by: Post, ground: PriorityGround, valid_to: date) -> dict[str, Any]:
    """Let a ground end with a day. Raises BadInput `before_it_began`, StepRefused for one of another hall."""
    if ground.hall_id != hall.pk:
        raise StepRefused("Diện ưu tiên này của sảnh khác.", code="other_hall")
    if valid_to < ground.valid_from:
        raise BadInput("before_it_began", "Ngày cuối không được trước ngày bắt đầu.", field="valid_to")
    ground.valid_to = valid_to
    ground.save(update_fields=["valid_to"])
    return {"ground": ground.pk, "valid_to": valid_to}


@action(Action.ISSUE_DEVICE, permit=permissions.may_set)
def issue_device(hall: Hall, *, by: Post, kind: str, name: str) -> dict[str, Any]:
    """Make an address for a kiosk or a display; its secret is in `issued_secret` of what is returned, nowhere kept.

    Raises BadInput `bad_kind`, `required`, `too_long`.
    """
    if kind not in DeviceKind.values:
        raise BadInput("bad_kind", "Chưa chọn loại thiết bị.", field="kind")
    secret = secrets.token_urlsafe(32)
    name = _text(name, "nơi đặt thiết bị", field="name", most=80)
    device = Device.objects.create(hall=hall, kind=kind, name=name, digest=Device.digest_of(secret))
    hall.issued_secret = secret
    return {"device": device.pk, "kind": kind}


@action(Action.REVOKE_DEVICE, permit=permissions.may_set)
def revoke_device(hall: Hall, *, by: Post, device: Device) -> dict[str, Any]:
    """Let a device's address open nothing any more. Raises StepRefused when it was revoked before."""
    device.refresh_from_db()
    if device.hall_id != hall.pk or device.revoked_at is not None:
        raise StepRefused("Thiết bị này đã bị thu hồi.", code="already_revoked")
    device.revoked_at = hall.moment
    device.save(update_fields=["revoked_at"])
    return {"device": device.pk}


@action(Action.CLOSE_DAY, permit=permissions.may_keep_day)
def close_day(hall: Hall, *, by: Post, day: date | None = None) -> dict[str, Any]:
    """End a day, today when none is named: nobody is called any more, slips that were scanned are forgotten.

    Ended today, no more numbers are given until it is reopened. Raises StepRefused `already_closed` for a day that was
    ended, and `day_to_come`.
    """
    today = local(hall.moment).date()
    day = day or today
    if day > today or (day == today and hall.closed_on == today):
        raise StepRefused("Ngày này đã kết thúc hoặc chưa đến.", code="already_closed")
    ended = end_numbers(hall, by=by, day=day)
    if day == today:
        hall.closed_on = today
    grow(hall.pk)
    return {"day": day, "ended": ended}


def end_numbers(hall: Hall, *, by: Post, day: date) -> int:
    """Let the open numbers of a day be over and its slips forgotten, in an action on the hall; returns how many."""
    waiting = Ticket.objects.filter(hall=hall, day=day, state__in=OPEN).order_by("pk")
    ended = [expire(ticket, by=by).pk for ticket in waiting]
    Slip.objects.filter(ticket__hall=hall, ticket__day=day).delete()
    return len(ended)


@action(Action.REOPEN_DAY, permit=permissions.may_keep_day)
def reopen_day(hall: Hall, *, by: Post) -> dict[str, Any]:
    """Give numbers again on a day that was ended too soon; numbers go on where they were. Raises StepRefused."""
    if hall.closed_on != local(hall.moment).date():
        raise StepRefused("Hôm nay chưa kết thúc.", code="not_closed")
    hall.closed_on = None
    grow(hall.pk)
    return {"day": local(hall.moment).date()}
