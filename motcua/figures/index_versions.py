"""The weights and thresholds of the service index on screen: what is in force, what was published, another version."""

from collections.abc import Iterator
from typing import Any

from django import forms

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.dossiers.models.sight import OVERSEERS
from motcua.reports.index_definition import MOST_CASES, Group
from motcua.reports.index_versions import definition_on
from motcua.reports.models import IndexVersion
from motcua.reports.permissions import KEEPERS, keeps_index
from motcua.ui import formats
from motcua.ui.inputs import DayField, Form, LineField

READERS = tuple(dict.fromkeys((*OVERSEERS, Role.ADMINISTRATOR)))
__all__ = ["KEEPERS", "READERS", "VersionForm", "keeps_index", "shown"]


class VersionForm(Form):
    """Points and threshold of every indicator, as they stand; from which day, by which document."""

    valid_from = DayField(label="Áp dụng cho kỳ kết thúc từ ngày")
    source = LineField(label="Theo văn bản", max_length=300)
    peers_minimum = forms.IntegerField(
        label="Số hồ sơ tối thiểu để xếp hạng", min_value=0, max_value=MOST_CASES,
    )  # fmt: skip

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peers_minimum"].error_messages["min_value"] = "Số hồ sơ tối thiểu phải từ 0 trở lên."
        self.definition = definition_on(local(by.present).date())
        self.fields["peers_minimum"].initial = self.definition.peers_minimum
        for indicator in self.definition.indicators():
            if indicator.shown_only:
                continue
            weight, name = indicator.weight, indicator.id.replace(".", "_")
            for part, label, value in (
                ("points", f"Điểm của {indicator.id}", weight.points),
                ("threshold", f"Ngưỡng của {indicator.id} (%)", weight.threshold),
            ):
                words = formats.number(value)
                field = LineField(label=label, initial=words, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
                field.error_messages["required"] = f"Nhập {label[0].lower()}{label[1:]}"
                self.fields[f"{part}_{name}"] = field

    def groups(self) -> Iterator[tuple[Group, list[dict[str, Any]]]]:
        """Yield each group with its indicators and their two fields."""
        for group in self.definition.groups:
            yield group, [
                {"indicator": each, "points": self[f"points_{name}"], "threshold": self[f"threshold_{name}"]}
                for each in group.indicators if not each.shown_only
                for name in [each.id.replace(".", "_")]
            ]  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        """Return what the action takes."""
        given = self.cleaned_data
        stated = {
            name: {each.id: given[f"{part}_{each.id.replace('.', '_')}"].replace(",", ".")
                   for each in self.definition.indicators() if not each.shown_only}
            for name, part in (("points", "points"), ("thresholds", "threshold"))
        }  # fmt: skip
        return {
            "valid_from": given["valid_from"], "source": given["source"],
            "stated": stated | {"peers_minimum": given["peers_minimum"]},
        }  # fmt: skip


def shown(by: Post) -> dict[str, Any]:
    """Return what the page shows: the definition of today, the versions that were published."""
    rows = IndexVersion.objects.visible_to(by).select_related("published_by__person", "published_by__agency")
    may = by.role in KEEPERS and keeps_index(by)
    return {"definition": definition_on(local(by.present).date()), "versions": rows, "may_publish": may}
