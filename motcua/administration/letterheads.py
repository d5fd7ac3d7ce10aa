"""What offices set on their papers, as this desk shows it: which holds where today, how a form comes out with it."""

from typing import Any

from django.urls import reverse

from motcua.administration import samples
from motcua.administration.deeds import Deed
from motcua.administration.office import span
from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.correspondence import actions, permissions
from motcua.correspondence.letterheads import FORMS
from motcua.correspondence.models import Letterhead
from motcua.ui import formats
from motcua.ui.printing import forms_of, newest_set, print_paper


def _over(row: Letterhead) -> bool:
    return row.dropped_at is not None or (row.valid_to is not None and row.valid_to < today())


DEEDS = {
    "thoi-dung": Deed(
        "Thôi dùng", actions.drop_letterhead, "Đã thôi dùng từ lúc này; giấy đã in giữ nguyên.",
        lambda by, row: permissions.may_drop_letterhead(by, row) and not _over(row), grave=True, icon="x",
    ),
}  # fmt: skip


def lines(rows: list[Letterhead]) -> list[dict[str, Any]]:
    """Return rows with how they stand today: of two that hold for a unit, the one that began later is printed."""
    day, printed = today(), {}
    for row in sorted(rows, key=lambda row: (row.valid_from, row.pk)):
        if row.valid_from <= day and not _over(row):
            printed[row.agency_id] = row.pk
    return [
        {"row": row, "span": span(row.valid_from, row.valid_to), "tone": tone, "state": words}
        for row in rows for tone, words in [_state(row, printed=printed.get(row.agency_id) == row.pk)]
    ]  # fmt: skip


def _state(row: Letterhead, *, printed: bool) -> tuple[str, str]:
    if row.dropped_at is not None:
        return "done", f"Thôi dùng {formats.day(row.dropped_at)}"
    if _over(row):
        return "done", "Đã hết hạn"
    if row.valid_from > today():
        return "wait", "Sắp tới"
    return ("ontime", "Đang in") if printed else ("done", "Có bản sau thay")


def facts(row: Letterhead) -> list[tuple[str, Any]]:
    """Label and value, as {% kv %} draws them; what is not set is left out."""
    told: list[tuple[str, Any]] = [
        ("Đơn vị", row.agency.name), ("Thời gian", span(row.valid_from, row.valid_to)),
        ("Biểu trưng", "Có" if row.emblem_digest else ""), ("Dưới tên cơ quan", " / ".join(row.lines)),
        ("Địa danh", row.place), ("Liên hệ", row.contact), ("Giờ làm việc", row.hours),
        ("Dòng trước chữ ký", row.signing),
        *((f"Ghi chú: {label}", row.notes.get(form, "")) for form, label in FORMS.items()),
    ]  # fmt: skip
    return [(label, value) for label, value in told if value]


def tried(row: Letterhead, form: str) -> bytes:
    """Return a form of the newest set as PDF, with invented values and these parts. Raises PaperError."""
    values = samples.values_of(form, set_code=newest_set(), agency=row.agency.name)
    return print_paper(form, row.on_paper(form, values))


def names() -> list[tuple[str, str]]:
    """Return the forms that an office adds to, by the names that the newest set gives them."""
    known = forms_of(newest_set())
    return [(form, known[form].name) for form in FORMS]


def page_of(row: Letterhead) -> str:
    """Return its page at this desk."""
    return reverse("administration:letterhead", args=[row.pk])


def begun_with(by: Post, copied: str) -> dict[str, Any]:
    """Return what stands in a new one's form: the one that was asked for, or else the one printed today."""
    rows = Letterhead.objects.visible_to(by).select_related("agency").order_by("-valid_from", "-pk")
    asked = {"pk": int(copied)} if copied.isdecimal() and len(copied) < 10 else {"agency": by.agency_id}
    row = rows.filter(**asked).first()
    begins = {"valid_from": today(), "agency": by.agency_id, "sample": "receipt"}
    if row is None:
        return begins
    own = {name: getattr(row, name) for name in ("place", "contact", "hours", "signing")}
    numbered = {f"line_{number}": line for number, line in enumerate(row.lines, start=1)}
    notes = {f"note_{form}": text for form, text in row.notes.items()}
    return begins | own | numbered | notes | {"agency": row.agency_id, "copied": row.pk}
