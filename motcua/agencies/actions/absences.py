"""Writes on absences: somebody is away, somebody stands in, somebody is back."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from motcua.agencies import permissions
from motcua.agencies.choices import MACHINES, Action, Away
from motcua.agencies.models import Absence, AbsenceShare, Post
from motcua.agencies.standing_in import LONGEST_CHAIN, can_stand_in
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean

LONGEST = timedelta(days=366)
MOST_SHARES = 12
MARK = re.compile(r"(procedure|field):[^\s,;]{1,40}")
KIND = re.compile(r"[a-z_.]{1,40}")
NOT_FIT = "{} không làm thay được {}: phải cùng cơ quan và cùng vai trò (hoặc là cấp trên trực tiếp của việc đó)."


@creates(Action.RECORD_ABSENCE, permit=permissions.may_record_absence)
def record_absence(
    *,
    by: Post,
    post: Post,
    valid_from: date,
    valid_to: date,
    reason: str,
    substitute: Post | None = None,
    shares: Iterable[tuple[str, str, Post]] = (),
) -> tuple[Absence, dict[str, Any]]:
    """Write down that a post is away from a day to a day, and who stands in (nobody, when there is nobody).

    `shares` (kind of task, mark, post) name somebody else for some kinds of work, the first that fits; the rest falls
    to `substitute`. Raises BadInput: days that cannot be, a substitute who may not stand in, is away too without
    somebody to follow, or in whose place this one stands in; a share that says of nothing, or of the same twice.
    """
    post, substitute, shares = _locked(post, substitute, [*shares])
    _check_days(post, valid_from, valid_to)
    if reason not in Away.values:
        raise BadInput("unknown_reason", "Hãy chọn lý do vắng.", field="reason")
    same = Absence.objects.filter(post=post).touching(valid_from, valid_to).first()
    if same is not None:
        span = f"{same.valid_from:%d/%m/%Y} – {same.valid_to:%d/%m/%Y}"
        raise BadInput("absence_overlaps", f"Đã ghi vắng {span}; hai lần vắng không chồng ngày.", field="valid_from")
    _check_shares(shares)
    standing = {each.pk: each for each in (substitute, *(to for _, _, to in shares)) if each is not None}
    for each in standing.values():
        _check_substitute(each, post, valid_from, valid_to)
    _check_those_behind([substitute, *standing.values()], post, valid_from, valid_to)
    row = Absence(post=post, substitute=substitute, reason=reason, valid_from=valid_from, valid_to=valid_to)
    row.save(force_insert=True)
    rows = [
        AbsenceShare(absence=row, order=order, kind=kind, mark=mark, substitute=to)
        for order, (kind, mark, to) in enumerate(shares)
    ]
    AbsenceShare.objects.bulk_create(rows)
    return row, {"shares": [[kind, mark, to.pk] for kind, mark, to in shares]} if shares else {}


def _locked(
    post: Post, substitute: Post | None, shares: list[tuple[str, str, Post]]
) -> tuple[Post, Post | None, list[tuple[str, str, Post]]]:
    """Lock all the posts, in key order: two absences that name each other wait for one another."""
    keys = sorted({post.pk, *(to.pk for _, _, to in shares), *([substitute.pk] if substitute else [])})
    rows = Post.objects.select_for_update(of=("self",), no_key=True).order_by("pk").filter(pk__in=keys)
    found = {row.pk: row for row in rows.select_related("person", "agency__parent")}
    told = [(clean(kind), clean(mark), found[to.pk]) for kind, mark, to in shares]
    return found[post.pk], found[substitute.pk] if substitute else None, told


def _check_shares(shares: Sequence[tuple[str, str, Post]]) -> None:
    said = [(kind, mark) for kind, mark, _ in shares]
    if len(said) > MOST_SHARES or len(set(said)) < len(said):
        raise BadInput("share_twice", "Mỗi loại việc, lĩnh vực chỉ nêu một người làm thay.", field="shares")
    for kind, mark in said:
        if not (kind or mark) or (kind and not KIND.fullmatch(kind)) or (mark and not MARK.fullmatch(mark)):
            raise BadInput("bad_share", "Phần việc gồm loại việc, mã lĩnh vực hoặc mã thủ tục.", field="shares")


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
    for row in rows.prefetch_related("shares__substitute__person", "shares__substitute__agency__parent"):
        name = f"{substitute.person.name} cũng vắng {row.valid_from:%d/%m} – {row.valid_to:%d/%m/%Y}"
        if row.substitute is None:
            raise BadInput("substitute_away", f"{name} và không có ai làm thay tiếp.", field="substitute")
        for following in {row.substitute, *(share.substitute for share in row.shares.all())}:
            if following.pk == post.pk or depth <= 1:
                raise BadInput("circle", f"{name} và lại do chính {post.person.name} làm thay.", field="substitute")
            if not can_stand_in(following, post):
                text = f"{name}; {NOT_FIT.format(following.person.name, post.person.name)}"
                raise BadInput("chain_breaks", text, field="substitute")
            _follow(following, post, max(first, row.valid_from), min(last, row.valid_to), depth=depth - 1)


def _check_those_behind(standing: Sequence[Post | None], post: Post, first: date, last: date) -> None:
    """Those for whom the post stands in are not left without anybody when it goes away itself: whoever may come to do
    its work must be fit for theirs too."""
    for row in Absence.objects.falling_to([post.pk]).touching(first, last).with_names():
        if any(each is None or not can_stand_in(each, row.post) for each in standing):
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
