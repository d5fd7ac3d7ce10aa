"""Dossiers gathered with a barcode reader: each code or QR adds its row, the same one again takes it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.casework import books
from motcua.casework.many import offered_to, seen_picks
from motcua.casework.overview import dated
from motcua.citizens.finding import looks_like_number
from motcua.core.clock import now
from motcua.core.text import clean
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.unit_figures import listable_with_history
from motcua.tasks.actions import MOST_IN_A_BATCH

LONGEST = 200  # characters of a scan that are looked at


@dataclass(frozen=True)
class Told:
    """What a scan did, in words; `tone` as of the components."""

    tone: str = ""
    words: str = ""


@dataclass(frozen=True)
class Gathered:
    """The picks (code → version seen) in the order in which they were scanned, and what the last scan did."""

    picks: Mapping[str, int]
    told: Told


def text_of(sent: QueryDict) -> str:
    """Return what was scanned or typed."""
    return clean(sent.get("scan"))[:LONGEST]


def gather(by: Post, sent: QueryDict) -> Gathered:
    """Return what is gathered once the scan of a form is added, or taken out when it was there."""
    picks, text = seen_picks(sent.getlist("pick")), text_of(sent)
    if not text:
        return Gathered(picks, Told())
    found, problem = found_by(text, Dossier.objects.visible_to(by, named=True))
    if found is None:
        return Gathered(picks, Told("late", problem))
    if picks.pop(str(found.code), None) is not None:
        return Gathered(picks, Told("wait", f"Đã bỏ {found.code} khỏi danh sách."))
    if len(picks) >= MOST_IN_A_BATCH:
        return Gathered(picks, Told("late", f"Danh sách đã đủ {MOST_IN_A_BATCH} hồ sơ: làm xong rồi quét tiếp."))
    return Gathered(picks | {str(found.code): found.version}, Told("ontime", f"Đã thêm {found.code}."))


def added(by: Post, sent: QueryDict) -> tuple[QueryDict, Told]:
    """Return a form with what was scanned into it as one of its picks; as it was when nothing was scanned."""
    gathered = gather(by, sent)
    if not gathered.told.words:
        return sent, gathered.told
    changed = sent.copy()
    changed.setlist("pick", [f"{code}:{version}" for code, version in gathered.picks.items()])
    return changed, gathered.told


def found_by(text: str, rows: DossierQuerySet) -> tuple[Dossier | None, str]:
    """Return the dossier that was scanned, or None and why in words."""
    found = rows.scanned(text)
    if found is not None:
        return found, ""
    if looks_like_number(text):
        return None, "Đây giống số giấy tờ hoặc số điện thoại, không phải mã hồ sơ. Quét mã vạch hoặc QR trên giấy hẹn."
    return None, f"Không có hồ sơ nào mang mã “{text[:60]}” mà vị trí này được xem."


def page_of(by: Post, gathered: Gathered) -> dict[str, Any]:
    """Return the context of the page on which dossiers are gathered, the last scanned first."""
    picks, at = gathered.picks, now()
    rows = (
        Dossier.objects.visible_to(by, named=True)
        .filter(code__in=picks)
        .select_related("applicant", "edition", "agency")
    )
    places = {code: place for place, code in enumerate(picks)}
    found = sorted(rows.defer("edition__content"), key=lambda row: -places[str(row.code)])
    return {
        "lines": [(f"{row['dossier'].code}:{picks[row['dossier'].code]}", row) for row in dated(found, now=at)],
        "told": gathered.told, "buttons": offered_to(by), "many_url": reverse("casework:many"), "now": at,
        "crumbs_items": [("Hộp việc", reverse("casework:inbox")), ("Quét nhiều hồ sơ", "")],
    }  # fmt: skip


def in_the_book(by: Post, sent: QueryDict) -> dict[str, Any]:
    """Return the line of the register book of the dossier that was scanned, as this post may read it."""
    rows = listable_with_history(by) if by.role in books.ONLY_OVERSEE else Dossier.objects.visible_to(by)
    found, problem = found_by(text_of(sent), rows.exclude(received_at=None))
    return {"entry": books.entry_of(found, by=by) if found else None, "problem": problem, "scanned": text_of(sent)}
