"""The queue as people see it: what waits, runs and failed, in words; a failed job is given back to the workers."""

from typing import Any

from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.core.errors import BadInput

# task → what it does, for people
WORDS = {
    "core.react": "Việc tiếp theo của một hành động",
    "core.take_seal": "Niêm phong nhật ký",
    "core.prove_journal": "Đối chiếu nhật ký ban đêm",
    "motcua.core.jobs.retry_stalled": "Chạy lại việc bị kẹt",
    "motcua.core.jobs.purge_finished": "Dọn việc đã xong",
    "motcua.agencies.jobs.forget_at_night": "Dọn phiên đăng nhập cũ",
    "dossiers.sweep_attempts": "Dọn lượt tra cứu công khai",
    "dossiers.fill_terms": "Điền từ tìm kiếm",
    "dossiers.chase_opinions": "Nhắc trả lời ý kiến, ghi nhận quá hạn không trả lời",
    "dossiers.release_ended": "Đưa việc của vị trí đã kết thúc về hộp chung",
    "files.remove_abandoned": "Dọn tệp tải lên mà không gắn vào đâu",
    "counter.sweep": "Dọn trang tiếp nhận không ai gửi",
    "privacy.keep_held_back": "Giữ hạn chế xử lý dữ liệu",
    "privacy.destroy": "Hủy hồ sơ theo danh mục đã ký",
    "dossiers.follow_calendar": "Dời hạn theo lịch làm việc",
    "citizens.digest_failures": "Tổng hợp thông báo không tới",
    "bulletins.send": "Gửi báo cáo định kỳ",
    "exports.make": "Lập một tệp số liệu",
    "exports.keep_house": "Xóa tệp số liệu hết thời gian giữ",
    "notify.deliver": "Gửi một thông báo",
    "notify.send_due": "Gửi thông báo đến lượt",
    "notify.ask_reports": "Hỏi thông báo đã tới chưa",
    "notify.forget": "Xóa nội dung thông báo cũ",
}
STATES = {"failed": "Hỏng", "doing": "Đang chạy", "todo": "Đang chờ", "succeeded": "Đã xong"}


def jobs(state: str) -> Any:
    """Return the jobs of a state, the newest first."""
    return ProcrastinateJob.objects.filter(status=state).order_by("-id")


def counts() -> dict[str, int]:
    """Return state → number of jobs, in one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        return dict(cursor.fetchall())


def words_of(task: str) -> str:
    """Return what a task does; its own name where nobody has said it."""
    return WORDS.get(task, task)


def give_back(job: int) -> str:
    """Let a failed job be tried again at once; returns its task. Raises BadInput `not_failed`, `twin_waits`."""
    found = jobs("failed").filter(id=job).values_list("task_name", flat=True).first()
    if found is None:
        raise BadInput("not_failed", "Việc này không còn ở danh sách hỏng.")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job])
    except IntegrityError as error:
        raise BadInput("twin_waits", "Một việc giống hệt đang chờ chạy: không cần chạy lại việc này.") from error
    return str(found)
