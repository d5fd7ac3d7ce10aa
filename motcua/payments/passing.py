"""Bills in a re-organisation: what is still owed passes with its dossier; what was paid stays in the old books."""

from django.db.models import QuerySet

from motcua.agencies.passing import Part, Plan, register
from motcua.payments.models import Bill


def _owed(plan: Plan) -> "QuerySet[Bill]":
    return Bill.objects.due().filter(agency__in=plan.keys)


register(
    Part(
        "payments.due",
        "Khoản chưa nộp (chuyển cùng hồ sơ)",
        76,
        _owed,
        lambda bill: f"Khoản phải nộp số {bill.pk}",
        lambda bill: bill.agency_id,
    )
)
