"""Whoever a rung names is told, once for each step or dossier, rung and due moment.

The dossier itself is not touched, so that nobody's open page grows stale; its lock makes "still as it was" exact.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from motcua.agencies.models import Absence, Agency, Post
from motcua.agencies.standing_in import LONGEST_CHAIN, telling_of
from motcua.citizens.actions.telling import usable
from motcua.core.addresses import address
from motcua.core.clock import local, now
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import steps
from motcua.dossiers.actions.escalating import Inbox
from motcua.dossiers.actions.passing import heir_of, pool_for
from motcua.dossiers.choices import STEP_WORK, StepState
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.models.dossier import marks_at
from motcua.escalation import permissions
from motcua.escalation.choices import Channel, Subject, Whom
from motcua.escalation.ladder import WORKING, Inboxes, Reached, reached
from motcua.escalation.models import Alarm, Rung, WeeklyList
from motcua.escalation.notices import ALARM
from motcua.notify.actions import send
from motcua.notify.choices import Channel as By
from motcua.notify.gateways import offered
from motcua.tasks.actions import close_task, move_task, open_task
from motcua.tasks.choices import State
from motcua.ui import formats

log = logging.getLogger(__name__)

KIND = "escalation.alarm"
PAGE = "escalation:alarm"


def tell_reached() -> int:
    """Tell of every rung that was reached and not told; returns how many were told.

    Each in a transaction of its own: run twice, or by two workers, it tells nobody twice; killed in the middle, the
    next run tells the rest.
    """
    at = now()
    inboxes, count = Inboxes(local(at).date()), 0
    for found in reached(at):
        inbox = inboxes.of(found)
        if inbox is None:
            log.warning("nobody to tell of rung %s for dossier %s", found.rung.pk, found.dossier.pk)
        else:
            count += _tell(found, inbox, at=at)
    return count


def _tell(found: Reached, inbox: Inbox, *, at: datetime) -> int:
    with transaction.atomic():
        if not _still(found):
            return 0
        agency, role, owner = inbox
        alarm = Alarm.objects.create(
            rung=found.rung, dossier=found.dossier, step=found.step, due=found.due, reached_at=found.at, told_at=at,
            agency=agency, role=role, owner=owner,
        )  # fmt: skip
        if found.rung.channel == Channel.INBOX:
            alarm.task = open_task(
                kind=KIND, title=f"Cảnh báo: {found.rung}"[:200], about=steps.about(found.dossier), agency=agency,
                role=role, owner=owner, url=(PAGE, str(alarm.pk)), at=at, due=found.due,
                marks=marks_of(found.dossier, found.rung),
            )  # fmt: skip
            alarm.save(update_fields=["task"])
            _write_at_once(alarm, on=local(at).date())
        return 1


def _still(found: Reached) -> bool:
    """Lock the dossier, and look whether all is as it was when it was found, and nobody told of it meanwhile."""
    dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=found.dossier.pk)
    step = Step.objects.filter(pk=found.holds.pk, state=StepState.OPEN).first()
    if step is None or dossier.state not in WORKING:
        return False
    if found.due != due_of(found.rung, dossier, step):
        return False
    return not Alarm.objects.filter(dossier=dossier, step=found.step, rung=found.rung, due=found.due).exists()


def marks_of(dossier: Dossier, rung: Rung) -> list[str]:
    """Return by what a warning is shared out in an absence: what tells the holder of a work falls to whoever takes that
    work; what a head or leader is told is a kind of its own."""
    marks = marks_at(dossier, None)
    return [*marks, telling_of(STEP_WORK)] if rung.whom == Whom.OWNER else marks


def due_of(rung: Rung, dossier: Dossier, step: Step) -> datetime | None:
    """Return the due moment that a rung looks at as it stands now; None where nothing is due any more."""
    if rung.subject == Subject.DOSSIER:
        return dossier.appointed_due
    if rung.subject == Subject.HAND_OVER:
        return step.take_by if step.taken_at is None else None
    return step.due_at


@dataclass(frozen=True)
class Readers:
    """Who reads an inbox on a day: `posts` by key, or, of those who are away, whoever their work falls to."""

    posts: list[Post]
    away: dict[int, Absence]
    known: dict[int, Post]

    def of(self, dossier: Dossier, rung: Rung) -> list[Post]:
        """Return who reads what a rung tells of a dossier: shares of an absence go by its procedure and field."""
        marks = marks_of(dossier, rung)
        found = {reader.pk: reader for post in self.posts if (reader := self._falls_to(post, marks)) is not None}
        return list(found.values())

    def _falls_to(self, post: Post, marks: list[str]) -> Post | None:
        """Return the first along the chain who is there; None where nobody takes it."""
        key, past = post.pk, set[int]()
        while (absence := self.away.get(key)) is not None:
            past.add(key)
            key = absence.taker_of(KIND, marks) or 0
            if key in past:
                return None
        return self.known.get(key)


def readers_of(inbox: Inbox, *, on: date) -> Readers:
    """Return who reads an inbox on a day; two queries, two more for each link of a chain of absences."""
    agency, role, owner = inbox
    held = Post.objects.held(on).with_names()
    posts = list(held.filter(pk=owner.pk) if owner else held.filter(agency=agency, role=role))
    known, away = {post.pk: post for post in posts}, dict[int, Absence]()
    fresh = set(known)
    for _ in range(LONGEST_CHAIN):
        rows = Absence.objects.in_force(on).filter(post__in=fresh).with_shares()
        missing = {row.post_id: row for row in rows}
        takers = {key for row in missing.values() for key in row.takers} - known.keys()
        away |= missing
        if not takers:
            break
        fresh = takers
        known |= held.in_bulk(takers)
    return Readers(posts, away, known)


def _write_at_once(alarm: Alarm, *, on: date) -> None:
    """Write to those who chose a mail for each warning."""
    if By.EMAIL not in offered():
        return
    told = {
        "what": str(alarm.rung), "about": steps.about(alarm.dossier), "due": formats.moment(alarm.due),
        "link": settings.PUBLIC_ADDRESS + address(PAGE, str(alarm.pk)),
    }  # fmt: skip
    for post in readers_of((alarm.agency, alarm.role, alarm.owner), on=on).of(alarm.dossier, alarm.rung):
        choice, to = getattr(post.person, "digest_choice", None), usable(By.EMAIL, post.person.email)
        if choice is not None and choice.at_once and to:
            send(
                by=Post.objects.system(), kind=ALARM.key, channel=By.EMAIL, to=to, values=told, office=alarm.agency,
                key=f"alarm:{alarm.pk}:{post.person_id}",
            )  # fmt: skip


def settle(dossier: int, *, by: Post) -> int:
    """End the warnings of a dossier whose cause has gone; returns how many. Done twice it does nothing twice."""
    with transaction.atomic():
        found = Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=dossier)
        rows = list(
            Alarm.objects.filter(dossier=found).standing().select_related("task", "step__owner", "step__agency", "rung")
        )
        gone = [row for row in rows if not _has_cause(row, found)]
        for row in gone:
            _end(row, by=by, done=False)
        for row in rows:
            if row not in gone and row.step is not None and row.rung.whom == Whom.OWNER:
                _follow(row, row.step)
        return len(gone)


def _has_cause(alarm: Alarm, dossier: Dossier) -> bool:
    if dossier.state not in WORKING:
        return False
    if alarm.step is None:
        return dossier.appointed_due == alarm.due
    return alarm.step.state == StepState.OPEN and due_of(alarm.rung, dossier, alarm.step) == alarm.due


def _end(alarm: Alarm, *, by: Post, done: bool) -> None:
    at = now()
    if alarm.task is not None and alarm.task.state == State.OPEN:
        close_task(alarm.task, by=by, at=at, done=done)
    alarm.ended_at = at
    alarm.save(update_fields=["ended_at"])


def _follow(alarm: Alarm, step: Step) -> None:
    """Put the line where the step lies now: it was given to somebody else."""
    if (alarm.agency_id, alarm.role, alarm.owner_id) == (step.agency_id, step.role, step.owner_id):
        return
    alarm.agency, alarm.role, alarm.owner = step.agency, step.role, step.owner
    alarm.save(update_fields=["agency", "role", "owner"])
    if alarm.task is not None and alarm.task.state == State.OPEN:
        move_task(alarm.task, agency=step.agency, owner=step.owner, role=step.role)


def acknowledge(alarm: Alarm, *, by: Post) -> Alarm:
    """Take a warning out of the inbox: whoever was told has seen to it. Raises NotPermitted."""
    with transaction.atomic():
        found = Alarm.objects.select_for_update(of=("self",)).select_related("task").get(pk=alarm.pk)
        if found.task is None or not permissions.may_see_to(by, found):
            raise NotPermitted()
        if found.task.state == State.OPEN:
            _end(found, by=by, done=True)
    return found


def pass_line(row: Alarm | WeeklyList, *, to: Agency, on: date) -> None:
    """Give a line to the unit that took over: to the same person there, else to the nearest of the role."""
    if row.task is None:
        return
    owner = heir_of(row.task.owner, to, on=on)
    place = owner.agency if owner else pool_for(row.task.role, to, on=on)
    with transaction.atomic():
        row.agency = place
        if isinstance(row, Alarm):
            row.owner = owner
        row.save(update_fields=["agency", "owner"] if isinstance(row, Alarm) else ["agency"])
        move_task(row.task, agency=place, owner=owner)
