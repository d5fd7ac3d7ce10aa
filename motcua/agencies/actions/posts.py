"""Writes on posts and their API tokens."""

import secrets
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from motcua.agencies import permissions
from motcua.agencies.actions.units import save_new
from motcua.agencies.choices import MACHINES, Action, Capacity, Role
from motcua.agencies.models import AccessToken, Agency, Person, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean


@creates(Action.APPOINT, permit=permissions.may_appoint)
def appoint(
    *,
    by: Post,
    person: Person,
    agency: Agency,
    role: Role,
    title: str,
    valid_from: date,
    valid_to: date | None = None,
    capacity: str = "",
    signs_for: str = "",
) -> Post:
    """Give a person a post in a unit, from–to (both days included). Raises BadInput outside the unit's own validity.

    `signs_for` are the lines printed above the signature, e.g. "TM. ỦY BAN NHÂN DÂN" and "CHỦ TỊCH" (NĐ 30/2020).
    """
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)  # may be ended meanwhile
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)  # may be blocked meanwhile
    last = agency.valid_to
    if valid_from < agency.valid_from or (last is not None and max(valid_from, valid_to or date.max) > last):
        raise BadInput("agency_not_valid", "Đơn vị không tồn tại trong thời gian này.", field="valid_from")
    if not person.is_active:
        raise BadInput("person_blocked", "Tài khoản của cán bộ đang bị khóa.", field="person")
    lines = clean(signs_for, lines=True)
    capacity = _capacity(capacity, lines.splitlines())
    post = Post(
        person=person,
        agency=agency,
        role=role,
        title=clean(title),
        capacity=capacity,
        signs_for=lines,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return save_new(post)


def _capacity(capacity: str, lines: list[str]) -> str:
    """Return the capacity that comes with a post: as chosen, else as its printed lines say. Raises BadInput.

    TUQ. comes with no post, only with a dated written delegation (NĐ 30/2020, điều 13 khoản 4); what is chosen and what
    is printed never differ. Above KT., Q. and TL. the collective may stand: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH".
    """
    printed = [each for line in lines for each in Capacity.values if each and line.upper().startswith(each)]
    if Capacity.TUQ in (capacity, *printed):
        text = "TUQ. không đi theo vị trí: ghi văn bản ủy quyền có số, ngày và thời hạn ở trang Ủy quyền ký."
        raise BadInput("tuq_needs_document", text, field="capacity")
    own = [each for each in printed if each != Capacity.TM] or printed
    if capacity and lines and (capacity not in printed or any(each != capacity for each in own)):
        text = f"Dòng ghi trước chữ ký phải bắt đầu bằng {capacity} như thẩm quyền ký đã chọn."
        raise BadInput("capacity_differs", text, field="signs_for")
    return capacity or next(iter(own), "")


@action(Action.END_POST, permit=permissions.may_end_post)
def end_post(post: Post, *, by: Post, last_day: date | None = None) -> None:
    """End a post now: its sessions and tokens end in the same transaction.

    `last_day` is what stands in the decision when that lies in the past: the last day of the unit.
    """
    if post.ended_at is not None:
        raise StepRefused("Vị trí này đã kết thúc.", code="already_ended")
    moment: datetime = post.moment
    post.ended_at = moment
    today = local(moment).date()
    post.valid_to = max(min(last_day or today, today), post.valid_from)
    post.sessions.all().delete()
    post.tokens.filter(revoked_at=None).update(revoked_at=moment)


@action(Action.ISSUE_TOKEN, permit=permissions.may_issue_token)
def issue_token(post: Post, *, by: Post, name: str, expires_at: datetime | None = None) -> dict[str, Any]:
    """Make an API token for a post; the text is found once, in `issued_token` of the returned post."""
    name = clean(name)
    if post.ended_at is not None or not post.person.is_active or post.role in MACHINES:
        raise StepRefused("Chỉ cấp khóa cho vị trí đang giữ.", code="post_not_held")
    if not 0 < len(name) <= 80:
        raise BadInput("name_needed", "Ghi khóa dùng cho việc gì, không quá 80 ký tự.", field="name")
    if expires_at is not None and expires_at <= timezone.now():
        raise BadInput("already_expired", "Thời điểm hết hạn phải ở tương lai.", field="expires_at")
    text = f"mc_{secrets.token_urlsafe(32)}"
    kept = AccessToken.objects.create(post=post, name=name, digest=AccessToken.digest_of(text), expires_at=expires_at)
    post.issued_token = text
    return {"token": kept.pk}


@action(Action.REVOKE_TOKEN, permit=permissions.may_issue_token)
def revoke_token(post: Post, *, by: Post, token: AccessToken) -> dict[str, Any]:
    """Make a token useless at once. Raises BadInput when it is not one of this post's."""
    if not post.tokens.filter(pk=token.pk, revoked_at=None).update(revoked_at=post.moment):
        raise BadInput("unknown_token", "Không có khóa này hoặc đã thu hồi.")
    return {"token": token.pk}
