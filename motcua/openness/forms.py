"""What is asked of whoever opens a unit's figures."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.openness.models import Publication
from motcua.procedures.models import Edition
from motcua.ui.inputs import Form

MONTHS_BACK = 36  # offered; the demo's and most offices' history is shorter


def units_of(by: Post) -> QuerySet[Agency]:
    """Return the units for which a post may still open the figures: those with procedures of their own."""
    rows = Agency.objects.below(by.agency) if by.role == Role.ADMINISTRATOR else Agency.objects.filter(pk=by.agency_id)
    offices = Edition.objects.order_by().values("office")
    return rows.filter(pk__in=offices).exclude(pk__in=Publication.objects.values("agency")).order_by("path")


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Agency) -> str:
        return f"{obj.name} ({obj.code})"


class OpenForm(Form):
    agency = UnitField(queryset=Agency.objects.none(), label="Đơn vị", empty_label="(chọn đơn vị)")
    since = forms.DateField(
        label="Từ tháng", widget=forms.Select, input_formats=["%Y-%m-%d"],
        help_text="Không đổi được về sau. Tháng nào hết mới hiện số của tháng ấy.",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["agency"]
        units.queryset = units_of(by)
        month, months = today().replace(day=1), []
        for _ in range(MONTHS_BACK):
            months.append((f"{month:%Y-%m-%d}", f"{month:%m/%Y}"))
            month = month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)
        self.fields["since"].widget.choices = months
