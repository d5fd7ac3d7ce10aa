"""How much of the platform was used: acts by unit, module and month, counted from the events."""

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Agency, Post

ALL = ""  # the line of all modules of a unit: people are not the sum of those of each module


class UsageQuerySet(models.QuerySet["Usage"]):
    def visible_to(self, by: Post) -> "UsageQuerySet":
        """Of the units below one's own; who may look at all is said by the pages of figures."""
        return self.filter(agency__path__startswith=by.agency.path)


class Usage(models.Model):
    """`acts` events by posts of a unit in a month, and by how many `people`, known `until` the end of a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    module = models.CharField("phân hệ", max_length=40, blank=True, db_collation="C")
    month = models.DateField("tháng", help_text="ngày đầu tháng")
    acts = models.BigIntegerField("số việc")
    people = models.IntegerField("số người")
    until = models.DateField("tính đến hết ngày")

    objects = UsageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_usage_a_month", fields=["agency", "month", "module"]),
            models.CheckConstraint(
                name="usage_of_a_month", condition=Q(month__day=1) & Q(until__gte=models.F("month"))
            ),
            models.CheckConstraint(name="usage_not_below_nothing", condition=Q(acts__gt=0) & Q(people__gt=0)),
        ]
        indexes = [models.Index(fields=["month"], name="usage_month")]
