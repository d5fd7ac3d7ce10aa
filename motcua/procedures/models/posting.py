"""What hangs at a desk (niêm yết): which edition of a procedure, since when, put up and taken down by whom."""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.procedures.choices import PostingState
from motcua.procedures.models.adopted import Edition, EditionQuerySet
from motcua.procedures.models.national import NationalProcedure


class PostingQuerySet(models.QuerySet["Posting"]):
    def visible_to(self, by: Post) -> "PostingQuerySet":
        """What hangs on a wall is public."""
        return self.all()

    def at(self, desk: Agency) -> "PostingQuerySet":
        return self.filter(desk=desk)

    def standing(self) -> "PostingQuerySet":
        """Those that still hang."""
        return self.filter(state=PostingState.POSTED)

    def left_over(self, desk: Agency, on: date) -> "PostingQuerySet":
        """Those that hang at a desk although nothing of the procedure is received there any more."""
        received = Edition.objects.receivable_at(desk, on).values("procedure")
        return self.at(desk).standing().exclude(procedure__in=received)


class Posting(Root):
    """An edition on a desk's wall or board, from a day; one of a procedure at a time."""

    TRACKED = ("desk", "procedure", "edition", "posted_on", "taken_down_on", "state")

    desk = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="postings", verbose_name="nơi niêm yết")
    procedure = models.ForeignKey(NationalProcedure, on_delete=models.PROTECT, related_name="postings")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="postings", verbose_name="bản")
    state = models.CharField(max_length=12, choices=PostingState, db_collation="C")
    posted_on = models.DateField("niêm yết ngày")
    posted_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người niêm yết")
    taken_down_on = models.DateField("gỡ ngày", null=True, blank=True)
    taken_down_by = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="người gỡ"
    )
    recorded_at = models.DateTimeField(db_default=CoreNow())

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["desk", "-posted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_posting_a_procedure", fields=["desk", "procedure"], condition=Q(state=PostingState.POSTED)
            ),
            models.CheckConstraint(
                name="posting_down_after_up", condition=Q(taken_down_on=None) | Q(taken_down_on__gte=F("posted_on"))
            ),
            models.CheckConstraint(
                name="posting_down_has_its_day", condition=Q(state=PostingState.POSTED) ^ Q(taken_down_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} @ {self.desk_id}"


class PostingEvent(Event):
    subject = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="events")


def held_against(editions: EditionQuerySet, desk: Agency) -> EditionQuerySet:
    """Return the editions with what hangs of their procedure at a desk: `hangs` (the edition's key or None),
    `hangs_since` and `hangs_number`."""
    mine = Posting.objects.at(desk).standing().filter(procedure=OuterRef("procedure"))
    return editions.annotate(
        hangs=Subquery(mine.values("edition")[:1]),
        hangs_since=Subquery(mine.values("posted_on")[:1]),
        hangs_number=Subquery(mine.values("edition__number")[:1]),
    )
