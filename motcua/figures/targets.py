"""By which on-time rate an office is judged: what is set, by whom it may be set."""

from decimal import Decimal
from typing import Any

from django import forms

from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.reports.actions import change_target, set_target
from motcua.reports.models import Target
from motcua.reports.models.targets import shipped
from motcua.ui.inputs import DayField, Form

MOST = 200


class PercentField(forms.DecimalField):
    """A share typed with a comma or a point."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip(" %").replace(",", ".") if isinstance(value, str) else value)


class TargetForm(Form):
    """For one's own unit and those below it."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Đơn vị", empty_label=None)
    percent = PercentField(
        label="Tỷ lệ đúng hạn (%)", max_digits=4, decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), help_text="Ví dụ 98 hoặc 98,5.",
    )  # fmt: skip
    valid_from = DayField(
        label="Áp dụng từ ngày", help_text="Đã có chỉ tiêu từ ngày này thì chỉ tiêu ấy được sửa; còn lại giữ nguyên."
    )

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Agency.objects.valid(today()).below(by.agency).order_by("path")
        self.fields["agency"].queryset = units  # type: ignore[attr-defined]


def put(*, by: Post, agency: Agency, percent: Decimal, valid_from: Any) -> Target:
    """Set a unit's target from a day on, or correct the one that it has from that day."""
    found = Target.objects.visible_to(by).filter(agency=agency, valid_from=valid_from).first()
    if found is not None:
        changed: Target = change_target(found, by=by, percent=percent)
        return changed
    made: Target = set_target(by=by, agency=agency, percent=percent, valid_from=valid_from)
    return made


def set_so_far(by: Post) -> dict[str, Any]:
    """Return what holds in one's own unit, those above it and those below, and what does where none has set one."""
    rows = Target.objects.visible_to(by).select_related("agency").order_by("agency__path", "-valid_from")
    below, above = rows.filter(agency__path__startswith=by.agency.path), rows.holding_for(by.agency)
    return {"targets": (below | above)[:MOST], "shipped": shipped(today())}
