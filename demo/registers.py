"""A day without power at the ward's desk: its paper book, some of it sent and looked at, waiting to be entered; and
somebody who was declared twice. Added where there is none yet."""

from datetime import timedelta
from typing import Any

from demo.keeping import DESK
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.core import clock
from motcua.counter.actions.sheets import take_sheet
from motcua.dossiers.actions.paper_books import open_book, spoil
from motcua.dossiers.models import PaperBook

BOOK, NUMBERS = "SG-01", 30
PROCEDURE, CASE = "1.001193", "dung_han"
PEOPLE = ("Nguyễn Thị Giấy", "Trần Văn Sổ", "Lê Thị Bút", "Phan Văn Mực", "Đỗ Thị Ghi")
TWICE: dict[str, Any] = {"kind": "person", "name": "Hồ Thị Trùng Mẫu", "phone": "0900000318", "address": "Tổ dân phố 3"}


def make(agencies: dict[str, Agency], posts: list[Post]) -> None:
    """Let the head of the ward's desk do what is not done yet."""
    desk = agencies[DESK]
    here = [post for post in posts if post.agency_id == desk.pk and post.role == Role.RECEPTIONIST]
    head = next(post for post in here if post.title.startswith("Phó"))
    if PaperBook.objects.filter(desk=desk).exists():
        return
    book = open_book(by=head, code=BOOK, first=1, last=NUMBERS)
    spoil(book, by=head, first=NUMBERS - 1, last=NUMBERS, note="Hai tờ cuối in lỗi (mẫu)")
    day = clock.today() - timedelta(days=1)
    rows = [
        {"number": str(number), "received": f"{day:%d/%m/%Y} {8 + number}:05", "procedure": PROCEDURE, "case": CASE,
         "name": name, "identity_number": f"00030000{number:04}", "phone": "0900000777", "address": "Tổ dân phố 7"}
        for number, name in enumerate(PEOPLE, start=1)
    ]  # fmt: skip
    rows[3]["identity_number"] = "12345"
    rows[4]["received"] = f"{day:%d/%m/%Y} 21:30"
    take_sheet(list(enumerate(rows, start=2)), by=head, book=book, note="Mất điện cả buổi (mẫu)", name="so-giay.xlsx")
    for number in ("000300000318", ""):
        declare(by=head, identity_number=number, **TWICE)
