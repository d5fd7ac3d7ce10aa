"""The pages of paper books: what is opened, what is printed, which numbers are still to be entered. Reads only."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.counter.models import Sheet
from motcua.dossiers.models import PaperBook, PaperNumber
from motcua.dossiers.models.paper_books import MOST_NUMBERS, PaperBookQuerySet
from motcua.ui import formats
from motcua.ui.inputs import Form, LineField
from motcua.ui.printing import printer

SHEETS = Path(__file__).resolve().parent / "paper"
MOST_PRINTED = 200  # numbers in one PDF
SHOWN_SPANS = 60
MOST_WORDS = f"một sổ nhiều nhất {formats.number(MOST_NUMBERS)} số"


class BookForm(Form):
    """A new paper book."""

    code = LineField(label="Ký hiệu sổ", max_length=30, help_text="ví dụ: SG-2026-01")
    first = forms.IntegerField(label="Từ số", min_value=1, initial=1)
    last = forms.IntegerField(label="Đến số", min_value=1, initial=100, help_text=MOST_WORDS)


class NumbersForm(Form):
    """Some numbers of a book, one after the other."""

    first = forms.IntegerField(label="Từ số", min_value=1)
    last = forms.IntegerField(label="Đến số", min_value=1)


class SpoilForm(NumbersForm):
    """Numbers to be written off."""

    note = LineField(label="Lý do", max_length=300, help_text="ví dụ: in lỗi, rách, không dùng")


class PrintForm(NumbersForm):
    """Numbers to be printed: of the book, and not too many for one file."""

    def __init__(self, *args: Any, book: PaperBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.book.first_desk is not None:
            raise ValidationError("Sổ của đơn vị cũ không in thêm số: hãy mở sổ mới.", code="passed_over")
        first, last = given.get("first"), given.get("last")
        if first is None or last is None:
            return given
        if not self.book.first <= first <= last <= self.book.last:
            raise ValidationError(f"Sổ này có số {self.book.first} đến {self.book.last}.", code="bad_numbers")
        if last - first >= MOST_PRINTED:
            raise ValidationError(f"Mỗi lần in nhiều nhất {MOST_PRINTED} số.", code="too_many")
        return given


def printed(book: PaperBook, *, first: int, last: int) -> bytes:
    """Return the PDF of some numbers: register sheets, then a receipt for each."""
    desk = book.desk
    values = {
        "parent": desk.parent.name if desk.parent else "", "desk": desk.name, "code": book.code,
        "phone": desk.phone, "first": first, "last": last,
    }  # fmt: skip
    return printer(SHEETS).sheet("register", values)


def page_of(book: PaperBook, *, by: Post) -> dict[str, Any]:
    """Return what the page of a book shows; five queries, however many numbers it has."""
    waiting, key = book.waiting(), [book.pk]
    first, last = (waiting[0][0], min(waiting[0][1], waiting[0][0] + 49)) if waiting else (book.first, book.first)
    left = sum(last - first + 1 for first, last in waiting)
    entered = PaperNumber.objects.filter(book=book, dossier__isnull=False).count()
    return {
        "book": book, "left": left, "entered": entered, "spoiled": book.size - left - entered,
        "spans": waiting[:SHOWN_SPANS], "more_spans": max(0, len(waiting) - SHOWN_SPANS),
        "sheets": Sheet.objects.visible_to(by).filter(book=book).select_related("post__person")[:10],
        "print_form": PrintForm(book=book, initial={"first": first, "last": last}),
        "print_url": reverse("counter:print_book", args=key), "upload_url": reverse("counter:sheet_upload", args=key),
        "template_url": reverse("counter:sheet_template", args=key), "type_url": reverse("counter:type_rows", args=key),
        "spoil_url": reverse("counter:spoil_numbers", args=key),
        "crumbs_items": [("Sổ giấy", reverse("counter:books")), (book.code, "")], "title": f"Sổ giấy {book}",
    }  # fmt: skip


def book_of(by: Post, key: int) -> PaperBook | None:
    """Return a book of the post's desk; None for no such one."""
    return PaperBook.objects.visible_to(by).select_related("desk__parent", "first_desk").filter(pk=key).first()


def listed(by: Post) -> PaperBookQuerySet:
    """Return the books of the post's desk, each with how many of its numbers are accounted for (`used`)."""
    used = PaperNumber.objects.filter(book=OuterRef("pk")).order_by().values("book").annotate(n=Count("pk")).values("n")
    rows: PaperBookQuerySet = PaperBook.objects.visible_to(by).select_related("first_desk")
    return rows.annotate(used=Coalesce(Subquery(used), 0))
