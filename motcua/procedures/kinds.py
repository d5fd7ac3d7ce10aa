"""What the review of procedures puts into the inbox, and what may be decided of many national differences in one go."""

from datetime import date

from motcua.agencies import works
from motcua.agencies.models import Agency
from motcua.procedures.actions.changes import approve_change, decide_of_many, reject_change
from motcua.procedures.actions.proposals import KIND
from motcua.procedures.choices import NationalAction
from motcua.procedures.models import Edition
from motcua.tasks import bulk
from motcua.tasks.kinds import Kind, register

PROPOSAL = register(Kind(KIND, "Rà soát thủ tục", "clip"))
BULK = [
    bulk.register(bulk.BulkVerb(str(code), str(code.label), decide_of_many(verb)))
    for code, verb in ((NationalAction.APPROVE, approve_change), (NationalAction.REJECT, reject_change))
]


def _fields(unit: Agency, on: date) -> list[works.Work]:
    """The fields in which the unit's office has procedures in force."""
    office = Agency.objects.same_level(unit)[-1]
    rows = Edition.objects.in_force(on).filter(office__path__startswith=office).exclude(field_code="")
    fields = dict(rows.order_by("field_name").values_list("field_code", "field_name"))
    return [works.Work("", f"field:{code}", f"Lĩnh vực {name}") for code, name in fields.items()]


works.register("procedures", _fields)
