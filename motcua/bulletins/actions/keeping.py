"""A page of figures is kept under a name: saved, renamed, removed."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from motcua.agencies.models import Agency, Post
from motcua.bulletins import permissions
from motcua.bulletins.actions.scheduling import end
from motcua.bulletins.choices import Action
from motcua.bulletins.models import SavedView, Schedule
from motcua.bulletins.pages import checked
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.dossiers.models.sight import overseen

NAME_LIMIT = 80
MOST = 200  # saved views of one post


@creates(Action.SAVE_VIEW, permit=permissions.may_save)
def save(*, by: Post, name: str, address: str, shared: bool = False) -> SavedView:
    """Keep a page of figures under a name. Raises BadInput (`no_name`, `name_taken`, `no_such_page`, `too_many`)."""
    if SavedView.objects.filter(by=by, removed_at=None).count() >= MOST:
        raise BadInput("too_many", f"Bạn đã lưu {MOST} trang: bỏ bớt trang không dùng trước.")
    unit = Agency.objects.get(path=overseen(by))
    view = SavedView(by=by, unit=unit, name=_name(name), address=checked(address), shared=shared)
    _written(view)
    return view


def _name(text: str) -> str:
    text = clean(text)
    if not text or len(text) > NAME_LIMIT:
        raise BadInput("no_name", f"Đặt tên, tối đa {NAME_LIMIT} ký tự.", field="name")
    return text


def _taken() -> BadInput:
    return BadInput("name_taken", "Bạn đã lưu một trang dưới tên này: chọn tên khác.", field="name")


def _written(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save(force_insert=True)
    except IntegrityError as error:
        raise _taken() from error


@action(Action.RENAME_VIEW, permit=permissions.may_change_view)
def rename(view: SavedView, *, by: Post, name: str, shared: bool = False) -> None:
    """Give it another name, share it or keep it to oneself. Raises BadInput (`no_name`, `name_taken`)."""
    _there(view.removed_at)
    name = _name(name)
    if SavedView.objects.filter(by=view.by_id, name=name, removed_at=None).exclude(pk=view.pk).exists():
        raise _taken()
    view.name, view.shared = name, shared


@action(Action.REMOVE_VIEW, permit=permissions.may_change_view)
def remove(view: SavedView, *, by: Post) -> dict[str, Any]:
    """Keep it no longer; the mails of it end, too. Raises StepRefused when it is gone."""
    _there(view.removed_at)
    view.removed_at = view.moment
    ended = [schedule.pk for schedule in Schedule.objects.running().filter(view=view).order_by("pk")]
    for schedule in Schedule.objects.filter(pk__in=ended).order_by("pk"):
        end(schedule, by=Post.objects.system())
    return {"schedules": ended} if ended else {}


def _there(removed_at: datetime | None) -> None:
    if removed_at is not None:
        raise StepRefused("Trang này đã bỏ trước đó.", code="already_gone")
