"""The machine in words: what works, since when, how much room there is, what was sealed and put aside last."""

import platform
import shutil
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from motcua import __version__
from motcua.core import health, queue
from motcua.core.backup import records
from motcua.core.backup.records import Trouble
from motcua.core.models import BackupDeed, ClockSetting, Seal
from motcua.ui import formats

GIBIBYTE = 1024**3
LOW_ROOM = 5  # gibibytes
VERDICTS = {"ok": ("ontime", "Hoạt động tốt"), "slow": ("soon", "Việc nền chậm"), "down": ("late", "Ngừng một phần")}


def verdict(state: dict[str, Any]) -> tuple[str, str]:
    """Return tone and words for what /healthz tells."""
    return VERDICTS.get(state["status"], ("late", "Không rõ"))


def facts() -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return what /healthz tells, and label → words for people."""
    state = health.look()
    seal = Seal.objects.order_by("-number").first()
    return state, [
        ("Cơ sở dữ liệu", _database()),
        ("Bộ xử lý việc nền", _worker(state)),
        ("Việc nền hỏng", f"{state.get('failed_jobs') or 0}"),
        ("Việc chờ lâu nhất", _seconds(state.get("oldest_waiting_job_seconds"))),
        ("Phiên bản", f"Một Cửa {__version__}, Django {django.get_version()}, Python {platform.python_version()}"),
        ("Đĩa còn trống", _room()),
        ("Niêm phong nhật ký gần nhất", formats.moment(seal.sealed_at) if seal else "Chưa có"),
        ("Sao lưu gần nhất", _backup()),
        ("Diễn tập khôi phục gần nhất", _drill()),
        ("Đồng hồ", _clock()),
    ]


def warnings() -> list[str]:
    """Return what should worry whoever runs the machine about backups, in words; none when all is well."""
    now = records.standing()
    untried = f"diễn tập khôi phục (mức {settings.DRILL_DAYS} ngày): bản sao lưu chưa thử là chưa chắc có."
    words = {
        Trouble.NO_BACKUP: "Chưa có bản sao lưu nào: chạy lệnh motcua backup, hoặc bật motcua-backup.timer.",
        Trouble.OLD_BACKUP: f"Bản sao lưu gần nhất đã {_ago(now.made)}, quá mức {settings.BACKUP_HOURS} giờ.",
        Trouble.BROKEN_BACKUP: f"Bản sao lưu gần nhất bị hỏng: {now.check.record.told if now.check else ''}",
        Trouble.NO_DRILL: f"Chưa từng {untried}",
        Trouble.OLD_DRILL: f"Đã {_ago(now.drill)} chưa {untried}",
    }
    return [words[trouble] for trouble in now.troubles]


def _backup() -> str:
    now = records.standing()
    if now.made is None:
        return "Chưa có"
    row, check = now.made.record, now.check
    checked = f"{check.record.get_deed_display().lower()} {formats.moment(check.record.recorded_at)}" if check else ""
    keys = "khóa để riêng cùng lúc" if row.keys_apart else "khóa không sao lưu lần này"
    size = f"{formats.size(row.bytes)}, {formats.number(row.files)} tệp, {formats.number(row.rows)} dòng"
    return f"{formats.moment(row.recorded_at)}, {row.place}; {size}; {keys}; {checked or 'chưa kiểm tra lại'}"


def _drill() -> str:
    drill = records.last(BackupDeed.DRILLED)
    if drill is None:
        return "Chưa có"
    return f"{formats.moment(drill.record.recorded_at)}, {drill.record.place}: giống hệt, {drill.record.told}"


def _ago(found: records.Last | None) -> str:
    if found is None:
        return ""
    age = found.age
    hours = round(age.total_seconds() / 3600)
    return f"{hours} giờ" if hours < 72 else f"{age.days} ngày"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return f"PostgreSQL {version}, {formats.size(size)}"


def _worker(state: dict[str, Any]) -> str:
    silence = state.get("worker_heartbeat_seconds")
    if silence is None:
        return "Không thấy bộ xử lý nào"
    return f"{'Hoạt động' if state['worker'] else 'Không trả lời'}, tín hiệu {_seconds(silence)} trước"


def _seconds(value: float | None) -> str:
    return "Không có" if value is None else f"{round(value)} giây" if value < 600 else f"{round(value / 60)} phút"


def _room() -> str:
    place = Path(settings.VAR)
    usage = shutil.disk_usage(place if place.exists() else Path("/"))
    words = f"{formats.size(usage.free)} trong {formats.size(usage.total)}"
    return f"{words}: sắp hết chỗ" if usage.free < LOW_ROOM * GIBIBYTE else words


def _clock() -> str:
    if not ClockSetting.objects.exists():
        return "Giờ thật"
    demo = settings.MOTCUA_DEMO or settings.MOTCUA_TEST
    return "Đã đặt (bản dùng thử)" if demo else "Giờ thật; có một lần đặt giờ cũ, không có tác dụng"


def job_lines(rows: Any) -> list[dict[str, Any]]:
    """Return jobs as they are drawn: number, what they do, how often tried, when they may run."""
    return [
        {"id": job.id, "what": queue.words_of(job.task_name), "task": job.task_name, "attempts": job.attempts,
         "at": job.scheduled_at}
        for job in rows
    ]  # fmt: skip


def tabs_of(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    """Return the states of jobs as tabs; failed ones stand out."""
    return [
        {"label": label, "url": f"?loai={state}", "count": counts.get(state, 0), "current": state == current,
         "tone": "late" if state == "failed" and counts.get(state) else ""}
        for state, label in queue.STATES.items()
    ]  # fmt: skip
