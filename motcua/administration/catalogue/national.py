"""What the pages of the national catalogue show and are narrowed by."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.procedures.comparing import compare
from motcua.procedures.drafting import first_draft
from motcua.procedures.models import Adoption, NationalProcedure
from motcua.procedures.models.national import NationalProcedureQuerySet
from motcua.procedures.permissions import KEEPERS, PARTS, may_settle_doubts, seat
from motcua.procedures.record_wording import record_parts
from motcua.ui.inputs import Form, LineField
from motcua.ui.pages import Filters

DOUBTS = [("", "Tất cả"), ("any", "Có điều nghi vấn chưa kết luận"), ("limit", "Không có thời hạn dùng được")]
ADOPTED = [("", "Tất cả"), ("yes", "Đơn vị đã áp dụng"), ("no", "Đơn vị chưa áp dụng")]


def procedures_of(by: Post) -> NationalProcedureQuerySet:
    """The national records, each with whether the post's office has adopted it."""
    own = Adoption.objects.standing().filter(procedure=OuterRef("pk"), office__path=seat(by))
    return NationalProcedure.objects.visible_to(by).annotate(is_adopted=Exists(own))


class NationalFilters(Filters):
    q = LineField(label="Tìm thủ tục", required=False, max_length=120)
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    adopted = forms.ChoiceField(label="Tại đơn vị", required=False, choices=ADOPTED)
    doubt = forms.ChoiceField(label="Nghi vấn", required=False, choices=DOUBTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Tên (có dấu hay không), mã thủ tục"}
        rows = NationalProcedure.objects.order_by("field_name").values_list("field_key", "field_name")
        named = {key: name or key for key, name in rows.distinct()}
        self.fields["field"].choices = [("", "Mọi lĩnh vực"), *named.items()]  # type: ignore[attr-defined]

    def filter_q(self, rows: NationalProcedureQuerySet, words: str) -> NationalProcedureQuerySet:
        return rows.find(words)

    def filter_field(self, rows: NationalProcedureQuerySet, key: str) -> NationalProcedureQuerySet:
        return rows.filter(field_key=key)

    def filter_adopted(self, rows: NationalProcedureQuerySet, which: str) -> NationalProcedureQuerySet:
        return rows.filter(is_adopted=which == "yes")  # type: ignore[misc]  # annotated

    def filter_doubt(self, rows: NationalProcedureQuerySet, which: str) -> NationalProcedureQuerySet:
        return rows.without_limit() if which == "limit" else rows.in_doubt()


class AdoptForm(Form):
    """Where a procedure is to be given: the office, the division that settles it, the deciding document."""

    office = forms.ModelChoiceField(label="Đơn vị áp dụng", queryset=Agency.objects.none())
    division = forms.ModelChoiceField(label="Bộ phận giải quyết", queryset=Agency.objects.none())
    decision = LineField(label="Quyết định áp dụng (số, ngày)", required=False, max_length=200)

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Agency.objects.filter(path__startswith=seat(by)).valid(today()).order_by("path")
        self.fields["office"].queryset = below.exclude(kind__in=PARTS)  # type: ignore[attr-defined]
        self.fields["division"].queryset = below  # type: ignore[attr-defined]
        self.fields["office"].initial = Agency.objects.filter(path=seat(by)).values_list("pk", flat=True).first()


class SettleForm(Form):
    finding = LineField(label="Kết luận", max_length=500, help_text="Ai xem, căn cứ nào, điều gì đúng.")


def draft_for(procedure: NationalProcedure) -> dict[str, Any]:
    """Return the draft with which an office begins to give a procedure."""
    return first_draft(procedure.record())


def page_of(procedure: Any, by: Post, asked: QueryDict) -> dict[str, Any]:
    """Return what the page of one national record shows: its parts, its versions, two of them side by side."""
    versions = list(procedure.versions.select_related("run").defer("content").order_by("-number"))
    given = asked.get("ban", "")
    numbers = [version.number for version in versions]
    number = int(given) if given.isdecimal() and len(given) < 9 and int(given) in numbers else procedure.number
    parts = record_parts(procedure.record(number))
    before = record_parts(procedure.record(number - 1)) if number - 1 in numbers else None
    adoptions = Adoption.objects.visible_to(by).filter(procedure=procedure, office__path__startswith=seat(by))
    return {
        "parts": [(title, list(lines.items())) for title, lines in parts.items()],
        "number": number,
        "difference": compare(before, parts, only_changes=True) if before else [],
        "versions": versions,
        "adoptions": list(adoptions.select_related("office").order_by("office__path", "pk")),
        "in_doubt": bool(procedure.doubts) and procedure.settled != procedure.digest,
    }


def buttons_of(procedure: Any, by: Post, page: dict[str, Any]) -> list[dict[str, str]]:
    """Return what the post may do with a national record."""
    buttons = []
    if by.role in KEEPERS and not procedure.is_adopted:
        buttons.append({"label": "Áp dụng tại đơn vị", "kind": "primary", "url": _url("adopt", procedure)})
    if page["in_doubt"] and may_settle_doubts(by, procedure):
        buttons.append({"label": "Kết luận nghi vấn", "url": _url("settle", procedure)})
    return buttons


def _url(name: str, procedure: NationalProcedure) -> str:
    return reverse(f"administration:national_{name}", args=[procedure.pk])
