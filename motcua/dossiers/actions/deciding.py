"""The result: signed under a number of the register, made from a template or attached; corrected when it was wrong."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.correspondence.actions import issue
from motcua.correspondence.choices import DocType
from motcua.dossiers import permissions
from motcua.dossiers.actions import closing, corrections, extending, moving, printing, steps
from motcua.dossiers.choices import Action, Form, Outcome, Trait
from motcua.dossiers.durations import days_taken
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.opinions import check_answered
from motcua.files.models import StoredFile

TEMPLATES = {"result": "Văn bản kết quả theo mẫu chung"}


def _issue(
    dossier: Dossier, *, by: Post, signer: Post, file: StoredFile | None, template: str, doc_type: str, abstract: str
) -> Result:
    """Take the number, freeze the paper if it is made from a template, and write the result. Raises BadInput."""
    if file is None and template not in TEMPLATES:
        raise BadInput("result_needed", "Hãy đính kèm tệp kết quả hoặc chọn mẫu.", field="file")
    if doc_type not in DocType.values:
        raise BadInput("unknown_type", "Loại văn bản không hợp lệ.", field="doc_type")
    content = dossier.content
    document = issue(
        by=by,
        agency=dossier.keeper,
        doc_type=doc_type,
        abstract=clean(abstract) or f"Giải quyết thủ tục: {content.name}"[:500],
        signer=signer,
        capacity=signer.signing_capacity,
        signs_for="\n".join(signer.signature_lines),
        recipients=f"Chủ hồ sơ {dossier.code}; {dossier.desk.short_name}; Lưu: VT.",
    )
    result = Result(dossier=dossier, document=document, file=file, signed_by=signer, signed_at=dossier.moment)
    dossier.mark(Trait.RESULT)
    if file is None:
        told = {"document": document, "verification": result.verification_code}
        result.printed = printing.freeze(dossier, Form.RESULT, by=signer, **told)
    return result


def _decide(dossier: Dossier, *, outcome: str) -> None:
    if outcome not in Outcome.values:
        raise BadInput("unknown_outcome", "Kết quả giải quyết không hợp lệ.", field="outcome")
    dossier.decided_at, dossier.outcome = dossier.moment, outcome
    dossier.took_days = days_taken(dossier)


@action(Action.SIGN, permit=permissions.may_sign, lifecycle=LIFECYCLE)
def sign(
    dossier: Dossier,
    *,
    by: Post,
    file: StoredFile | None = None,
    template: str = "",
    outcome: str = Outcome.POSITIVE,
    doc_type: str = DocType.DECISION,
    abstract: str = "",
) -> dict[str, Any]:
    """Sign the result: it is ready now (which decides early, on time or late), numbered, on its way to the desk."""
    current = moving.in_hand(dossier, Action.SIGN, by=by)
    check_answered(dossier, current)
    _decide(dossier, outcome=outcome)
    steps.let_opinions_go(dossier, by=by)
    extending.let_draft_go(dossier, by=by)
    moved = moving.advance(dossier, by=by, current=current)
    result = _issue(dossier, by=by, signer=by, file=file, template=template, doc_type=doc_type, abstract=abstract)
    result.save(force_insert=True)
    return moved | _about(result)


@action(Action.SETTLE_AT_ONCE, permit=permissions.may_settle_at_once, lifecycle=LIFECYCLE)
def settle_at_once(
    dossier: Dossier,
    *,
    by: Post,
    signer: str,
    receiver: str,
    file: StoredFile | None = None,
    template: str = "",
    doc_type: str = DocType.SPECIALISED,
    abstract: str = "",
) -> dict[str, Any]:
    """Settle an immediate procedure while the applicant waits: signed by `signer` (username), handed over, closed."""
    today = local(dossier.moment).date()
    held = Post.objects.held(today).with_names().filter(person__username=clean(signer).lower())
    post = held.filter(agency__path__startswith=dossier.agency.path, role__in=permissions.HEADS).first()
    if post is None:
        raise BadInput("unknown_signer", "Người này không ký được kết quả của cơ quan.", field="signer")
    post = post.signing_for(dossier.marks())
    _decide(dossier, outcome=Outcome.POSITIVE)
    result = _issue(dossier, by=by, signer=post, file=file, template=template, doc_type=doc_type, abstract=abstract)
    result.save(force_insert=True)
    steps.finish_all(dossier, by=by, at=dossier.moment, done=True)
    closing.hand_back(dossier, receiver=receiver, means="at_desk")
    return _about(result) | ({"signed": post.place.told()} if post.place else {})


@action(Action.CORRECT_RESULT, permit=permissions.may_correct, lifecycle=LIFECYCLE)
def correct_result(
    dossier: Dossier,
    *,
    by: Post,
    reason: str,
    file: StoredFile | None = None,
    template: str = "",
    doc_type: str = DocType.DECISION,
    abstract: str = "",
) -> dict[str, Any]:
    """Put a corrected result in the place of a wrong one: both stay, the new one has its own number (NĐ 118/2025)."""
    printing.needed(reason, field="reason")
    last = dossier.results.order_by("-signed_at", "-pk").first()
    if last is None:
        raise BadInput("no_result", "Hồ sơ chưa có kết quả để sửa.")
    result = _issue(dossier, by=by, signer=by, file=file, template=template, doc_type=doc_type, abstract=abstract)
    result.replaces = last
    if dossier.returned_at is not None:
        corrections.remind(dossier, result, by=by)
    result.save(force_insert=True)
    return _about(result) | {"replaces": last.pk}


def _about(result: Result) -> dict[str, Any]:
    return {"result": result.pk, "document": result.document_id, "number": result.document.number}
