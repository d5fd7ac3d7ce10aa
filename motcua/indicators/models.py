"""What figures are made of: additive facts by day, and their running totals.

A fact says by how much a measure of a line (unit, procedure, field, channel) changes on a day, and since which day
that is known. Nobody counts up a shared row: facts are only added, in the transaction of what happened, and folded
into running totals in the background. A figure of a period is the total at its end less the total before it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency


class Dimensions(models.Model):
    """Whose figure: the unit that settles, procedure, field, how it was filed."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField("mã thủ tục", max_length=40, db_collation="C")
    field = models.CharField("mã lĩnh vực", max_length=40, db_collation="C")
    channel = models.CharField("hình thức nộp", max_length=10, db_collation="C")

    class Meta:
        abstract = True


class Fact(Dimensions):
    """`amount` more of a measure from `day` on, known since `known_on`; it counts from the later of the two.

    A day to come is possible: what is promised for a day will be overdue the day after, unless it ends before.
    """

    measure = models.CharField(max_length=40, db_collation="C")
    day = models.DateField("ngày xảy ra")
    known_on = models.DateField("ngày biết")
    seen_on = models.DateField("tính từ ngày")  # the later of the two
    amount = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["seen_on"], name="fact_seen"),
            models.Index(fields=["agency", "seen_on"], name="fact_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="fact_counts_from_when_known",
                condition=Q(seen_on__gte=F("day")) & Q(seen_on__gte=F("known_on"))
                & (Q(seen_on=F("day")) | Q(seen_on=F("known_on"))),
            )
        ]  # fmt: skip


class Measure(models.Model):
    """A measure by name, and its place in the rows of totals of its bank."""

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    bank = models.CharField(max_length=8, db_collation="C", db_default="")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_place_in_a_bank", fields=["bank", "place"])]


class Kind(models.TextChoices):
    """What a line adds up: the facts of one combination of dimensions, or many, so that a report need not."""

    OWN = "own", "Của chính đơn vị"
    TREE = "tree", "Của các đơn vị bên dưới"  # those below, without its own
    WHOLE = "whole", "Mọi thủ tục của chính đơn vị"  # procedure and field are ""


class Line(Dimensions):
    """One combination of the dimensions of which there are totals, for the measures of one bank (`banks.py`)."""

    kind = models.CharField(max_length=5, choices=Kind, db_collation="C")
    bank = models.CharField(max_length=8, db_collation="C", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_line_of_a_bank", fields=["agency", "bank", "kind", "procedure", "field", "channel"]
            ),
        ]


class Total(models.Model):
    """What all facts of a line that count by the end of a day add up to, by the measures' places (1 is the first)."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="totals", db_index=False)
    day = models.DateField()
    sums = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(name="one_total_a_day", fields=["line", "day"])]


class Late(models.Model):
    """What became known after its day: already in the totals of `known_on`, to be told apart in a figure of before."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="late", db_index=False)
    measure = models.CharField(max_length=40, db_collation="C")
    day = models.DateField()
    known_on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["line", "known_on"], name="late_known")]
