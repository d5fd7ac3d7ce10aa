"""What somebody owes for a procedure, whether it was paid, and under which receipt."""

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.payments.choices import Method, State

TAKERS = (Role.CASHIER, Role.RECEPTIONIST)
READERS = (*TAKERS, Role.LEADER, Role.HEAD_OF_DIVISION)


class BillQuerySet(models.QuerySet["Bill"]):
    def visible_to(self, by: Post) -> "BillQuerySet":
        """The bills of one's own office for its desk, cashiers and leaders; others see what they drew up.

        Citizens share the portal's post: they reach a bill only through the dossier it belongs to.
        """
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role == Role.CITIZEN:
            return self.none()
        wanted = Q(by=by)
        if by.role in READERS:
            own = by.agency
            wanted |= Q(agency__path__startswith=own.path, agency__level=own.level)
            wanted |= Q(agency__path__in=own.paths_above(), agency__level=own.level)
        return self.filter(wanted)

    def paid(self) -> "BillQuerySet":
        return self.filter(state=State.PAID)

    def due(self) -> "BillQuerySet":
        return self.filter(state=State.DUE)


class Bill(Root):
    """A bill in integer đồng. `total` is null while an amount is not known yet: that is not 0."""

    TRACKED = ("state", "agency", "total", "method", "paid_at", "receipt_year", "receipt_number")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    payer_name = models.CharField("người nộp", max_length=200)
    lines = models.JSONField(
        "các khoản", default=list, help_text="[{name, kind, count, price|null, amount|null, set_by_council}]"
    )
    total = models.BigIntegerField("tổng số tiền (đồng)", null=True)
    state = models.CharField("tình trạng", max_length=15, choices=State, db_collation="C")
    method = models.CharField("hình thức nộp", max_length=10, choices=Method, blank=True, db_collation="C")
    transaction = models.CharField("mã giao dịch", max_length=80, blank=True, db_collation="C")
    paid_at = models.DateTimeField("lúc nộp", null=True)
    receipt_symbol = models.CharField("ký hiệu biên lai", max_length=20, blank=True)
    receipt_year = models.PositiveSmallIntegerField("năm biên lai", null=True)
    receipt_number = models.PositiveIntegerField("số biên lai", null=True)
    refunded_at = models.DateTimeField("lúc hoàn trả", null=True)
    drawn_up_at = models.DateTimeField("lúc lập")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người lập")

    objects = BillQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "paid_at"], name="bill_takings", condition=~Q(paid_at=None))]
        constraints = [
            models.UniqueConstraint(name="one_receipt_number", fields=["agency", "receipt_year", "receipt_number"]),
            models.CheckConstraint(name="bill_total_not_negative", condition=Q(total=None) | Q(total__gte=0)),
            models.CheckConstraint(name="bill_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="bill_nothing_due", condition=~Q(state=State.NOTHING_DUE) | Q(total=0)),
            models.CheckConstraint(
                name="bill_paid_has_receipt",
                condition=~Q(state__in=(State.PAID, State.REFUNDED))
                | Q(
                    total__gt=0,
                    paid_at__isnull=False,
                    receipt_number__gt=0,
                    receipt_year__isnull=False,
                    method__in=Method.values,
                ),
            ),
            models.CheckConstraint(
                name="bill_unpaid_has_none",
                condition=Q(state__in=(State.PAID, State.REFUNDED))
                | Q(paid_at=None, receipt_number=None, receipt_year=None, method=""),
            ),
            models.CheckConstraint(
                name="bill_refunded_when",
                condition=Q(state=State.REFUNDED, refunded_at__isnull=False)
                | (~Q(state=State.REFUNDED) & Q(refunded_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer_name}: {self.total if self.total is not None else '?'} đồng"


class BillEvent(Event):
    subject = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="events")
