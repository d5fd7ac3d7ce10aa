"""Writes on absences: somebody is away, somebody stands in, somebody is back."""

from datetime import date, timedelta
from typing import Any

from motcua.agencies import permissions
from motcua.agencies.choices import MACHINES, Action, Away
from motcua.agencies.models import Absence, Post
from motcua.agencies.standing_in import LONGEST_CHAIN, can_stand_in
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, StepRefused

LONGEST = timedelta(days=366)
NOT_FIT = "{} không làm thay được {}: phải cùng cơ quan và cùng vai trò (hoặc là cấp trên trực tiếp của việc đó)."


@creates(Action.RECORD_ABSENCE, permit=permissions.may_record_absence)
def record_absence(
    *, by: Post, post: Post, valid_from: date, valid_to: date, reason: str, substitute: Post | None = None
) -> Absence:
    """Write down that a post is away from a day to a day, and who stands in (nobody, when there is nobody).

    Raises BadInput: days that cannot be, a substitute who may not stand in, is away too without somebody to follow, or
    in whose place this one stands in.
    """
    post, substitute = _locked(post, substitute)
    _check_days(post, valid_from, valid_to)
    if reason not in Away.values:
        raise BadInput("unknown_reason", "Hãy chọn lý do vắng.", field="reason")
    same = Absence.objects.filter(post=post).touching(valid_from, valid_to).first()
    if same is not None:
        span = f"{same.valid_from:%d/%m/%Y} – {same.valid_to:%d/%m/%Y}"
        raise BadInput("absence_overlaps", f"Đã ghi vắng {span}; hai lần vắng không chồng ngày.", field="valid_from")
    if substitute is not None:
        _check_substitute(substitute, post, valid_from, valid_to)
    _check_those_behind(substitute, post, valid_from, valid_to)
    row = Absence(post=post, substitute=substitute, reason=reason, valid_from=valid_from, valid_to=valid_to)
    row.save(force_insert=True)
    return row


def _locked(post: Post, substitute: Post | None) -> tuple[Post, Post | None]:
    """Lock both posts, in key order: two absences that name each other wait for one another."""
    keys = sorted({post.pk, substitute.pk} if substitute else {post.pk})
    rows = Post.objects.select_for_update(of=("self",), no_key=True).order_by("pk").filter(pk__in=keys)
    found = {row.pk: row for row in rows.select_related("person", "agency__parent")}
    return found[post.pk], found[substitute.pk] if substitute else None


def _check_days(post: Post, first: date, last: date) -> None:
    if post.role in MACHINES or not post.is_held(first):
        raise BadInput("post_not_held", "Vị trí này không có người giữ vào ngày bắt đầu.", field="valid_from")
    if last < first:
        raise BadInput("ends_before", "Ngày cuối phải từ ngày đầu trở đi.", field="valid_to")
    if first < local(now()).date():
        raise BadInput("in_the_past", "Chỉ ghi vắng từ hôm nay trở đi.", field="valid_from")
    if last - first > LONGEST:
        raise BadInput("too_long", "Mỗi lần ghi vắng không quá một năm; lâu hơn thì kết thúc vị trí.", field="valid_to")


def _check_substitute(substitute: Post, post: Post, first: date, last: date) -> None:
    if not can_stand_in(substitute, post):
        names = substitute.person.name, post.person.name
        raise BadInput("cannot_stand_in", NOT_FIT.format(*names), field="substitute")
    if not (substitute.is_held(first) and substitute.is_held(last) and substitute.person.is_active):
        name = substitute.person.name
        raise BadInput("substitute_not_held", f"{name} không giữ vị trí trong suốt thời gian này.", field="substitute")
    _follow(substitute, post, first, last, depth=LONGEST_CHAIN)


def _follow(substitute: Post, post: Post, first: date, last: date, *, depth: int) -> None:
    """Who stands in may be away too, where somebody fit stands in for them; never in a circle."""
    rows = Absence.objects.filter(post=substitute).touching(first, last).with_names()
    for row in rows:
        name = f"{substitute.person.name} cũng vắng {row.valid_from:%d/%m} – {row.valid_to:%d/%m/%Y}"
        following = row.substitute
        if following is None:
            raise BadInput("substitute_away", f"{name} và không có ai làm thay tiếp.", field="substitute")
        if following.pk == post.pk or depth <= 1:
            raise BadInput("circle", f"{name} và lại do chính {post.person.name} làm thay.", field="substitute")
        if not can_stand_in(following, post):
            text = f"{name}; {NOT_FIT.format(following.person.name, post.person.name)}"
            raise BadInput("chain_breaks", text, field="substitute")
        _follow(following, post, max(first, row.valid_from), min(last, row.valid_to), depth=depth - 1)


def _check_those_behind(substitute: Post | None, post: Post, first: date, last: date) -> None:
    """Those for whom the post stands in are not left without anybody when it goes away itself."""
    for row in Absence.objects.filter(substitute=post).touching(first, last).with_names():
        if substitute is None or not can_stand_in(substitute, row.post):
            text = (
                f"{post.person.name} đang nhận làm thay {row.post.person.name} {row.valid_from:%d/%m} –"
                f" {row.valid_to:%d/%m/%Y}: chọn người cũng làm thay được {row.post.person.name}, hoặc đổi người làm"
                f" thay của {row.post.person.name} trước."
            )
            raise BadInput("stands_in_for_others", text, field="substitute")


@action(Action.END_ABSENCE, permit=permissions.may_end_absence)
def end_absence(absence: Absence, *, by: Post, back_on: date | None = None) -> dict[str, Any]:
    """Somebody is back at work on a day (today unless said), earlier than was written down, or never goes away.

    Raises StepRefused when it is over, BadInput for a day that is gone or after the end.
    """
    today = local(absence.moment).date()
    if absence.cancelled_at is not None or absence.valid_to < today:
        raise StepRefused("Lần vắng này đã kết thúc.", code="already_over")
    day = back_on or today
    if not today <= day <= absence.valid_to:
        raise BadInput("bad_day", "Ngày đi làm lại phải từ hôm nay đến ngày cuối đã ghi.", field="back_on")
    if day <= absence.valid_from:
        absence.cancelled_at = absence.moment
    else:
        absence.valid_to = day - timedelta(days=1)
    return {"back_on": day}
