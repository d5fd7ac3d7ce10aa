"""The legs of a dossier's way: branches that run side by side, each in the hands of some agency, until they join."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency
from motcua.dossiers.choices import LegEnd

DOSSIER = "dossiers.Dossier"


class Leg(models.Model):
    """One leg (chặng) of a split, from its opening to its end; its lateness is its agency's, the total stays.

    `split` is the step, as it was done, that opened it together with its sisters, `way` which of that step's ways,
    `number` its place among them, `within` the leg in which all of that happened. `join` is the step of the route at
    which it ends.
    """

    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="legs")
    split = models.ForeignKey("dossiers.Step", on_delete=models.PROTECT, related_name="opened_legs")
    way = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    within = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="inner")
    key = models.CharField(max_length=40, db_collation="C")
    name = models.CharField("chặng", max_length=120)
    join = models.CharField(max_length=40, db_collation="C")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan chịu trách nhiệm"
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=LegEnd, blank=True, db_collation="C")

    class Meta:
        ordering = ["split", "number"]
        constraints = [
            models.UniqueConstraint(name="one_leg_per_place", fields=["split", "number"]),
            models.CheckConstraint(
                name="leg_ended_has_moment",
                condition=Q(end="", ended_at=None) | (~Q(end="") & Q(ended_at__gte=F("started_at"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_late(self, now: datetime) -> bool:
        """Tell whether the leg ended, or by now is, later than it was due; one that was called off owes nothing."""
        if self.due_at is None or self.end in (LegEnd.OVERTAKEN, LegEnd.RETURNED, LegEnd.CLOSED):
            return False
        return self.due_at < (self.ended_at or now)
