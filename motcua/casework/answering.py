"""The hours that are left to answer what was filed online: in the inbox, over it, and on the dossier's page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DateTimeField, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.agencies.prepared import PreparedFor
from motcua.core.clock import local
from motcua.core.prepared import Given
from motcua.dossiers.actions.steps import ANSWER, ANSWER_TITLE
from motcua.dossiers.models import Dossier
from motcua.dossiers.reply_terms import term_on
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from motcua.ui import formats
from motcua.worktime.calendars import Calendar
from motcua.worktime.standing import add_working_hours, working_minutes_between
from motcua.worktime.stored import calendar_of


@dataclass(frozen=True)
class Left:
    """How the answer stands: a tone and the working time that is left or gone beyond, in words."""

    tone: str
    words: str


def is_answer(task: Task) -> bool:
    """Whether a task, read with its step, is the answer to what was filed online and is owed by an hour."""
    step = getattr(task, "step", None)
    return step is not None and step.key == ANSWER and task.state == State.OPEN and task.due_at is not None


def left_of(due: datetime, *, calendar: Calendar, now: datetime) -> Left:
    """Return how an answer stands that is due then, in working hours of the calendar."""
    if now > due:
        return Left("late", f"Quá {_span(working_minutes_between(calendar, due, now))}")
    tone = "soon" if due <= soon_until(calendar, now) else "ontime"
    return Left(tone, f"Còn {_span(working_minutes_between(calendar, now, due))}")


def soon_until(calendar: Calendar, now: datetime) -> datetime:
    """Return until when what is due is due soon: so many working hours from now as the term warns before its end."""
    return add_working_hours(calendar, now, term_on(local(now).date()).warn_before)


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ" if hours else "", f"{rest} phút" if rest or not hours else ""]
    return " ".join(filter(None, [*parts, "làm việc"]))


def _counted(by: Post) -> Any:
    owed = Task.objects.own_of(by).filter(state=State.OPEN, title=ANSWER_TITLE, step__key=ANSWER)
    late = Count("pk", filter=Q(due_at__lt=NOW))
    soon = Count("pk", filter=Q(due_at__gte=NOW, due_at__lte=SOON))
    return owed.order_by().values("role").annotate(late=late, soon=soon).values_list("late", "soon")


NOW, SOON = Given("now", DateTimeField()), Given("soon", DateTimeField())
COUNTED: PreparedFor[Any] = PreparedFor(_counted)


def warnings_of(by: Post, *, now: datetime) -> list[dict[str, Any]]:
    """Say over a desk's inbox that answers are late, or soon will be, with the way to them; one query, desks only."""
    if by.role != Role.RECEPTIONIST:
        return []
    late, soon = next(iter(COUNTED.rows(by, now=now, soon=soon_until(calendar_of(by.agency), now))), (0, 0))
    way = {"url": f"?{urlencode({'tab': '', 'step': ANSWER_TITLE})}", "way": "Xem hồ sơ chờ trả lời"}
    lines = []
    if late:
        text = f"{late} hồ sơ trực tuyến đã quá giờ phải trả lời. Người phụ trách được báo."
        lines.append({"text": text, "tone": "late"} | way)
    if soon:
        hours = term_on(local(now).date()).warn_before
        text = f"{soon} hồ sơ trực tuyến phải trả lời trong {hours} giờ làm việc tới."
        lines.append({"text": text, "tone": "soon"} | way)
    return lines


def answer_facts(dossier: Dossier, *, now: datetime) -> dict[str, Any]:
    """Return what the card of the answer shows before receipt: what is left, and who was told that it is late."""
    if dossier.answer_due_at is None or dossier.received_at is not None or dossier.is_closed:
        return {"answer": None}
    reply = dossier.replies.waiting().select_related("to_head", "to_leader").first()
    if reply is None:  # papers are asked for
        return {"answer": {"tone": "wait", "words": "Đồng hồ trả lời đang dừng", "told": []}}
    left = left_of(reply.due_at, calendar=calendar_of(dossier.agency), now=now)
    told = [("phụ trách bộ phận", reply.to_head), ("lãnh đạo", reply.to_leader)]
    said = [f"Đã báo {who} lúc {formats.moment(task.opened_at)}." for who, task in told if task is not None]
    return {"answer": {"tone": left.tone, "words": left.words, "told": said}}
