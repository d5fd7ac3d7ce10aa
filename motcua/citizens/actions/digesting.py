"""What did not arrive on a day is put before a unit's administrators, once; by e-mail too where they have one."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens import permissions
from motcua.citizens.choices import Action
from motcua.citizens.lifecycle import DIGEST
from motcua.citizens.models import FailureDigest
from motcua.citizens.notices import FAILURES
from motcua.core.actions import action, creates
from motcua.core.addresses import address
from motcua.core.clock import LOCAL, now, today
from motcua.notify.actions import send
from motcua.notify.choices import Channel, State
from motcua.notify.gateways import offered
from motcua.notify.models import Outgoing
from motcua.notify.unreached import count_unreached
from motcua.tasks.actions import close_task, open_task

DIGEST_KIND = "citizens.failures"
PAGE = "administration:notice_failures"
SEEN_BACK = 7  # days: a stopped worker catches up
WHAT = ("kind", "channel", "trouble", "state")
Causes = list[dict[str, Any]]


def digest() -> list[FailureDigest]:
    """Put the failures of the last days before administrators, each day and unit once; returns the new digests."""
    by, made = Post.objects.system(), []
    for back in range(SEEN_BACK, 0, -1):
        day = today() - timedelta(days=back)
        known = set(FailureDigest.objects.filter(day=day).values_list("agency", flat=True))
        for agency, causes in _failures(day).items():
            if agency.pk not in known:
                made.append(raise_digest(by=by, agency=agency, day=day, causes=causes))
    return made


def unreached_on(agency: Agency, day: date) -> int:
    """Return at how many addresses that failed on a day for a unit the last messages all failed for good."""
    rows = Outgoing.objects.troubled(*_span(day))
    own = Q(office__path__startswith=agency.path)
    return count_unreached(rows.filter(own | Q(office=None) if agency.operates else own))


def _span(day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time(0), tzinfo=LOCAL)
    return begins, begins + timedelta(days=1)


def _failures(day: date) -> dict[Agency, Causes]:
    """Return unit → what failed for it on a day, for the units whose administrators see to it."""
    rows = Outgoing.objects.troubled(*_span(day)).order_by()
    counted = rows.values_list("office", *WHAT).annotate(count=Count("pk"))
    found: dict[Agency, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for office, *what, count in counted:
        if (keeper := _keeper_of(office)) is not None:
            found[keeper][tuple(what)] += count
    return {
        agency: [dict(zip(WHAT, what, strict=True)) | {"count": count} for what, count in counts.most_common()]
        for agency, counts in found.items()
    }


def _keeper_of(office: int | None) -> Agency | None:
    """Return the nearest unit at or above an office that has an administrator; else the one that operates."""
    if office is not None:
        above = Agency.objects.above(Agency.objects.get(pk=office))
        held = Post.objects.held(today()).filter(role=Role.ADMINISTRATOR, agency__in=above).values("agency")
        if nearest := above.filter(pk__in=held).last():
            return nearest
    return Agency.objects.operator()


@creates(Action.RAISE_DIGEST, permit=permissions.may_raise_digest)
def raise_digest(*, by: Post, agency: Agency, day: date, causes: Causes) -> FailureDigest:
    """Make a day's failures a task of a unit's administrators, and write to those who have an e-mail address."""
    unclear = sum(cause["count"] for cause in causes if cause["state"] == State.UNCLEAR)
    failed = sum(cause["count"] for cause in causes) - unclear
    lost = unreached_on(agency, day)
    mend = f", {lost} địa chỉ nhiều lần không tới" if lost else ""
    made = FailureDigest(agency=agency, day=day, failed=failed, unclear=unclear, causes=causes)
    made.moment = now()
    made.task = open_task(
        kind=DIGEST_KIND, title=f"{failed + unclear} thông báo không tới người nhận",
        about=f"Ngày {day:%d/%m/%Y}: {failed} không gửi được, {unclear} không rõ đã gửi chưa{mend}",
        agency=agency, role=Role.ADMINISTRATOR, owner=None, url=(PAGE, f"{agency.pk}-{day:%Y%m%d}"), at=made.moment,
        due=None,
    )  # fmt: skip
    made.save(force_insert=True)
    _write_to_administrators(made, by=by)
    return made


def _write_to_administrators(made: FailureDigest, *, by: Post) -> None:
    if Channel.EMAIL not in offered():
        return
    page = settings.PUBLIC_ADDRESS + address(made.task.url_name, made.task.url_key)
    told = {"day": f"{made.day:%d/%m/%Y}", "unit": made.agency.name, "link": page}
    told |= {"failed": str(made.failed), "unclear": str(made.unclear)}
    posts = Post.objects.held(today()).filter(role=Role.ADMINISTRATOR, agency=made.agency).exclude(person__email="")
    for post in posts.select_related("person"):
        send(
            by=by, kind=FAILURES.key, channel=Channel.EMAIL, to=post.person.email, values=told, office=made.agency,
            key=f"digest:{made.agency_id}:{made.day:%Y%m%d}:{post.pk}",
        )  # fmt: skip


@action(Action.CLOSE_DIGEST, permit=permissions.may_close_digest, lifecycle=DIGEST)
def close_digest(made: FailureDigest, *, by: Post) -> None:
    """Note that somebody has seen to a day's failures."""
    close_task(made.task, by=by, at=made.moment)
