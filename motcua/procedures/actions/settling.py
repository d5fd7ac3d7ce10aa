"""What a person settles of what an import left open: doubts of a record, other ways of writing a name."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.procedures import permissions
from motcua.procedures.choices import NationalAction
from motcua.procedures.models import NationalProcedure


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
