"""What a person settles of what an import left open: doubts of a record, ways of writing a name, damaged codes."""

from typing import Any

from django.db import IntegrityError, transaction

from motcua.agencies.models import Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.procedures import permissions
from motcua.procedures.actions.records import name_alike, tables
from motcua.procedures.aliases import agency_key
from motcua.procedures.choices import AliasKind, NationalAction
from motcua.procedures.codes import SOUND, read_code
from motcua.procedures.models import Alias, CodeAnswer, ImportRow, NationalProcedure
from motcua.procedures.models.damage import MOST_NAME


@action(NationalAction.SETTLE_DOUBTS, permit=permissions.may_settle_doubts)
def settle_doubts(procedure: NationalProcedure, *, by: Post, finding: str) -> dict[str, Any]:
    """Write down what is true of a record's doubts; a newer version with doubts of its own asks again.

    Raises BadInput: `finding_needed`, `nothing_in_doubt`.
    """
    if not clean(finding):
        raise BadInput("finding_needed", "Hãy ghi kết luận.", field="finding")
    if not procedure.doubts or procedure.settled == procedure.digest:
        raise BadInput("nothing_in_doubt", "Bản này không còn điều nghi vấn nào.")
    procedure.settled, procedure.finding = procedure.digest, clean(finding)[:500]
    return {"number": procedure.number, "doubts": len(procedure.doubts)}


@creates(NationalAction.SET_ALIAS, permit=permissions.may_set_alias)
def set_alias(*, by: Post, kind: str, written: str, canonical: str) -> tuple[Alias, dict[str, Any]]:
    """Settle what a way of writing an agency or a field means, also in every record that stands.

    The name itself as `canonical` says that it is right as written. Raises BadInput: `name_needed`, `alias_taken`.
    """
    written, canonical = clean(written), clean(canonical)
    if not written or not canonical:
        field = "written" if not written else "canonical"
        raise BadInput("name_needed", "Hãy ghi tên.", field=field)
    key = agency_key(written) if kind == AliasKind.AGENCY else fold(written)
    if Alias.objects.filter(kind=kind, alias=key).exists():
        raise BadInput("alias_taken", f"Cách viết “{written}” đã được thống nhất.", field="written")
    alias = Alias(kind=kind, alias=key[:300], canonical=canonical[:300])
    alias.save(force_insert=True)
    return alias, {"records": _rename(kind, written)}


def _rename(kind: str, written: str) -> int:
    """Let the records that use a way of writing say the one name; return how many."""
    rows = NationalProcedure.objects.select_for_update(no_key=True)
    use = {"agencies__contains": [written]} if kind == AliasKind.AGENCY else {"field_key": written}
    changed = list(rows.filter(**use))
    known = tables()
    for row in changed:
        name_alike(row, row.record(), known)
    NationalProcedure.objects.bulk_update(changed, ["agencies", "field_key"], batch_size=200)
    return len(changed)


@creates(NationalAction.SETTLE_CODE, permit=permissions.may_settle_code)
def settle_code(*, by: Post, row: ImportRow, code: str = "", reason: str = "") -> tuple[CodeAnswer, dict[str, Any]]:
    """Say which procedure a row under a damaged code means, or (no code) that it is not taken; later imports follow.

    Raises BadInput: `code_sound`, `already_settled`, `code_unknown`, `reason_needed`.
    """
    if not row.code or not row.name or read_code(row.code).state == SOUND:
        raise BadInput("code_sound", "Dòng này không phải là mã hỏng.")
    answer = CodeAnswer(written=row.code, name=row.name[:MOST_NAME], procedure=_meant(code), reason=clean(reason)[:500])
    _need_reason(answer)
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError as error:
        told = f"Mã {row.code} với tên này đã có kết luận: hãy mở kết luận đó để sửa."
        raise BadInput("already_settled", told) from error
    return answer, {"procedure": answer.procedure_id}


@action(NationalAction.SETTLE_CODE_AGAIN, permit=permissions.may_settle_code_again)
def settle_code_again(answer: CodeAnswer, *, by: Post, code: str = "", reason: str = "") -> dict[str, Any]:
    """Say something else of a damaged code. What was brought in meanwhile stays. Raises BadInput as `settle_code`."""
    before = answer.procedure_id
    answer.procedure, answer.reason = _meant(code), clean(reason)[:500]
    _need_reason(answer)
    return {"before": before, "procedure": answer.procedure_id}


def _meant(code: str) -> NationalProcedure | None:
    """Return the one procedure with this code; None for no code."""
    asked = clean(code)
    if not asked:
        return None
    found = list(NationalProcedure.objects.filter(code=asked)[:2])
    if not found:
        raise BadInput("code_unknown", f"Danh mục không có thủ tục mã {asked[:60]}.", field="code")
    if len(found) > 1:
        raise BadInput("code_unknown", f"Mã {asked} có trong nhiều phạm vi: chưa xác định được.", field="code")
    return found[0]


def _need_reason(answer: CodeAnswer) -> None:
    if answer.procedure is None and not answer.reason:
        raise BadInput("reason_needed", "Không nhận thì phải ghi lý do.", field="reason")
