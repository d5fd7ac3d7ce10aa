"""What the sample ward keeps of its figures: two pages, one of them by mail each month, and a remark on a flood."""

from datetime import timedelta

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.bulletins.actions.keeping import save
from motcua.bulletins.actions.remarking import write
from motcua.bulletins.actions.scheduling import schedule
from motcua.bulletins.models import SavedView
from motcua.core import clock

WARD = "H57.54"
REPORT = "/so-lieu/bao-cao/II.06a/"


def make(agencies: dict[str, Agency]) -> None:
    """Let the ward's leader keep them, where nothing is kept yet."""
    ward = agencies[WARD]
    held = Post.objects.held(clock.today()).filter(role=Role.LEADER, agency=ward).with_names()
    leader = held.order_by("pk").first()
    if leader is None or SavedView.objects.filter(by=leader).exists():
        return
    month = save(by=leader, name="Cả phường, tháng này", address=REPORT, shared=True)
    save(by=leader, name="Riêng phường, tháng này", address=f"{REPORT}?unit={ward.pk}&own=on")
    if leader.person.email:
        schedule(by=leader, view=month, rhythm="monthly", hour=7, form="pdf", recipients=[leader])
    flood = clock.today() - timedelta(days=9)
    write(
        by=leader, agency=ward, first=flood, last=flood + timedelta(days=1),
        note="Văn phòng nghỉ vì lụt, tiếp nhận trực tuyến vẫn mở.",
    )  # fmt: skip
