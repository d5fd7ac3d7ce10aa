"""Review of procedures: proposals to shorten the limits of an edition, and what became of them."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.procedures.choices import ProposalState
from motcua.procedures.models.adopted import Adoption, Edition
from motcua.tasks.models import Task
from motcua.worktime.deadlines import UNIT_LABELS, Unit


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, by: Post) -> "ProposalQuerySet":
        """Proposals are read in the office and above it."""
        return self.within(by.agency.path)

    def within(self, path: str) -> "ProposalQuerySet":
        """Those of offices below a path, and of the office in which the path lies."""
        codes = path.rstrip("/").split("/")
        return self.filter(Q(office__path__startswith=path) | Q(office__code__in=codes))

    def decided_between(self, first: date, last: date) -> "ProposalQuerySet":
        return self.filter(decided_on__gte=first, decided_on__lte=last)


class Proposal(Root):
    """A proposal to give a procedure in less time, by one limit of its edition in force.

    `case` and `channel` say which limit ("" for all); `before` and `after` count `unit`. `papers_removed` are names of
    papers of the edition that would no longer be asked.
    """

    TRACKED = ("adoption", "edition", "before", "after", "unit", "papers_removed", "state", "decision", "valid_from")

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="proposals")
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="proposals", verbose_name="đơn vị")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals", verbose_name="bản rà soát")
    field_code = models.CharField("mã lĩnh vực", max_length=40, blank=True, db_collation="C")
    field_name = models.CharField("lĩnh vực", max_length=300, blank=True)
    case = models.CharField("trường hợp", max_length=60, blank=True)
    channel = models.CharField("cách nộp", max_length=20, blank=True, db_collation="C")
    unit = models.CharField("đơn vị tính", max_length=20, db_collation="C")
    before = models.DecimalField("thời hạn hiện nay", max_digits=8, decimal_places=2)
    after = models.DecimalField("thời hạn đề xuất", max_digits=8, decimal_places=2)
    papers_removed = models.JSONField("giấy tờ bỏ", default=list, blank=True)
    reason = models.CharField("lý do", max_length=2000)
    state = models.CharField("tình trạng", max_length=12, choices=ProposalState, db_collation="C")
    submitted_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người đề xuất")
    submitted_at = models.DateTimeField(db_default=CoreNow())
    decided_by = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="người quyết định"
    )
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)
    refusal = models.CharField("lý do không duyệt", max_length=2000, blank=True)
    valid_from = models.DateField("áp dụng từ", null=True, blank=True)
    new_edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="bản mới"
    )

    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="việc")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["office", "state", "-id"], name="proposal_office_state")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_proposal",
                fields=["adoption", "case", "channel"],
                condition=Q(state=ProposalState.SUBMITTED),
            ),
            models.CheckConstraint(
                name="proposal_shortens", condition=Q(after__gt=0) & Q(after__lt=models.F("before"))
            ),
            models.CheckConstraint(
                name="approved_has_its_document",
                condition=~Q(state=ProposalState.APPROVED) | (~Q(decision="") & Q(new_edition__isnull=False)),
            ),
            models.CheckConstraint(
                name="rejected_has_its_reason", condition=~Q(state=ProposalState.REJECTED) | ~Q(refusal="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.before:g} → {self.after:g}"

    @property
    def cut(self) -> Decimal:
        """The share of the limit that would go, in per cent."""
        return (self.before - self.after) * 100 / self.before

    @property
    def unit_words(self) -> str:
        """What the amounts count."""
        return UNIT_LABELS[Unit(self.unit)]


class ProposalEvent(Event):
    subject = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="events")
