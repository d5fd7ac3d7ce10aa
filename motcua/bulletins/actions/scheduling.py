"""A saved view is sent by e-mail on certain days, until somebody ends it."""

from collections.abc import Sequence
from typing import Any

from motcua.agencies.models import Post
from motcua.bulletins import permissions
from motcua.bulletins.choices import HOURS, Action, Form, Rhythm
from motcua.bulletins.models import SavedView, Schedule, ScheduleRecipient
from motcua.core.actions import action, creates
from motcua.core.clock import local, now, today
from motcua.core.errors import BadInput, StepRefused
from motcua.dossiers.models.sight import OVERSEERS, overseen

MOST_RECIPIENTS, MOST = 50, 50


def may_receive(by: Post) -> "list[Post]":
    """Return to whom the post may have figures sent: whoever oversees its unit or one below, with an address."""
    rows = Post.objects.held(today()).filter(role__in=OVERSEERS, agency__path__startswith=overseen(by))
    return list(rows.exclude(person__email="").with_names().order_by("agency__path", "person__name_key", "pk"))


@creates(Action.SCHEDULE, permit=permissions.may_schedule)
def schedule(
    *, by: Post, view: SavedView, rhythm: str, hour: int, recipients: Sequence[Post], form: str = ""
) -> tuple[Schedule, dict[str, Any]]:
    """Send a saved view from the next day on which it falls due; today, too, if its hour has not come.

    Raises BadInput (`unknown_choice`, `bad_hour`, `no_recipient`, `too_many`).
    """
    _check(rhythm=rhythm, hour=hour, form=form)
    _check_recipients(recipients, by=by)
    if Schedule.objects.running().filter(by=by).count() >= MOST:
        raise BadInput("too_many", f"Bạn đã đặt {MOST} báo cáo định kỳ: thôi bớt trước.")
    begins = today().toordinal() + (local(now()).hour >= hour)
    row = Schedule(by=by, view=view, rhythm=rhythm, hour=hour, form=form, since=today().fromordinal(begins))
    row.save(force_insert=True)
    return row, {"recipients": _receive(row, recipients)}


def _check(*, rhythm: str, hour: int, form: str) -> None:
    if rhythm not in Rhythm.values or form not in Form.values:
        raise BadInput("unknown_choice", "Chọn nhịp gửi và dạng tệp.", field="rhythm")
    if hour not in HOURS:
        raise BadInput("bad_hour", f"Giờ gửi từ {HOURS[0]} đến {HOURS[-1]}.", field="hour")


def _check_recipients(recipients: Sequence[Post], *, by: Post) -> None:
    known = {post.pk for post in may_receive(by)}
    if not 0 < len(recipients) <= MOST_RECIPIENTS or not {post.pk for post in recipients} <= known:
        raise BadInput(
            "no_recipient",
            f"Chọn từ 1 đến {MOST_RECIPIENTS} người được xem số liệu của đơn vị và có địa chỉ thư.",
            field="recipients",
        )


def _receive(row: Schedule, recipients: Sequence[Post]) -> list[int]:
    keys = sorted({post.pk for post in recipients})
    ScheduleRecipient.objects.filter(schedule=row).exclude(post__in=keys).delete()
    known = set(ScheduleRecipient.objects.filter(schedule=row).values_list("post", flat=True))
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=row, post_id=key) for key in keys if key not in known
    )
    return keys


@action(Action.RESCHEDULE, permit=permissions.may_change_schedule)
def reschedule(
    row: Schedule, *, by: Post, rhythm: str, hour: int, recipients: Sequence[Post], form: str = ""
) -> dict[str, Any]:
    """Change rhythm, hour, file and recipients. Raises BadInput as `schedule`, StepRefused when it has ended."""
    _running(row)
    _check(rhythm=rhythm, hour=hour, form=form)
    _check_recipients(recipients, by=by)
    row.rhythm, row.hour, row.form = rhythm, hour, form
    return {"recipients": _receive(row, recipients)}


@action(Action.END_SCHEDULE, permit=permissions.may_end_schedule)
def end(row: Schedule, *, by: Post) -> None:
    """Send nothing more. Raises StepRefused when it has ended."""
    _running(row)
    row.ended_at = row.moment


def _running(row: Schedule) -> None:
    if row.ended_at is not None:
        raise StepRefused("Báo cáo định kỳ này đã thôi gửi trước đó.", code="already_ended")
