"""A paper register as a ward would send it."""

from types import SimpleNamespace
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.counter.columns import Texts
from motcua.dossiers.actions.paper_books import open_book
from motcua.dossiers.models import PaperBook
from tests.dossier_factories import STANDARD
from tests.factories import make_post

WHY = "Mất điện, ghi sổ giấy"


def head_of_desk(house: SimpleNamespace) -> Post:
    """Who may enter what was received before."""
    return make_post(Role.RECEPTIONIST, agency=house.centre, title="Trưởng bộ phận một cửa")


def book_of(head: Post, *, code: str = "SG-01", first: int = 1, last: int = 100) -> PaperBook:
    book: PaperBook = open_book(by=head, code=code, first=first, last=last)
    return book


def line(number: int, **more: Any) -> tuple[int, Texts]:
    """A row of a register, sound by itself; keywords change a column, None leaves it out."""
    said = {
        "number": str(number), "received": "05/10/2026 08:15", "procedure": STANDARD, "name": f"Trần Thị Mẫu {number}",
        "identity_number": f"0461900{number:05}", "phone": "0912345274", "address": "Tổ dân phố Mẫu",
    } | more  # fmt: skip
    return number + 1, {key: text for key, text in said.items() if text is not None}
