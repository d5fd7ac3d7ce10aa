"""Remarks with what they say: shown under figures and printed below reports."""

from dataclasses import dataclass
from datetime import date

from motcua.agencies.models import Agency, Post
from motcua.bulletins.models import Remark, RemarkEvent, RemarkQuerySet
from motcua.core.events import texts


@dataclass(frozen=True)
class Said:
    """A remark and its text; one whose text was erased by law says nothing."""

    remark: Remark
    text: str

    def __str__(self) -> str:
        days = f"{self.remark.first:%d/%m/%Y} – {self.remark.last:%d/%m/%Y}"
        return f"Ghi chú ({self.remark.agency.short_name}, {days}): {self.text}"


def said(remarks: RemarkQuerySet | list[Remark]) -> list[Said]:
    """Return remarks with their texts, in their order; at most three queries."""
    rows = list(remarks)
    events = list(RemarkEvent.objects.filter(subject__in=rows, note_key__isnull=False)) if rows else []
    found = texts(events) if events else {}
    of = {event.subject_id: found[event.pk] for event in events if event.pk in found}
    return [Said(row, of.get(row.pk, "")) for row in rows]


def remarks_on(by: Post, unit: Agency, *, first: date, last: date, report: str = "") -> list[Said]:
    """Return what is remarked on the figures of a unit in a period, within what the post may see."""
    rows = Remark.objects.visible_to(by).touching(first=first, last=last, report=report).of(unit)
    return [each for each in said(rows.select_related("agency")) if each.text]
