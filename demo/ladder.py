"""The sample ward's own ladder, in force since before its first dossier; what has reached it by now is told."""

from datetime import UTC, datetime, timedelta

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core import clock
from motcua.escalation.actions.listing import make_lists
from motcua.escalation.actions.setting import set_digest_rule, set_rung
from motcua.escalation.actions.telling import tell_reached
from motcua.escalation.models import Rung

WARD, DAYS_BACK = "H57.54", 90
SOURCE = "Quyết định 15/QĐ-UBND (mẫu)"
RUNGS = (
    {"at": "percent", "percent": 70, "subject": "step", "whom": "owner"},
    {"at": "percent", "percent": 90, "subject": "step", "whom": "head"},
    {"at": "late", "subject": "dossier", "whom": "leader"},
    {"at": "weekly", "weekday": "mon", "hour": 8, "whom": "reform"},
)


def make(agencies: dict[str, Agency]) -> None:
    """Let the ward's administrator set the ladder as of three months ago, where there is none yet."""
    ward = agencies[WARD]
    keeper = Post.objects.held(clock.today()).filter(role=Role.ADMINISTRATOR).at(ward).with_names().first()
    if keeper is None or Rung.objects.of(ward).exists():
        return
    shift, now = clock.now() - datetime.now(UTC), clock.now()
    clock.set_now(now - timedelta(days=DAYS_BACK))
    for rung in RUNGS:
        set_rung(by=keeper, agency=ward, source=SOURCE, valid_from=clock.today(), **rung)
    set_digest_rule(by=keeper, agency=ward, sends=True, hour=7, source=SOURCE, valid_from=clock.today())
    clock.set_now(datetime.now(UTC) + shift if abs(shift) > timedelta(seconds=5) else None)


def tell() -> None:
    """Do what the worker would have done by now."""
    tell_reached()
    make_lists()
