"""The rows of the inbox as they are read: grouped by urgency, each with its dossier and the one thing to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, QuerySet

from motcua.agencies.models import Post
from motcua.agencies.prepared import PreparedFor
from motcua.casework.answering import Left, is_answer, left_of
from motcua.core.addresses import address
from motcua.core.clock import local
from motcua.core.prepared import Among, Given
from motcua.dossiers.actions import corrections, opinions
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import finishing
from motcua.dossiers.reading import read_contents
from motcua.tasks.choices import State, Tab
from motcua.tasks.kinds import kind_of
from motcua.tasks.models import Task, is_inbox_of
from motcua.ui import formats
from motcua.worktime.calendars import Calendar
from motcua.worktime.standing import stand_of
from motcua.worktime.stored import calendar_of

DOSSIER = "casework:dossier"
NAMED_DAYS = 6  # so many days ahead have a heading of their own


@dataclass(frozen=True)
class Line:
    """A row: the task, its dossier (None for a task of another app), working days left, and the finishing action.

    `name` stands where the key of the thing tells nobody anything.

    `late` is the step's lateness, `overdue` the dossier's own; `waits` says for what a waiting task waits.
    """

    task: Task
    dossier: Dossier | None
    days: int | None
    late: bool
    overdue: bool
    waits: str
    label: str
    name: str
    url: str
    at: str  # the thing's own page
    instead: str = ""  # in whose place it is or was done
    left: Left | None = None  # of an answer that is owed by an hour


@dataclass(frozen=True)
class Group:
    """Rows of one urgency under one heading; `count` is None where the list does not know how many there are."""

    title: str
    tone: str
    count: int | None
    lines: list[Line] = field(default_factory=list)


def _of_codes(by: Post) -> "QuerySet[Dossier]":
    asked = Among("code", Given("codes", ArrayField(CharField())))
    return Dossier.objects.visible_to(by, named=True).filter(asked).select_related("applicant", "agency")


OF_CODES = PreparedFor(_of_codes)


def lines_of(tasks: Sequence[Task], *, by: Post, now: datetime) -> list[Line]:
    """Return the rows of a page, their dossiers (if the post may read them) in two queries at most."""
    codes = [task.url_key for task in tasks if task.url_name == DOSSIER]
    dossiers = {row.code: row for row in (OF_CODES.rows(by, codes=codes) if codes else ())}
    read_contents(dossiers.values())
    calendar = calendar_of(by.agency)
    return [_line(task, dossiers.get(task.url_key), by=by, calendar=calendar, now=now) for task in tasks]


def _line(task: Task, dossier: Dossier | None, *, by: Post, calendar: Calendar, now: datetime) -> Line:
    running = task.state == State.OPEN
    days, late = _left(task.due_at, calendar=calendar, now=now) if running else (None, False)
    code = _to_do(task, dossier) if running and dossier else None
    at = address(task.url_name, task.url_key)
    return Line(
        task=task,
        dossier=dossier,
        days=days,
        late=late,
        overdue=dossier is not None and dossier.decided_at is None and dossier.is_late(now),
        waits=dossier.get_state_display() if dossier else str(State.WAITING.label),
        label=code.label if code else "Xem",
        name=kind_of(task.kind).label if task.url_key.isdigit() else "",
        url=address("casework:act", task.url_key, slug_of(code)) if code else at,
        at=at,
        instead=_instead(task, by),
        left=left_of(task.due_at, calendar=calendar, now=now) if task.due_at and is_answer(task) else None,
    )


def _instead(task: Task, by: Post) -> str:
    """Say for whom somebody works or worked who stands in; "" for what is one's own."""
    if task.done_for is not None:
        doer = task.done_by.person.name if task.done_by else ""
        return f"{doer} đã làm thay" if task.done_for_id == by.pk else _for(task.done_for)
    if is_inbox_of(by, task):
        return ""
    place = next((place for place in by.places if is_inbox_of(place.post, task)), None)
    return _for(place.post, signing=place.delegation is not None) if place else ""


def _for(post: Post, *, signing: bool = False) -> str:
    return f"{'Ủy quyền của' if signing else 'Làm thay'} {post.person.name}"


def _left(due: datetime | None, *, calendar: Calendar, now: datetime) -> tuple[int | None, bool]:
    """Working days left, negative when overdue."""
    if due is None:
        return None, False
    stand = stand_of(calendar, due=due, now=now)
    return (-stand.days if stand.is_late else stand.days), stand.is_late


def _to_do(task: Task, dossier: Dossier) -> Action | None:
    if task.kind == opinions.KIND:
        return Action.ANSWER
    if task.kind == corrections.KIND:
        return Action.DELIVER_CORRECTION
    step = getattr(task, "step", None)
    return finishing(dossier, step) if step else None


def slug_of(code: str) -> str:
    """Return an action's name in an address: dossier.hand_over → hand-over."""
    return code.removeprefix("dossier.").replace("_", "-")


def grouped(lines: Sequence[Line], *, tab: str, counts: Mapping[str, int], now: datetime) -> list[Group]:
    """Put rows that come by due moment under headings; lists in another order stay one group without a heading."""
    if tab in (Tab.DONE, Tab.WAITING):
        return [Group("", "", None, list(lines))]
    heading = _headings(counts, now)
    groups: list[Group] = []
    for line in lines:
        title, tone, count = heading(line)
        if not groups or groups[-1].title != title:
            groups.append(Group(title, tone, count))
        groups[-1].lines.append(line)
    return groups


def _headings(counts: Mapping[str, int], now: datetime) -> Callable[[Line], tuple[str, str, int | None]]:
    today = local(now).date()

    def heading(line: Line) -> tuple[str, str, int | None]:
        due = line.task.due_at
        if due is None:
            return "Không hẹn ngày", "", None
        if line.late:
            return "Quá hạn", "late", counts.get(Tab.LATE)
        day = local(due).date()
        if day == today:
            return f"Hôm nay, {_day(due)}", "soon", counts.get(Tab.TODAY)
        if day <= today + timedelta(days=NAMED_DAYS):
            return f"{formats.weekday(due)} {formats.day_month(due)}", "", None
        return "Sau đó", "", None

    return heading


def _day(due: datetime) -> str:
    name = formats.weekday(due)
    return f"{name[:1].lower()}{name[1:]} {formats.day_month(due)}"
