"""What the sample ward keeps of its figures: two pages, one of them by mail each month, a remark on a flood, the
report of the week before, frozen; and how much the platform is used, which else is known after the first night."""

from datetime import timedelta

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.bulletins.actions.keeping import save
from motcua.bulletins.actions.remarking import write
from motcua.bulletins.actions.scheduling import schedule
from motcua.bulletins.models import SavedView
from motcua.core import clock
from motcua.indicators.standing import Scope
from motcua.reports.actions import count_usage, freeze
from motcua.reports.models import FrozenReport

WARD = "H57.54"
FROZEN = "II.06a"
REPORT = f"/so-lieu/bao-cao/{FROZEN}/"


def make(agencies: dict[str, Agency]) -> None:
    """Let the ward's leader keep them, where nothing is kept yet."""
    count_usage()
    ward = agencies[WARD]
    held = Post.objects.held(clock.today()).filter(role=Role.LEADER, agency=ward).with_names()
    leader = held.order_by("pk").first()
    if leader is None or SavedView.objects.filter(by=leader).exists():
        return
    _freeze(ward, by=leader)
    month = save(by=leader, name="Cả phường, tháng này", address=REPORT, shared=True)
    save(by=leader, name="Riêng phường, tháng này", address=f"{REPORT}?unit={ward.pk}&own=on")
    if leader.person.email:
        schedule(by=leader, view=month, rhythm="monthly", hour=7, form="pdf", recipients=[leader])
    flood = clock.today() - timedelta(days=9)
    write(
        by=leader, agency=ward, first=flood, last=flood + timedelta(days=1),
        note="Văn phòng nghỉ vì lụt, tiếp nhận trực tuyến vẫn mở.",
    )  # fmt: skip


def _freeze(ward: Agency, *, by: Post) -> None:
    """Keep the report of the last whole week: it tells by itself what becomes known of that week later."""
    sunday = clock.today() - timedelta(days=clock.today().isoweekday())
    if not FrozenReport.objects.filter(agency=ward).exists():
        freeze(
            by=by, agency=ward, report=FROZEN, first=sunday - timedelta(days=6), last=sunday,
            scope=Scope(agencies=[], trees=[ward.pk]),
        )  # fmt: skip
