"""Who did what, and who looked at whom: the journals of an administrator's or inspector's own tree, read only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from motcua.agencies.models import AgencyEvent, PersonEvent, Post, PostEvent
from motcua.citizens.models import IdentityLookup, Unmasking
from motcua.correspondence.models import LetterheadEvent
from motcua.dossiers.models import DossierEvent
from motcua.files.models import AccessLog
from motcua.procedures.models import AdoptionEvent
from motcua.worktime.models import ExceptionalDayEvent, WorkWeekEvent


@dataclass(frozen=True)
class Journal:
    """`rows` of a table; `place` leads from a row to the path of the unit that it is about, "" for the actor's own."""

    label: str
    rows: Callable[[], QuerySet]
    place: str
    subject: str  # select_related for the name of what it is about


ACTS = {
    "ho-so": Journal("Hồ sơ", DossierEvent.objects.all, "subject__agency__path", "subject"),
    "don-vi": Journal("Đơn vị", AgencyEvent.objects.all, "subject__path", "subject"),
    "can-bo": Journal("Cán bộ", PersonEvent.objects.all, "", "subject"),
    "vi-tri": Journal("Vị trí", PostEvent.objects.all, "subject__agency__path", "subject__person"),
    "thu-tuc": Journal("Thủ tục của đơn vị", AdoptionEvent.objects.all, "subject__office__path", "subject"),
    "mau-in": Journal("Mẫu in", LetterheadEvent.objects.all, "subject__agency__path", "subject__agency"),
    "tuan": Journal("Tuần làm việc", WorkWeekEvent.objects.all, "subject__agency__path", "subject__agency"),
    "ngay": Journal("Ngày ngoại lệ", ExceptionalDayEvent.objects.all, "subject__agency__path", "subject__agency"),
}
LOOKS = {
    "tep": Journal("Mở tệp", AccessLog.objects.all, "", ""),
    "dinh-danh": Journal("Xem đủ thông tin", Unmasking.objects.all, "", ""),
    "tra-so": Journal("Tra theo số", IdentityLookup.objects.all, "", ""),
}
MOMENT = {"tep": "seen_at", "dinh-danh": "at", "tra-so": "at"}


def acts(by: Post, kind: str) -> QuerySet:
    """Return the events that post `by` may read: about its tree, or done by somebody of its tree."""
    journal, tree = ACTS[kind], Q(by__agency__path__startswith=by.agency.path)
    if journal.place:
        tree |= Q(**{f"{journal.place}__startswith": by.agency.path})
    return journal.rows().filter(tree).select_related("by__person", "by__agency", journal.subject)


def looks(by: Post, kind: str) -> QuerySet:
    """Return the looks of people of the tree, with `moment` and `told`; whom they looked at is not told here."""
    found: Any = LOOKS[kind].rows()
    return found.visible_to(by).select_related("by__person", "by__agency")


def looks_url(kind: str) -> str:
    """Return the address of one record of the page of looks."""
    return f"{reverse('administration:looks')}?loai={kind}"


def act_lines(rows: Any, *, label_of: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the rows of a page as they are drawn."""
    return [
        {"at": row.happened_at, "recorded": row.recorded_at, "what": label_of(row.action), "who": str(row.by),
         "where": row.by.agency.short_name, "about": str(row.subject),
         "late": abs((row.recorded_at - row.happened_at).total_seconds()) > 60}
        for row in rows
    ]  # fmt: skip


def look_lines(rows: Any, *, kind: str) -> list[dict[str, Any]]:
    """The same for looks."""
    return [
        {"at": getattr(row, MOMENT[kind]), "who": str(row.by), "where": row.by.agency.short_name,
         "why": _why(row, kind), "network": getattr(row, "network", "")}
        for row in rows
    ]  # fmt: skip


def _why(row: Any, kind: str) -> str:
    if kind != "tra-so":
        return str(row.why)
    return f"{row.get_kind_display()}: {row.found} kết quả{f'. {row.why}' if row.why else ''}"
