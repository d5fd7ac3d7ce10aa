"""Which unit's figures stand open to everybody, and since which month."""

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.openness.choices import State


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, by: Post) -> "PublicationQuerySet":
        """Those of the post's unit and of all below it: what is decided there is no secret within the house."""
        return self.filter(agency__path__startswith=by.agency.path)

    def open(self) -> "PublicationQuerySet":
        """Those that everybody may see now."""
        return self.filter(state=State.OPEN)


class Publication(Root):
    """A unit's decision to show its own figures (not those of units below) from the month of `since` on.

    `since` never changes: which small numbers of a month are hidden follows from the months before it.
    """

    TRACKED = ("agency", "state", "since")

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="publication", verbose_name="đơn vị")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_collation="C")
    since = models.DateField("từ tháng")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["agency__path"]
        constraints = [
            models.CheckConstraint(name="publication_begins_a_month", condition=Q(since__day=1)),
            models.CheckConstraint(name="publication_state_known", condition=Q(state__in=State.values)),
        ]

    def __str__(self) -> str:
        return f"Số liệu công khai của {self.agency.short_name}"


class PublicationEvent(Event):
    subject = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="events")
