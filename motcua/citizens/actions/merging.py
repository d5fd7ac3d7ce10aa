"""Two declarations of one person taken for one, and taken apart again. Decided above, where the dossiers are."""

from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.citizens import permissions
from motcua.citizens.choices import Action
from motcua.citizens.models import Account, Applicant, Consent
from motcua.core.actions import action
from motcua.core.errors import BadInput


def held(*people: Applicant) -> list[Applicant]:
    """Return declarations as they are now, locked in key order until the transaction ends: an intake that names one of
    them ends first, one that begins meanwhile waits."""
    rows = Applicant.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in people])
    found = {row.pk: row for row in rows.order_by("pk")}
    return [found[each.pk] for each in people]


def check_pair(kept: Applicant, gone: Applicant) -> None:
    """Raise BadInput where two declarations may not be taken for one person's, whoever asks."""
    if kept.pk == gone.pk:
        raise BadInput("same_declaration", "Hai bên là cùng một lần khai.")
    if kept.erased_at or gone.erased_at:
        raise BadInput("erased", "Thông tin của một bên đã xóa.")
    if kept.merged_into_id or gone.merged_into_id:
        raise BadInput("merged_already", "Một bên đã gộp vào người khác: hãy mở lần gộp đó.")
    if kept.kind != gone.kind:
        raise BadInput("two_kinds", "Một bên là cá nhân, một bên là tổ chức.")
    numbers = {each.identity_number for each in (kept, gone) if each.identity_number}
    if len(numbers) == 2 and all(Account.objects.of_identity(number).exists() for number in numbers):
        raise BadInput("both_proven", "Hai số định danh đều đã được xác thực: đây là hai người khác nhau.")
    _check_readers(kept.reader, gone.reader)


def _check_readers(kept: Account | None, gone: Account | None) -> None:
    """Nobody comes to see, or no longer sees, dossiers on the portal by what somebody else merges."""
    if gone is not None and (kept is None or kept.pk != gone.pk):
        words = "Bên bị gộp gắn với một tài khoản trên cổng: hãy giữ bên đó, hoặc để chủ tài khoản tự gộp tài khoản."
        raise BadInput("another_account", words)
    if kept is not None and gone is None and not kept.is_proven:
        words = "Tài khoản của bên giữ lại chưa chứng minh danh tính: gộp sẽ cho người đó xem hồ sơ của bên kia."
        raise BadInput("account_not_proven", words)


def merge_declarations(kept: Applicant, gone: Applicant, *, by: Post, misdeclared: bool) -> Agency | None:
    """Mark one declaration as another's; returns the office whose restriction of processing followed, if one did."""
    Applicant.objects.filter(pk=gone.pk).update(merged_into=kept, misdeclared=misdeclared)
    if gone.restricted_by_id is None or kept.restricted_by_id is not None:
        return None
    Applicant.objects.filter(pk=kept.pk).update(restricted_by=gone.restricted_by)
    return gone.restricted_by


def part_declarations(kept: Applicant, gone: Applicant, *, by: Post, followed: Agency | None) -> None:
    """Take two declarations apart again; a restriction that followed goes back."""
    Applicant.objects.filter(pk=gone.pk).update(merged_into=None, misdeclared=False)
    if followed is not None:
        Applicant.objects.filter(pk=kept.pk, restricted_by=followed).update(restricted_by=None)


@action(Action.MOVE_CONSENT, permit=permissions.may_move_consent)
def move_consent(consent: Consent, *, by: Post, before: Applicant, after: Applicant) -> dict[str, Any]:
    """Let a consent be the one of `after`: what it allows stays as it was."""
    if consent.applicant_id != before.pk:
        raise BadInput("not_theirs", "Sự đồng ý này không còn của người đó.")
    consent.applicant = after
    return {"before": before.pk, "after": after.pk}
