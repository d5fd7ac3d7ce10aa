"""What follows from events: a printed paper is made and kept, people are told, a changed calendar moves what is open.

All of it outside the action's locks.
"""

from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from motcua.agencies.choices import Action as People
from motcua.agencies.choices import Role
from motcua.agencies.models import Post, PostEvent
from motcua.citizens.actions import tell
from motcua.core.reactions import reaction
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.actions.reassigning import release_ended
from motcua.dossiers.choices import Action
from motcua.dossiers.models import DossierEvent, PrintedPaper, Result
from motcua.dossiers.telling import TELLING, is_news, key_of, people_of, told_by
from motcua.worktime.choices import Action as Calendar
from motcua.worktime.models import ExceptionalDayEvent, WorkWeekEvent


def _is_printed_now(event: DossierEvent) -> bool:
    """Who stands in a paper book holds a slip of that day; theirs is made when somebody opens it."""
    return "printed" in event.data and "paper_book" not in event.data


@reaction(
    Action.REGISTER,
    Action.RECEIVE,
    Action.REFUSE,
    Action.REQUEST_SUPPLEMENT,
    Action.EXTEND,
    Action.APOLOGISE,
    Action.STOP,
    Action.WITHDRAW,
    Action.COLLECT_FEE,
    when=_is_printed_now,
)
def print_what_was_promised(event: DossierEvent) -> None:
    """Make the PDF of the paper that the event froze."""
    if _is_printed_now(event):
        _keep(PrintedPaper.objects.get(pk=event.data["printed"]))


@reaction(Action.SIGN, Action.SETTLE_AT_ONCE, Action.CORRECT_RESULT)
def print_the_result(event: DossierEvent) -> None:
    """Make the PDF of a result that is written from a template."""
    printed = Result.objects.get(pk=event.data["result"]).printed
    if printed is not None:
        _keep(printed)


def _keep(paper: PrintedPaper) -> None:
    """A dossier that was erased meanwhile has nothing to print any more."""
    if paper.values is not None:
        keep_pdf(paper, by=Post.objects.system())


@reaction(*TELLING, when=is_news)
def tell_the_people(event: DossierEvent) -> None:
    """Write the messages by which the people of the dossier learn of it; one that was erased has nobody to tell."""
    if event.subject.erased_at is not None or (told := told_by(event)) is None:
        return
    notice, values = told
    tell(
        people_of(event.subject), by=Post.objects.system(), kind=notice.key, values=values,
        key=key_of(event.pk), office=event.subject.agency,
    )  # fmt: skip


@reaction(People.END_POST)
def let_work_fall_to_the_unit(event: PostEvent) -> None:
    """Nobody's work lies in the inbox of a post that has ended; in a re-organisation it passes with its holder."""
    if event.by.role != Role.SYSTEM:
        release_ended()


@reaction(Calendar.SET_EXCEPTION, Calendar.WITHDRAW_EXCEPTION)
def follow_the_day(event: ExceptionalDayEvent) -> None:
    """Move the dossiers whose time runs over a day that has changed."""
    day = event.subject
    _follow(event, first=day.date, last=day.date, note=f"{day.reason}. {day.source}")


@reaction(Calendar.SET_WEEK, Calendar.END_WEEK, Calendar.WITHDRAW_WEEK)
def follow_the_week(event: WorkWeekEvent) -> None:
    """Move the dossiers whose time runs into a working week that has changed."""
    _follow(event, first=event.subject.valid_from, last=None, note=event.subject.decision)


def _follow(event: Any, *, first: date, last: date | None, note: str) -> None:
    """Leave the work, which may be long, to a job of its own."""
    app.configure_task("dossiers.follow_calendar").defer(
        agency_path=event.subject.agency.path if event.subject.agency else "",
        first=first.isoformat(),
        last=last.isoformat() if last else None,
        cause=f"{event._meta.label}:{event.pk}",
        note=note,
    )
