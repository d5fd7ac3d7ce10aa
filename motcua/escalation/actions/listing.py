"""The weekly list of late dossiers, put before whoever sees to the reform at each office, once a week."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local, now
from motcua.core.errors import NotPermitted
from motcua.dossiers.lateness import finished_late, overdue, with_story
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.sight import overseen
from motcua.escalation import permissions
from motcua.escalation.choices import Channel
from motcua.escalation.ladder import weekly_due
from motcua.escalation.models import Rung, WeeklyList
from motcua.tasks.actions import close_task, open_task
from motcua.tasks.choices import State
from motcua.ui import formats

KIND = "escalation.weekly"
PAGE = "escalation:weekly"
DAYS = 7
MOST = 5_000  # keys kept of one list; the counts are of all


def make_lists() -> int:
    """Make the lists whose hour of this week has come, each office's once; returns how many were made."""
    at = now()
    asked = list(weekly_due(at))
    return sum(_make(rung, agency, week, at=at) for rung, agency, week in asked)


def _make(rung: Rung, agency: Agency, week: date, *, at: datetime) -> int:
    post = Post.objects.held(local(at).date()).filter(agency=agency, role=Role.REFORM_OFFICER).with_names().first()
    if post is None:
        return 0
    rows = late_of(post, at=at)
    found = list(rows.order_by("pk").values_list("pk", "decided_at", "apologised"))
    try:
        with transaction.atomic():
            made = WeeklyList.objects.create(
                rung=rung, agency=agency, week=week, made_at=at, dossiers=[pk for pk, _, _ in found[:MOST]],
                overdue=sum(decided is None for _, decided, _ in found),
                finished=sum(decided is not None for _, decided, _ in found),
                unapologised=sum(not apologised for _, _, apologised in found),
            )  # fmt: skip
            if rung.channel == Channel.INBOX:
                made.task = open_task(
                    kind=KIND, title="Xem danh sách trễ hạn tuần", about=about(made), agency=agency,
                    role=Role.REFORM_OFFICER, owner=None, url=(PAGE, str(made.pk)), at=at, due=None,
                )  # fmt: skip
                made.save(update_fields=["task"])
    except IntegrityError:  # another worker made it a moment ago
        return 0
    return 1


def late_of(post: Post, *, at: datetime) -> Any:
    """Return what is late at a moment of all that a post watches over: open, or finished late in the last days."""
    units = Agency.objects.filter(path__startswith=overseen(post)).order_by().values("pk")
    late = overdue(at) | finished_late(at - timedelta(days=DAYS), at)
    return with_story(Dossier.objects.filter(late, agency__in=units))


def about(row: WeeklyList) -> str:
    """Say in one line what a list counts."""
    return (
        f"Đến {formats.moment(row.made_at)}: {row.overdue} đang quá hạn, {row.finished} xong trễ trong {DAYS} ngày, "
        f"{row.unapologised} chưa xin lỗi"
    )


def see_list(row: WeeklyList, *, by: Post) -> WeeklyList:
    """Take a list out of the inbox: it was read. Raises NotPermitted."""
    with transaction.atomic():
        found = WeeklyList.objects.select_for_update(of=("self",)).select_related("task").get(pk=row.pk)
        if found.task is None or not permissions.may_see_to(by, found):
            raise NotPermitted()
        if found.task.state == State.OPEN:
            close_task(found.task, by=by, at=now())
    return found
