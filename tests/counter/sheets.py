"""A paper register as a ward would send it."""

from types import SimpleNamespace
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.counter.actions.sheets import begin_sheet, run_sheet, take_sheet
from motcua.counter.models import Sheet
from motcua.dossiers.actions.paper_books import open_book
from motcua.dossiers.models import PaperBook
from motcua.files.spreadsheets import Texts
from tests.dossier_factories import STANDARD
from tests.factories import make_post

WHY = "Mất điện, ghi sổ giấy"


def head_of_desk(house: SimpleNamespace) -> Post:
    """Who may enter what was received before."""
    return make_post(Role.RECEPTIONIST, agency=house.centre, title="Trưởng bộ phận một cửa")


def book_of(head: Post, *, code: str = "SG-01", first: int = 1, last: int = 100) -> PaperBook:
    book: PaperBook = open_book(by=head, code=code, first=first, last=last)
    return book


def line(place: int, **more: Any) -> tuple[int, Texts]:
    """A row of a register, sound by itself; keywords change a column, None leaves it out."""
    said = {
        "number": str(place), "received": "05/10/2026 08:15", "procedure": STANDARD, "name": f"Trần Thị Mẫu {place}",
        "identity_number": f"0461900{place:05}", "phone": "0912345274", "address": "Tổ dân phố Mẫu",
    } | more  # fmt: skip
    return place + 1, {key: text for key, text in said.items() if text is not None}


def sent(rows: list[tuple[int, Texts]], head: Post, book: PaperBook) -> Sheet:
    """A sheet that was looked at."""
    return take_sheet(rows, by=head, book=book, note=WHY)


def entered(rows: list[tuple[int, Texts]], head: Post, book: PaperBook) -> Sheet:
    """A sheet all of whose rows were entered, those warned of too."""
    sheet = begin_sheet(sent(rows, head, book), by=head, with_warned=True)
    run_sheet(sheet)
    sheet.refresh_from_db()
    return sheet
