"""A person's own data put right: open dossiers point to the new declaration; what was printed stays as it was."""

from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.models import Applicant
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.core.text import fold
from motcua.dossiers import permissions
from motcua.dossiers.choices import Action
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier
from motcua.dossiers.search import terms_of


@action(Action.CORRECT_APPLICANT, permit=permissions.may_correct_applicant, lifecycle=LIFECYCLE)
def correct_applicant(
    dossier: Dossier, *, by: Post, before: list[Applicant], after: Applicant, cause: str
) -> dict[str, Any]:
    """Let the dossier name `after` wherever it named one of `before`, as applicant or as who came for them.

    Forms that were printed keep what they say. Raises BadInput (`not_named`).
    """
    keys = {each.pk for each in before} - {after.pk}
    named = {"applicant": dossier.applicant_id in keys, "submitter": dossier.submitter_id in keys}
    if not any(named.values()):
        raise BadInput("not_named", "Hồ sơ này không ghi tên người yêu cầu.")
    if named["applicant"]:
        dossier.applicant, dossier.folded = after, fold(after.name)
    if named["submitter"]:
        dossier.submitter = after
    dossier.terms = terms_of([dossier.applicant, dossier.submitter])
    return {"cause": cause, "corrected": sorted(name for name, yes in named.items() if yes)}
