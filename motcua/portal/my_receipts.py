"""The receipts of an account's dossiers: what was paid, for what, whether it was given back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from motcua.agencies.models import Post
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier, PrintedPaper
from motcua.filing.own_papers import theirs
from motcua.payments.choices import State
from motcua.payments.models import Bill
from motcua.procedures.models import contents_of
from motcua.ui.paging import Page, keyset_page

SIZE = 20


@dataclass(frozen=True)
class Receipt:
    """One receipt; `paper` is what the desk printed, None once its content was destroyed."""

    bill: Bill
    dossier: Dossier
    procedure: str
    paper: PrintedPaper | None

    @property
    def number(self) -> str:
        """As it is printed."""
        return f"{self.bill.receipt_number:07}"

    @property
    def is_refunded(self) -> bool:
        """Whether the money was given back."""
        return self.bill.state == State.REFUNDED

    @property
    def names(self) -> list[str]:
        """What was paid for."""
        return [line["name"] for line in self.bill.lines]


def paid(by: Post) -> "QuerySet[Dossier]":
    """Return the dossiers of the account for which there is a receipt."""
    return theirs(by).filter(bill__receipt_number__isnull=False).select_related("bill", "desk")


def page_of(by: Post, *, cursor: str) -> tuple[list[Receipt], Page]:
    """Return one page of receipts, the newest first; two queries, one more for editions not yet known.

    Raises BadCursor.
    """
    page = keyset_page(paid(by), order=("-bill__paid_at", "-pk"), cursor=cursor, size=SIZE)
    return receipts_of(page.items), page


def receipts_of(dossiers: list[Dossier]) -> list[Receipt]:
    """Return the receipts of dossiers that are paid."""
    rows = PrintedPaper.objects.filter(dossier__in=[each.pk for each in dossiers], form=Form.FEE).exclude(values=None)
    papers = {row.dossier_id: row for row in rows.defer("values").order_by("number")}
    contents = contents_of({each.edition_id for each in dossiers})
    return [
        Receipt(each.bill, each, contents[each.edition_id].name, papers.get(each.pk))
        for each in dossiers
        if each.bill is not None
    ]


def by_year(by: Post) -> list[dict[str, Any]]:
    """Return what was paid in each year, the latest first: year, count, paid, refunded, in đồng."""
    refunded = Q(bill__state=State.REFUNDED)
    sums = paid(by).order_by().values("bill__receipt_year").annotate(
        count=Count("pk"), paid=Sum("bill__total"), refunded=Sum("bill__total", filter=refunded, default=0)
    )  # fmt: skip
    return [
        {"year": row["bill__receipt_year"], "count": row["count"], "paid": row["paid"], "refunded": row["refunded"]}
        for row in sums.order_by("-bill__receipt_year")
    ]


def told_of(by: Post, *, most: int) -> list[dict[str, Any]]:
    """Return the receipts for the file of an account's data."""
    rows = list(paid(by).order_by("-bill__paid_at", "-pk")[:most])
    return [
        {
            "number": f"{each.bill.receipt_symbol} {each.number}", "dossier": each.dossier.code,
            "procedure": each.procedure, "payer": each.bill.payer_name, "lines": each.bill.lines,
            "total": each.bill.total, "state": each.bill.get_state_display(), "paid_at": each.bill.paid_at,
            "refunded_at": each.bill.refunded_at,
        }
        for each in receipts_of(rows)
    ]  # fmt: skip
