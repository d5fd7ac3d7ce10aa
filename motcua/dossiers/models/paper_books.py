"""Books kept on paper: numbered sheets of a day without power, or a register of before, and what became of each."""

from datetime import date

from django.db import models
from django.db.models import Count, F, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root

MOST_NUMBERS = 20_000  # of one book


class PaperBookQuerySet(models.QuerySet["PaperBook"]):
    def visible_to(self, by: Post) -> "PaperBookQuerySet":
        """The books of the post's own desk."""
        if by.role == Role.SYSTEM:
            return self.all()
        return self.filter(desk=by.agency_id) if by.role == Role.RECEPTIONIST else self.none()

    def unfinished(self) -> "PaperBookQuerySet":
        """Those with numbers that are not accounted for."""
        rows: PaperBookQuerySet = self.annotate(used=Count("numbers")).filter(used__lte=F("last") - F("first"))
        return rows


class PaperBook(Root):
    """sổ giấy: numbers `first` to `last` of one desk. Each makes one dossier, or is written off as spoiled.

    A book that passed in a re-organisation keeps its sign and numbers: `first_desk` printed it, `passed_on` is the day
    from which `desk` finishes it. What was written in it is entered, nothing more is printed.
    """

    TRACKED = ("desk", "code", "first", "last", "first_desk", "passed_on")

    desk = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="paper_books", verbose_name="nơi tiếp nhận")
    code = models.CharField("ký hiệu sổ", max_length=30, db_collation="C")
    first = models.PositiveIntegerField("từ số")
    last = models.PositiveIntegerField("đến số")
    opened_at = models.DateTimeField("lúc mở", db_default=CoreNow())

    first_desk = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="nơi đã mở sổ"
    )
    passed_on = models.DateField("ngày chuyển", null=True)

    objects = PaperBookQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_paper_book_of_a_code", fields=["desk", "code", "first_desk"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="paper_book_passed_from_somewhere",
                condition=Q(first_desk=None, passed_on=None) | Q(first_desk__isnull=False, passed_on__isnull=False),
            ),
            models.CheckConstraint(name="paper_book_has_numbers", condition=Q(first__gte=1, last__gte=F("first"))),
            models.CheckConstraint(name="paper_book_is_no_library", condition=Q(last__lt=F("first") + MOST_NUMBERS)),
        ]

    def __str__(self) -> str:
        return self.code

    def rules_of(self, received: date) -> date:
        """Return the day by whose editions a dossier received on a day is taken in: the desk that finishes the book of
        another has none of before it took over."""
        return max(received, self.passed_on) if self.passed_on else received

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return self.last - self.first + 1

    def waiting(self) -> list[tuple[int, int]]:
        """Return the numbers not yet accounted for, as spans (from, to), in order; one query."""
        spans, start = [], self.first
        for used in self.numbers.order_by("number").values_list("number", flat=True):
            if used > start:
                spans.append((start, used - 1))
            start = used + 1
        return [*spans, (start, self.last)] if start <= self.last else spans


class PaperBookEvent(Event):
    subject = models.ForeignKey(PaperBook, on_delete=models.PROTECT, related_name="events")


class PaperNumber(models.Model):
    """A number that is accounted for: the dossier that was entered from it, or the moment it was written off."""

    book = models.ForeignKey(PaperBook, on_delete=models.PROTECT, related_name="numbers", db_index=False)
    number = models.PositiveIntegerField("số trong sổ")
    dossier = models.OneToOneField(
        "dossiers.Dossier", null=True, on_delete=models.PROTECT, related_name="paper_number", verbose_name="hồ sơ"
    )
    spoiled_at = models.DateTimeField("lúc ghi bỏ", null=True)

    class Meta:
        ordering = ["book", "number"]
        constraints = [
            models.UniqueConstraint(name="paper_number_entered_once", fields=["book", "number"]),
            models.CheckConstraint(
                name="paper_number_entered_or_spoiled",
                condition=Q(dossier=None, spoiled_at__isnull=False) | Q(dossier__isnull=False, spoiled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} số {self.number}"
