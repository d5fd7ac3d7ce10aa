"""Which measures stand together in a row of totals. Pure.

What happens seldom together is kept apart, so that the report asked for most reads short rows: durations have a
hundred measures of their own, of which a dossier touches two.
"""

CORE, SERVICE, LEGS, TOOK, LATE = "", "service", "legs", "took", "late"
BANKS = {
    "charged": SERVICE, "paid": SERVICE, "digitised": SERVICE, "reused": SERVICE, "result": SERVICE, "rated": SERVICE,
    "legs": LEGS, "took": TOOK, "late": LATE,
}  # fmt: skip


def bank_of(measure: str) -> str:
    """Return the bank of a measure, by the first word of its name."""
    return BANKS.get(measure.partition(".")[0], CORE)
