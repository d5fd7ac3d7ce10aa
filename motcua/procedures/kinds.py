"""What the review of procedures puts into the inbox, and what may be decided of many national differences in one go."""

from motcua.procedures.actions.changes import approve_change, decide_of_many, reject_change
from motcua.procedures.actions.proposals import KIND
from motcua.procedures.choices import NationalAction
from motcua.tasks import bulk
from motcua.tasks.kinds import Kind, register

PROPOSAL = register(Kind(KIND, "Rà soát thủ tục", "clip"))
BULK = [
    bulk.register(bulk.BulkVerb(str(code), str(code.label), decide_of_many(verb)))
    for code, verb in ((NationalAction.APPROVE, approve_change), (NationalAction.REJECT, reject_change))
]
