"""What a person settles of what an import left open: doubts of a record, other ways of writing a name."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.procedures import permissions
from motcua.procedures.actions.records import name_alike, tables
from motcua.procedures.aliases import agency_key
from motcua.procedures.choices import AliasKind, NationalAction
from motcua.procedures.models import Alias, NationalProcedure


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
