"""One person declared twice: the dossiers of one declaration come to name the other, and go back when it was wrong."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from motcua.agencies.models import Post
from motcua.citizens.actions import check_pair, held, merge_declarations, move_consent, part_declarations
from motcua.citizens.models import Applicant, Consent
from motcua.core.actions import action, creates
from motcua.core.clock import now
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean, fold
from motcua.dossiers import permissions
from motcua.dossiers.actions.indexing import make_terms_again
from motcua.dossiers.choices import Action, MergeAction, MergeCause, Named
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Merge, Moved
from motcua.dossiers.search import terms_of

MOST = 2_000  # dossiers of one person moved in one go
TOLD = 10


class ChangedSince(StepRefused):
    """Something is no longer as the merge left it: taking it apart would not bring back what was."""

    code = "changed_since"


@action(Action.MERGE_APPLICANT, permit=permissions.may_merge_applicant, lifecycle=LIFECYCLE)
def merge_applicant(
    dossier: Dossier, *, by: Post, before: Applicant, after: Applicant, named: Iterable[str], merge: int
) -> dict[str, Any]:
    """Let the dossier name `after` where it names `before` (as what: `named`); printed papers keep what they say.

    Raises ChangedSince when it does not (any more), BadInput `erased`.
    """
    names = sorted(named)
    if any(getattr(dossier, f"{name}_id") != before.pk for name in names):
        raise ChangedSince(f"Hồ sơ {dossier} không còn ghi tên người đó.")
    if dossier.erased_at is not None:
        raise BadInput("erased", f"Nội dung hồ sơ {dossier} đã xóa.")
    for name in names:
        setattr(dossier, name, after)
    dossier.folded = fold(dossier.applicant.name)
    dossier.terms = terms_of([dossier.applicant, dossier.submitter], closed=dossier.is_closed)
    return {"merge": merge, "before": before.pk, "after": after.pk, "named": names}


@creates(MergeAction.MERGE, permit=permissions.may_merge)
def merge(*, by: Post, kept: Applicant, gone: Applicant, cause: str, note: str) -> tuple[Merge, dict[str, Any]]:
    """Take two declarations for one person's: dossiers and consents of `gone` become those of `kept`.

    An intake for `gone` that is under way is waited for and moves too; one that begins meanwhile waits and declares
    anew. What is not of the own unit moves nothing: then nothing happens at all. Raises BadInput.
    """
    if not clean(note):
        raise BadInput("reason_needed", "Nêu căn cứ để biết đây là cùng một người.", field="note")
    kept, gone = held(kept, gone)
    check_pair(kept, gone)
    _check_cause(cause, kept, gone)
    found = _dossiers_of(gone, by=by)
    followed = merge_declarations(kept, gone, by=by, misdeclared=cause == MergeCause.MISTYPED)
    kept.refresh_from_db(fields=["restricted_by"])
    made = Merge(unit=by.agency, kept=kept, gone=gone, cause=cause, by=by, followed=followed)
    made.moment = now()
    made.save(force_insert=True)
    for dossier in found:
        named = _names(dossier, gone)
        merge_applicant(dossier, by=by, before=gone, after=kept, named=named, merge=made.pk)
        Moved.objects.bulk_create(Moved(merge=made, dossier=dossier, named=name) for name in named)
    if followed is not None:
        _name_anew(kept)
    consents = list(Consent.objects.filter(applicant=gone).order_by("pk"))
    for consent in consents:
        move_consent(consent, by=by, before=gone, after=kept)
    Moved.objects.bulk_create(Moved(merge=made, consent=consent) for consent in consents)
    return made, {"dossiers": len(found), "consents": len(consents)}


def _name_anew(person: Applicant) -> None:
    """Make the search terms of somebody's own closed dossiers again: a restriction has come, or gone."""
    rows = Dossier.objects.filter(Q(applicant=person) | Q(submitter=person))
    for _ in make_terms_again(rows.exclude(closed_at=None)):
        pass


def _check_cause(cause: str, kept: Applicant, gone: Applicant) -> None:
    """What is said of the numbers must be so."""
    if cause not in MergeCause.values:
        raise BadInput("unknown_cause", "Chọn vì sao khai trùng.", field="cause")
    same, both = kept.identity_number == gone.identity_number, bool(kept.identity_number and gone.identity_number)
    right = {
        MergeCause.SAME_NUMBER: both and same, MergeCause.NO_NUMBER: not gone.identity_number,
        MergeCause.OLD_NUMBER: both and not same, MergeCause.MISTYPED: both and not same,
    }[MergeCause(cause)]  # fmt: skip
    if not right:
        words = "Lý do này không khớp với số giấy tờ hai bên; bên không ghi số phải là bên bị gộp."
        raise BadInput("cause_does_not_fit", words, field="cause")


def _names(dossier: Dossier, person: Applicant) -> list[str]:
    return [name for name in Named.values if getattr(dossier, f"{name}_id") == person.pk]


def _dossiers_of(gone: Applicant, *, by: Post) -> list[Dossier]:
    """Return every dossier that names somebody; raises BadInput when one is not the own unit's, or for too many."""
    rows = Dossier.objects.filter(Q(applicant=gone) | Q(submitter=gone), erased_at=None).select_related("desk")
    found = list(rows.order_by("pk")[: MOST + 1])
    if len(found) > MOST:
        raise BadInput("too_many", f"Người này có hơn {MOST} hồ sơ, không gộp một lần được.")
    if any(not dossier.desk.is_within(by.agency) for dossier in found):
        words = "Người này còn hồ sơ ở nơi tiếp nhận khác: đề nghị quản trị cấp trên gộp."
        raise BadInput("elsewhere", words)
    return found


@action(MergeAction.UNDO, permit=permissions.may_undo_merge)
def undo(merge: Merge, *, by: Post, note: str) -> dict[str, Any]:
    """Take a merge apart: what it moved goes back, and nothing else; what came since stays with who was kept.

    Raises ChangedSince and tells what is no longer as the merge left it; then nothing goes back. StepRefused for one
    undone before, BadInput without a reason.
    """
    if merge.undone_at is not None:
        raise StepRefused("Lần gộp này đã bỏ.")
    if not clean(note):
        raise BadInput("reason_needed", "Nêu vì sao bỏ gộp.", field="note")
    kept, gone = held(merge.kept, merge.gone)
    moved = list(merge.moved.select_related("dossier", "consent").order_by("dossier", "pk"))
    if changed := _changed(merge, kept, gone, moved):
        raise ChangedSince(f"Không bỏ gộp được: {'; '.join(changed[:TOLD])}.")
    part_declarations(kept, gone, by=by, followed=merge.followed)
    gone.refresh_from_db()
    for dossier, named in _by_dossier(moved).items():
        merge_applicant(dossier, by=by, before=kept, after=gone, named=named, merge=merge.pk)
    for each in moved:
        if each.consent is not None:
            move_consent(each.consent, by=by, before=kept, after=gone)
    if merge.followed_id is not None:
        _name_anew(kept)
    merge.undone_at = merge.moment
    return {"moved": len(moved)}


def _by_dossier(moved: list[Moved]) -> dict[Dossier, list[str]]:
    found: dict[Dossier, list[str]] = {}
    for each in moved:
        if each.dossier is not None:
            found.setdefault(each.dossier, []).append(each.named)
    return found


def _changed(merge: Merge, kept: Applicant, gone: Applicant, moved: list[Moved]) -> list[str]:
    """Say what is no longer as the merge left it."""
    found = []
    if kept.erased_at or gone.erased_at:
        found.append("thông tin của một bên đã xóa")
    if kept.merged_into_id is not None:
        found.append("bên giữ lại đã gộp tiếp vào người khác")
    if gone.merged_into_id != kept.pk:
        found.append("bên bị gộp không còn thuộc bên giữ lại")
    for dossier, named in _by_dossier(moved).items():
        if dossier.erased_at is not None:
            found.append(f"nội dung hồ sơ {dossier} đã xóa")
        elif any(getattr(dossier, f"{name}_id") != kept.pk for name in named):
            found.append(f"hồ sơ {dossier} đã đổi người")
    lost = [each for each in moved if each.consent is not None and each.consent.applicant_id != kept.pk]
    return [*found, *(["sự đồng ý đã chuyển cho người khác"] if lost else [])]
