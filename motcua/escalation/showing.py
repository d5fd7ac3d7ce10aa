"""A warning and a weekly list in words and figures."""

from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.core.addresses import address
from motcua.dossiers.actions.steps import about
from motcua.dossiers.models import Dossier
from motcua.escalation.choices import Subject
from motcua.escalation.ladder import steps_pauses, time_of
from motcua.escalation.models import Alarm, WeeklyList
from motcua.ui import formats
from motcua.worktime.shares import share_passed
from motcua.worktime.standing import stand_of
from motcua.worktime.stored import calendar_of

LATE_LIST, DOSSIER = "casework:late", "casework:dossier"


def facts_of(alarm: Alarm, *, by: Post, now: datetime) -> dict[str, Any]:
    """Return the facts of a warning, and the way to the dossier for who may read it."""
    dossier, calendar = alarm.dossier, calendar_of(alarm.dossier.agency)
    readable = Dossier.objects.visible_to(by, named=True).filter(pk=dossier.pk).exists()
    facts = [
        ("Hồ sơ", about(dossier)), ("Thời hạn của", Subject(alarm.rung.subject).label.lower()),
        ("Bước", alarm.step.name if alarm.step else ""),
        ("Nơi đang giữ", alarm.step.agency.short_name if alarm.step else ""),
        ("Hạn", f"{formats.moment(alarm.due)} ({stand_of(calendar, due=alarm.due, now=now).words})"),
        ("Thời gian đã qua", f"{_share(alarm, now)}%"), ("Chạm bậc lúc", formats.moment(alarm.reached_at)),
        ("Báo lúc", formats.moment(alarm.told_at)),
        ("Theo", alarm.rung.source), ("Nay", "Đã hết cớ hoặc đã xem" if alarm.ended_at else "Còn nguyên"),
    ]  # fmt: skip
    return {"facts": [row for row in facts if row[1]], "url": address(DOSSIER, dossier.code) if readable else ""}


def _share(alarm: Alarm, now: datetime) -> int:
    dossier = alarm.dossier
    rows = [alarm.step] if alarm.step else list(dossier.steps.all()[:1])
    for row in rows:
        row.dossier = dossier
    pauses = steps_pauses(rows).get(dossier.pk, [])
    start, stops = (alarm.step.started_at, pauses) if alarm.step else time_of(dossier, pauses)
    spans = [(pause.started_at, pause.ended_at) for pause in stops if pause.ended_at]
    return share_passed(calendar_of(dossier.agency), start=start, due=alarm.due, at=now, pauses=spans)


def parts_of(row: WeeklyList) -> list[dict[str, Any]]:
    """Return the figures of a weekly list, each with the address of its rows as they stood."""
    url = f"{address(LATE_LIST)}?week={row.pk}"
    tone = "late" if row.overdue else ""
    return [
        {"label": "Đang quá hạn", "value": row.overdue, "url": f"{url}&state=open", "tone": tone},
        {"label": "Xong trễ trong bảy ngày", "value": row.finished, "url": f"{url}&state=finished"},
        {"label": "Chưa xin lỗi", "value": row.unapologised, "url": f"{url}&apology=without",
         "tone": "soon" if row.unapologised else ""},
    ]  # fmt: skip
