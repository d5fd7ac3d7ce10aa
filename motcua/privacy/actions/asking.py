"""A citizen asks about what an office keeps of them, from an account whose identity the state has proven."""

from django.db import transaction

from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Account
from motcua.core.actions import creates
from motcua.core.errors import BadInput, NotPermitted
from motcua.privacy import permissions
from motcua.privacy.actions.answering import TEXT_LIMIT, known_right, taken_down, written
from motcua.privacy.choices import ONLINE, Action, Proof
from motcua.privacy.models import RightsRequest
from motcua.privacy.people import desks_of

MOST_WAITING = 10  # of one account at once


def ask(
    account: Account, *, by: Post, right: str, desk: Agency | None, asked: str, wanted: dict[str, str] | None = None
) -> RightsRequest:
    """Ask, one right of one office at a time: two clicks make one request.

    Raises NotPermitted, BadInput (`unknown_right`, `unknown_desk` for one at which the holder has no dossier,
    `asked_already`, `too_many_requests`, and as `answering.receive`).
    """
    if by.account is None or by.account.pk != account.pk:
        raise NotPermitted()
    with transaction.atomic():
        Account.objects.visible_to(by).select_for_update(no_key=True).get(pk=account.pk)
        made: RightsRequest = ask_online(by=by, right=right, desk=desk, asked=asked, wanted=wanted)
    return made


@creates(Action.ASK, permit=permissions.may_ask)
def ask_online(
    *, by: Post, right: str, desk: Agency | None, asked: str, wanted: dict[str, str] | None
) -> RightsRequest:  # fmt: skip
    """Take the request down, as a desk would; the desk is where a correction's papers would be shown. See `ask`."""
    account = by.account
    assert account is not None  # permitted
    if known_right(right) not in ONLINE:
        raise BadInput("unknown_right", "Hãy chọn một mục.", field="right")
    if desk is None or desk not in desks_of(account):
        raise BadInput("unknown_desk", "Hãy chọn nơi bạn đã nộp hồ sơ.", field="desk")
    waiting = list(RightsRequest.objects.visible_to(by).ended(False))
    if any(each.right == right and each.desk_id == desk.pk for each in waiting):
        raise BadInput("asked_already", "Bạn đã gửi yêu cầu này và đang chờ trả lời.", field="right")
    if len(waiting) >= MOST_WAITING:
        raise BadInput("too_many_requests", f"Bạn đang có {MOST_WAITING} yêu cầu chờ trả lời.")
    request = RightsRequest(
        right=right, proof=Proof.ACCOUNT, name=account.name, identity_number=account.identity_number, desk=desk,
        asked=written(asked, "asked", TEXT_LIMIT), contact=account.phone or account.email, by=by, account=account,
    )  # fmt: skip
    return taken_down(request, wanted=wanted)
