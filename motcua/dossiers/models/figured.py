"""What of a dossier is kept only because figures are made of it; its events tell it like everything else."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

FIGURED = ("traits", "paid_amount", "took_days", "paused_days")  # tracked: figures are made from events
LATE = "late:"


class Figured(models.Model):
    """`traits`: codes of Trait, and why it was late (`late:` and the code of a reason), in the order they came.

    Null is none (rows from before there were any). Days are working days of the unit's calendar: `took_days` from the
    receipt to the result, `paused_days` of them in which the applicant was waited for (docs/decisions/0065).
    """

    traits = ArrayField(models.CharField(max_length=40, db_collation="C"), null=True, editable=False)
    paid_amount = models.BigIntegerField("số tiền đã nộp (đồng)", null=True, editable=False)
    took_days = models.PositiveSmallIntegerField("số ngày làm việc đã giải quyết", null=True, editable=False)
    paused_days = models.PositiveSmallIntegerField("số ngày làm việc chờ người nộp", null=True, editable=False)

    class Meta:
        abstract = True

    def tell(self, agency: int, measure: str, day: date, amount: int = 1) -> None:
        """Let the event of the action in hand count something of an agency that takes part, by its key."""
        self.__dict__.setdefault("told_beside", []).append((agency, measure, day, amount))

    def mark(self, *traits: str) -> None:
        """Add what holds of it from now on; what it has it keeps."""
        known = self.traits or []
        if more := [str(trait) for trait in traits if trait not in known]:
            self.traits = [*known, *more]

    def mark_cause(self, cause: str) -> None:
        """Write down why it was late, a code or ""; of several latenesses the last reason that was given stands."""
        if cause:
            self.traits = [each for each in self.traits or [] if not each.startswith(LATE)]
            self.mark(f"{LATE}{cause}")
