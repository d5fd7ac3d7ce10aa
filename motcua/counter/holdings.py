"""What the counter holds of people: pages never sent, rows of registers, forms being filled in for citizens."""

from typing import Any
from uuid import UUID

from motcua.agencies.models import Post
from motcua.counter.actions import forget_pages
from motcua.counter.actions.sheets import forget_rows
from motcua.counter.columns import TITLES
from motcua.counter.models import SheetRow, Unsent
from motcua.files.abandoned import named_by
from motcua.filing.actions.filling import abandon
from motcua.filing.models import Filing
from motcua.privacy.choices import Fate
from motcua.privacy.holdings import same_number
from motcua.privacy.registry import Holding, Known, Result, register

SHOWN = {
    "a-name": "Chủ hồ sơ", "a-identity_number": "Số giấy tờ", "a-phone": "Điện thoại", "a-address": "Địa chỉ",
    "s-name": "Người nộp", "subject": "Nội dung yêu cầu", "note": "Ghi chú",
}  # fmt: skip
NUMBERS = ("a-identity_number", "s-identity_number")


def _pages(known: Known) -> list[Unsent]:
    rows, numbers = Unsent.objects.filter(post__agency__path__startswith=known.office.path), set(known.numbers)
    return [
        row for row in rows if any(same_number(text, numbers) for name in NUMBERS for text in row.page.get(name, []))
    ]


def _tell(known: Known) -> list[dict[str, Any]]:
    return [
        {label: "; ".join(row.page.get(name, [])) for name, label in SHOWN.items()} | {"Lúc": row.saved_at}
        for row in _pages(known)
    ]


def _erase(known: Known, *, by: Post, cause: str) -> list[Result]:
    return [Result("Trang tiếp nhận chưa gửi", Fate.ERASED, forget_pages(_pages(known), by=by))]


UNSENT = register(Holding("counter.unsent", "Trang tiếp nhận chưa gửi", 12, _tell, _erase))


def _helped(known: Known) -> list[Filing]:
    """What officials of the office are filling in for the person."""
    rows = Filing.objects.being_filled_in().filter(helper__isnull=False, desk__path__startswith=known.office.path)
    numbers = set(known.numbers)
    found = rows.select_related("edition", "helper__person").order_by("begun_at", "pk")
    return [row for row in found if same_number(str((row.other or {}).get("identity_number", "")), numbers)]


def _tell_helped(known: Known) -> list[dict[str, Any]]:
    return [
        {"Thủ tục": each.edition.name, "Người khai giúp": each.helper.person.name if each.helper else "",
         "Bắt đầu": each.begun_at, "Số câu đã khai": len(each.answers)}
        for each in _helped(known)
    ]  # fmt: skip


def _erase_helped(known: Known, *, by: Post, cause: str) -> list[Result]:
    found = [abandon(each, by=by) for each in _helped(known)]
    return [Result("Hồ sơ khai giúp chưa nộp", Fate.ERASED, len(found))]


HELPED = register(Holding("counter.helped", "Hồ sơ khai giúp chưa nộp", 15, _tell_helped, _erase_helped))


def _rows(known: Known) -> list[SheetRow]:
    """Rows of paper registers of the office that wait, or could not be entered, under the person's numbers."""
    rows = SheetRow.objects.filter(identity_index__in=known.indexes, dossier=None)
    return list(rows.filter(sheet__book__desk__path__startswith=known.office.path).order_by("pk"))


def _tell_rows(known: Known) -> list[dict[str, Any]]:
    return [
        {TITLES[key]: text for key, text in (row.said or {}).items() if key in TITLES} | {"Sổ": row.sheet.book.code}
        for row in _rows(known)
    ]


def _erase_rows(known: Known, *, by: Post, cause: str) -> list[Result]:
    keys = [str(row.pk) for row in _rows(known)]
    return [Result("Dòng sổ giấy chưa nhập", Fate.ERASED, forget_rows(keys, by=by) if keys else 0)]


SHEET_ROWS = register(Holding("counter.sheet_rows", "Dòng sổ giấy chưa nhập", 13, _tell_rows, _erase_rows))


@named_by
def chosen_files() -> set[UUID]:
    """The files that pages name which are still being typed: chosen there, attached when the page is sent."""
    named = (text for row in Unsent.objects.all() for name, values in row.page.items() if name.endswith("kept")
             for text in values)  # fmt: skip
    return {key for key in map(_key, named) if key is not None}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
