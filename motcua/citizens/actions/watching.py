"""Who looks at whose data is counted by post and hour; what is above the limit becomes somebody's task."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncHour

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Agency, Post
from motcua.citizens import permissions
from motcua.citizens.actions.declaring import any_identity, note_lookup
from motcua.citizens.choices import Action, Finding, Look, LookupKind
from motcua.citizens.lifecycle import ALERT
from motcua.citizens.models import Applicant, IdentityLookup, LookAlert, LookLimit, Unmasking
from motcua.core.actions import action, creates
from motcua.core.clock import local, now, today
from motcua.core.errors import BadInput
from motcua.core.fields import blinds
from motcua.core.numbering import code, take
from motcua.files.models import AccessLog
from motcua.tasks.actions import close_task, open_task

ALERT_KIND = "citizens.look_alert"
SEEN_BACK = timedelta(hours=2)  # the job runs six times an hour; a stopped worker catches up
MOST = 100_000
_COUNTED: dict[Look, tuple[Any, str]] = {
    Look.LOOKUP: (IdentityLookup, "at"),
    Look.REVEAL: (Unmasking, "at"),
    Look.FILE: (AccessLog, "seen_at"),
}


def watch() -> list[LookAlert]:
    """Raise an alert for every post, way and hour of the last two above its limit; once each. Returns the new ones."""
    by, moment = Post.objects.system(), now()
    return [raise_alert(by=by, **found) for found in _above(moment)]


def _above(moment: datetime) -> Iterator[dict[str, Any]]:
    since = (moment - SEEN_BACK).replace(minute=0, second=0, microsecond=0)
    known = set(LookAlert.objects.filter(hour__gte=since).values_list("kind", "of", "hour"))
    for limit in LookLimit.objects.all():
        model, at = _COUNTED[Look(limit.kind)]
        rows = model.objects.filter(**{f"{at}__gte": since}).exclude(by__role__in=MACHINES)
        counted = rows.annotate(hour=TruncHour(at)).order_by().values("by", "hour").annotate(looks=Count("pk"))
        for row in counted.filter(looks__gt=limit.per_hour):
            if (limit.kind, row["by"], row["hour"]) not in known:
                of = Post.objects.select_related("agency", "person").get(pk=row["by"])
                yield {"limit": limit, "of": of, "hour": row["hour"], "looks": row["looks"]}


@creates(Action.RAISE_ALERT, permit=permissions.may_raise_alert)
def raise_alert(*, by: Post, limit: LookLimit, of: Post, hour: datetime, looks: int) -> LookAlert:
    """Put a post's looks within one hour before whoever watches over its unit."""
    taken = take("look_alert", period="year")
    alert = LookAlert(kind=limit.kind, of=of, hour=hour, looks=looks, allowed=limit.per_hour)
    alert.code, alert.moment = code("CB{yy}-{seq:04}", agency="", taken=taken), taken.at
    agency, role = _watcher_of(of)
    alert.task = open_task(
        kind=ALERT_KIND, title=f"{limit.get_kind_display()}: {looks} lượt trong một giờ",
        about=f"{of.title}, {of.agency.short_name}, {local(hour):%H} giờ ngày {local(hour):%d/%m/%Y}",
        agency=agency, role=role, owner=None, url=("administration:look_alert", alert.code), at=taken.at, due=None,
    )  # fmt: skip
    alert.save(force_insert=True)
    return alert


def _watcher_of(of: Post) -> tuple[Agency, Role]:
    """Return the nearest unit above with an inspector, else with an administrator; the top's inspector else."""
    above = list(Agency.objects.filter(path__in=of.agency.paths_above()).order_by("-path"))
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR):
        watching = Post.objects.held(today()).filter(role=role).exclude(pk=of.pk)
        manned = set(watching.filter(agency__in=above).values_list("agency", flat=True))
        for agency in above:
            if agency.pk in manned:
                return agency, role
    return above[-1], Role.INSPECTOR


@action(Action.CLOSE_ALERT, permit=permissions.may_close_alert, lifecycle=ALERT)
def close_alert(alert: LookAlert, *, by: Post, finding: str, note: str) -> None:
    """Write down whether the looks were part of the work, and what was done. Raises BadInput."""
    if finding not in Finding.values:
        raise BadInput("unknown_finding", "Chọn kết luận.", field="finding")
    if not note:
        raise BadInput("reason_needed", "Ghi rõ đã hỏi ai, kết luận vì sao.", field="note")
    alert.finding = finding
    close_task(alert.task, by=by, at=alert.moment)


@action(Action.CHANGE_LIMIT, permit=permissions.may_change_limit)
def change_limit(limit: LookLimit, *, by: Post, per_hour: int, source: str) -> None:
    """Set how many looks an hour are nobody's question, with the document that decides it. Raises BadInput."""
    if not 1 <= per_hour <= MOST:
        raise BadInput("bad_limit", f"Số lượt từ 1 đến {MOST:,}.".replace(",", "."), field="per_hour")
    if not source.strip():
        raise BadInput("source_needed", "Ghi văn bản quyết định mức này.", field="source")
    limit.per_hour, limit.source = per_hour, source.strip()[:200]


def who_looked(by: Post, number: str, *, why: str) -> tuple[list[Applicant], list[bytes]]:
    """Return the declarations under an identity number and its blind indexes, for the record of who looked at them.

    The question itself is on record like any look-up, with its reason. Raises NotPermitted, BadInput, TooManyLookups.
    """
    if not why.strip():
        raise BadInput("reason_needed", "Phải nêu lý do hỏi.", field="why")
    known = any_identity(number)
    found = Applicant.objects.found_by_identity(known)
    note_lookup(by, kind=LookupKind.IDENTITY, number=known, found=found, permit=permissions.may_watch, why=why)
    return list(found), blinds("identity", known, ever=True)
