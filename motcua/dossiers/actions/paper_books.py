"""Books kept on paper: opened, their numbers entered each once, or written off."""

from datetime import date
from typing import Any

from django.db import connection

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.core.gathering import in_hand, insert
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.choices import BookAction
from motcua.dossiers.models import Dossier, PaperBook, PaperNumber
from motcua.dossiers.models.paper_books import MOST_NUMBERS

CODE_LIMIT, HIGHEST = 30, 10**9
MOST_SPOILED = 500  # in one go


@creates(BookAction.OPEN, permit=permissions.may_open_book)
def open_book(*, by: Post, code: str, first: int, last: int) -> PaperBook:
    """Open a paper book of the own desk: its sign and its numbers, `first` to `last`.

    Raises BadInput (`code_needed`, `bad_numbers`, `book_known`).
    """
    code = clean(code)
    if not 0 < len(code) <= CODE_LIMIT:
        raise BadInput("code_needed", f"Ký hiệu sổ có từ 1 đến {CODE_LIMIT} ký tự.", field="code")
    if not 1 <= first <= last <= HIGHEST or last - first >= MOST_NUMBERS:
        words = f"Số đầu từ 1, số cuối không nhỏ hơn số đầu; một sổ có nhiều nhất {MOST_NUMBERS:,} số."
        raise BadInput("bad_numbers", words.replace(",", "."), field="last")
    book = PaperBook(desk=by.agency, code=code, first=first, last=last)
    with connection.cursor() as cursor:  # two who open the same book at once: the second is told
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"paper_book:{by.agency_id}:{code}"])
    if PaperBook.objects.filter(desk=by.agency, code=code).exists():
        raise BadInput("book_known", "Nơi tiếp nhận này đã có sổ mang ký hiệu đó.", field="code")
    book.save(force_insert=True)
    return book


@action(BookAction.SPOIL, permit=permissions.may_change_book)
def spoil(book: PaperBook, *, by: Post, first: int, last: int, note: str) -> dict[str, Any]:
    """Write numbers off that no dossier will be entered from: torn, misprinted, left blank; `note` says why.

    Raises BadInput (`reason_needed`, `bad_numbers`, `number_entered`).
    """
    if not clean(note):
        raise BadInput("reason_needed", "Nêu lý do bỏ số (hỏng, in lỗi, không dùng).", field="note")
    if not book.first <= first <= last <= book.last or last - first >= MOST_SPOILED:
        words = f"Số phải nằm trong sổ ({book.first}–{book.last}), mỗi lần nhiều nhất {MOST_SPOILED} số."
        raise BadInput("bad_numbers", words, field="last")
    with connection.cursor() as cursor:  # an entry under way for one of them is waited for
        cursor.execute(
            "INSERT INTO dossiers_papernumber (book_id, number, spoiled_at)"
            " SELECT %s, number, %s FROM generate_series(%s, %s) number ON CONFLICT DO NOTHING",
            [book.pk, book.moment, first, last],
        )
        if cursor.rowcount != last - first + 1:
            raise BadInput("number_entered", "Trong các số này có số đã nhập hoặc đã bỏ.", field="first")
    return {"first": first, "last": last}


@action(BookAction.PASS_OVER, permit=permissions.may_pass_book_over)
def pass_book_over(book: PaperBook, *, by: Post, desk: Agency, on: date) -> dict[str, Any]:
    """Let the desk that took over finish a book: its sign and numbers stay as they are printed.

    Raises BadInput `not_a_desk`.
    """
    if desk.kind != Kind.ONE_STOP:
        raise BadInput("not_a_desk", f"{desk} không phải bộ phận một cửa.", field="desk")
    before = book.desk_id
    book.first_desk_id = book.first_desk_id or before
    book.desk, book.passed_on = desk, on
    return {"desk": [before, desk.pk]}


def check_number(book: PaperBook, number: int, *, by: Post) -> None:
    """Raise BadInput (`unknown_book`, `no_such_number`) for a number that the desk's book does not have."""
    if book.desk_id != by.agency_id:
        raise BadInput("unknown_book", "Sổ giấy này không phải của nơi tiếp nhận của bạn.", field="paper_number")
    if not book.first <= number <= book.last:
        words = f"Số này không có trong sổ (sổ có số {book.first} đến {book.last})."
        raise BadInput("no_such_number", words, field="paper_number")


def enter(dossier: Dossier, book: PaperBook, number: int) -> None:
    """Let a number of a book stand for a dossier, in the action that registers it; waits for another that does so.

    Raises BadInput `number_entered`: a number makes one dossier, however often its sheet is sent.
    """
    if in_hand(dossier):  # a number that is known makes the whole group fail; one by one it is said of which
        insert(PaperNumber(book=book, number=number, dossier=dossier))
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_papernumber (book_id, number, dossier_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [book.pk, number, dossier.pk],
        )
        if not cursor.rowcount:
            raise BadInput("number_entered", "Số này của sổ giấy đã nhập hoặc đã ghi bỏ.", field="paper_number")
