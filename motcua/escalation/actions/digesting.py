"""The daily mail: what waits for somebody, once a day, at the hour they chose; nothing where nothing waits."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from motcua.agencies.choices import MACHINES
from motcua.agencies.models import Person, Post
from motcua.agencies.models.standing import SIGNS
from motcua.agencies.standing_in import Share
from motcua.citizens.actions.telling import usable
from motcua.core.addresses import address
from motcua.core.clock import local, now
from motcua.dossiers.choices import STEP_WORK
from motcua.escalation.actions.telling import KIND
from motcua.escalation.choices import Whom, Wish
from motcua.escalation.models import Alarm, Digest, DigestRule, in_force
from motcua.escalation.notices import DIGEST
from motcua.notify.actions import send
from motcua.notify.choices import Channel
from motcua.notify.gateways import offered
from motcua.tasks.choices import State
from motcua.tasks.models import Task, edges_at, falling_to
from motcua.worktime.calendars import CalendarError
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.stored import calendar_of

INBOX, CHOICES = "casework:inbox", "escalation:mails"
NAMED = 5  # so many dossiers are named in a mail
COUNTED = ("late", "today", "week", "fresh", "signing", "warned")
DOSSIER = "dossier."  # kinds of task whose words are a code and a procedure


def send_digests() -> int:
    """Write the mails whose hour of today has come; returns how many. Run again, or by two workers: none twice."""
    at = now()
    day = local(at).date()
    if Channel.EMAIL not in offered():
        return 0
    rules = list(DigestRule.objects.filter(in_force(day)).select_related("agency"))
    return sum(_make(person, posts, at=at, day=day) for person, posts in _due(rules, at=at, day=day))


def _due(rules: list[DigestRule], *, at: datetime, day: date) -> Iterator[tuple[Person, list[Post]]]:
    """Yield who wants a mail by this hour and has none of today; one query, and one for each calendar."""
    rows = Post.objects.held(day).exclude(role__in=MACHINES).exclude(person__email="")
    rows = rows.exclude(person__digests__day=day).exclude(person__digest_choice__wish=Wish.NO)
    held: dict[int, list[Post]] = defaultdict(list)
    for post in rows.select_related("person__digest_choice", "agency").order_by("person", "pk"):
        held[post.person_id].append(post)
    hour, works = local(at).hour, {}
    for posts in held.values():
        wanted = hour_of(posts[0], rules)
        if wanted is None or hour < wanted:
            continue
        unit = posts[0].agency
        if unit.pk not in works:
            works[unit.pk] = _works(posts[0], day)
        if works[unit.pk]:
            yield posts[0].person, posts


def hour_of(post: Post, rules: list[DigestRule]) -> int | None:
    """Return at which hour somebody gets the mail: as they chose, else as the nearest unit set; None for not at all."""
    choice = getattr(post.person, "digest_choice", None)
    if choice is not None and choice.wish != Wish.OFFICE:
        hour: int | None = choice.hour
        return hour
    near = {rule.agency.path if rule.agency else "": rule for rule in rules}
    rule = next((near[path] for path in (*reversed(post.agency.paths_above()), "") if path in near), None)
    return rule.hour if rule is not None and rule.sends else None


def _works(post: Post, day: date) -> bool:
    try:
        number = day.toordinal()
        return clock_of(calendar_of(post.agency), Rules()).working_days_between(number - 1, number) == 1
    except CalendarError:
        return False


def _make(person: Person, posts: list[Post], *, at: datetime, day: date) -> int:
    counts = counts_of(posts, at=at, since=_since(person, at))
    told = any(counts.values()) and bool(usable(Channel.EMAIL, person.email))
    try:
        with transaction.atomic():
            Digest.objects.create(person=person, day=day, made_at=at, sent=told, counts=counts)
            if told:
                _write(person, posts, counts, at=at, day=day)
    except IntegrityError:  # another worker wrote it a moment ago
        return 0
    return int(told)


def _since(person: Person, at: datetime) -> datetime:
    """New is what came since the last mail, a week ago at most."""
    last = Digest.objects.filter(person=person).order_by("-day").values_list("made_at", flat=True).first()
    return max(last or at - timedelta(days=1), at - timedelta(days=7))


def counts_of(posts: list[Post], *, at: datetime, since: datetime) -> dict[str, int]:
    """Return what waits in the inboxes of somebody's posts, also in those of whom they stand in for."""
    total: dict[str, int] = dict.fromkeys(COUNTED, 0)
    for post in posts:
        edges, still = edges_at(at), Q(state=State.OPEN) & ~Q(kind=KIND)  # warnings are counted apart
        found = Task.objects.visible_to(post).unfinished().aggregate(
            late=Count("pk", filter=still & Q(due_at__lt=edges.now)),
            today=Count("pk", filter=still & Q(due_at__gte=edges.now, due_at__lte=edges.today)),
            week=Count("pk", filter=still & Q(due_at__gt=edges.today, due_at__lte=edges.week)),
            fresh=Count("pk", filter=still & Q(opened_at__gt=since)),
            warned=Count("pk", filter=Q(state=State.OPEN, kind=KIND, opened_at__gt=since)),
            signing=Count("pk", filter=still & Q(marks__contains=[SIGNS])),
        )  # fmt: skip
        found["warned"] += _warned(post, since=since)
        for name, number in found.items():
            total[name] += number
    return total


def _warned(post: Post, *, since: datetime) -> int:
    """What the ladder tells in the daily mail alone: since the last one, of the post and what falls to it of those it
    stands in for."""
    ways = [_inbox_of(post)]
    for place in post.places:
        if place.absence is not None:
            ways.append(reduce(and_, (falling_to(part, _meant) for part in place.parts), _inbox_of(place.post)))
    return Alarm.objects.standing().filter(reduce(or_, ways), task=None, told_at__gt=since).count()


def _inbox_of(post: Post) -> Q:
    return Q(owner=post.pk) | Q(owner=None, agency=post.agency_id, role=post.role)


def _meant(share: Share) -> Q:
    """What a share means among warnings that have no line, as `telling.marks_of` marks those that have."""
    what, _, code = share.mark.partition(":")
    meant = Q(**{f"dossier__{what}_code": code}) if code else Q()
    if share.kind in ("", KIND):
        return meant
    return meant & Q(rung__whom=Whom.OWNER) if share.kind == STEP_WORK else Q(pk__in=[])


def _write(person: Person, posts: list[Post], counts: dict[str, int], *, at: datetime, day: date) -> None:
    told: dict[str, Any] = {name: str(number) for name, number in counts.items()}
    urgent = [
        about
        for post in posts
        for about in Task.objects.visible_to(post)
        .filter(state=State.OPEN, kind__startswith=DOSSIER, due_at__lte=edges_at(at).week)
        .most_urgent_first()
        .values_list("about", flat=True)[:NAMED]
    ]
    told |= {
        "day": f"{day:%d/%m/%Y}", "first": list(dict.fromkeys(urgent))[:NAMED] or "không có việc gấp",
        "link": settings.PUBLIC_ADDRESS + address(INBOX), "choices": settings.PUBLIC_ADDRESS + address(CHOICES),
    }  # fmt: skip
    send(
        by=Post.objects.system(), kind=DIGEST.key, channel=Channel.EMAIL, to=usable(Channel.EMAIL, person.email),
        values=told, office=posts[0].agency, key=f"officer-digest:{person.pk}:{day:%Y%m%d}",
    )  # fmt: skip
