"""Units re-organised from a date by a decision: what was planned, and what became of each thing that had to pass."""

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import ItemState, ReorganisationState, Role
from motcua.agencies.models.office import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    def visible_to(self, by: Post) -> "ReorganisationQuerySet":
        """What was drawn up in the post's own tree, for administrators and those who watch over the office."""
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role not in (Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER):
            return self.none()
        return self.filter(office__path__startswith=by.agency.path)

    def to_run(self) -> "ReorganisationQuerySet":
        """Confirmed ones, and those that a killed worker left in the middle."""
        return self.filter(state__in=[ReorganisationState.CONFIRMED, ReorganisationState.RUNNING]).order_by("pk")


class Reorganisation(Root):
    """Merger, split, renaming or abolition of units: `plan` is its JSON as `plans.py` reads it."""

    TRACKED = ("state", "office", "name", "on", "decision", "plan", "progress")

    name = models.CharField("tên đợt sắp xếp", max_length=200)
    office = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="reorganisations", verbose_name="cơ quan thực hiện"
    )
    state = models.CharField("tình trạng", max_length=12, choices=ReorganisationState, db_collation="C")
    on = models.DateField("từ ngày")
    decision = models.CharField("văn bản quyết định", max_length=120)
    plan = models.JSONField("phương án", default=dict)
    progress = models.JSONField("số việc phải chuyển", default=dict, help_text="phần → số lượng lúc bắt đầu")
    drafted_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người lập")

    objects = ReorganisationQuerySet.as_manager()

    next_state: str  # of the action in hand, never stored: whether the run left something

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reorganisation_state_known", condition=Q(state__in=ReorganisationState.values)
            ),
            models.CheckConstraint(name="reorganisation_has_decision", condition=~Q(decision="")),
        ]

    def __str__(self) -> str:
        return self.name


class ReorganisationEvent(Event):
    subject = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="events")


class ReorganisationItem(models.Model):
    """One thing that passed over, or was refused and why: written in the very transaction in which it passed."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="items")
    part = models.CharField("phần", max_length=40, db_collation="C")
    key = models.CharField(max_length=60, db_collation="C")
    label = models.CharField("việc", max_length=300)
    before = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="từ")
    after = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="sang")
    state = models.CharField("kết quả", max_length=10, choices=ItemState, db_collation="C")
    message = models.CharField("giải thích", max_length=500, blank=True)
    at = models.DateTimeField(db_default=CoreNow())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_result_a_thing", fields=["reorganisation", "part", "key"]),
            models.CheckConstraint(name="item_state_known", condition=Q(state__in=ItemState.values)),
        ]

    def __str__(self) -> str:
        return self.label
