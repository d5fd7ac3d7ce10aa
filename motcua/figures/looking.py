"""What a page of figures looks at, as the address says it: units, period, field, procedure, how fine the trend."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse

from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.dossiers.models.sight import overseen
from motcua.figures.narrowing import field_choices, procedure_known
from motcua.figures.reports import ALL, Asked, PeriodForm
from motcua.indicators.standing import Scope
from motcua.reports.layouts import Layout
from motcua.reports.steps import STEPS
from motcua.ui.inputs import LineField

BASE = "II.06a"  # the report to which remarks on the numbers of these pages belong
ANY_TIME = Layout(BASE, "", "", "field", "", [], [], valid_from=date.min)  # no layout decides which days may be seen


class LookForm(PeriodForm):
    """The same units and days as a report, of a field or a procedure alone."""

    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    procedure = LineField(label="Mã thủ tục", required=False, max_length=40)
    step = forms.ChoiceField(label="Diễn biến theo", required=False, choices=[("", "Tự chọn"), *STEPS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = field_choices()  # type: ignore[attr-defined]

    def clean_procedure(self) -> str:
        return procedure_known(str(self.cleaned_data["procedure"]))


class Looked(Asked):
    """A page of figures as it is asked for; once the form is sound its scope, and addresses that keep all of it."""

    form_class: type[PeriodForm] = LookForm

    def __init__(self, given: Any, *, by: Any) -> None:
        super().__init__(BASE, given, by=by)

    def versions(self, code: str) -> list[Layout]:
        return [ANY_TIME]

    @property
    def today(self) -> date:
        return local(self.by.present).date()

    @property
    def field(self) -> str:
        return str(self.form.cleaned_data["field"])

    @property
    def procedure(self) -> str:
        return str(self.form.cleaned_data["procedure"])

    @cached_property
    def named(self) -> dict[int, Agency]:
        """Every unit in the scope by key, with its names; one query."""
        if self.unit and self.own:
            return {self.unit.pk: self.unit}
        path = overseen(self.by)
        rows = Agency.objects.below(self.unit) if self.unit else Agency.objects.as_now(path)
        return {unit.pk: unit for unit in rows.only("path", "short_name", "name").order_by("path")}

    @property
    def root(self) -> Agency:
        """The unit whose figures the post looks through."""
        path = overseen(self.by)
        return next(unit for unit in self.named.values() if unit.path == path)

    @property
    def units(self) -> list[int]:
        return [*self.named]

    @cached_property
    def scope(self) -> Scope:
        """As of a report, from the units read once; of a field or a procedure alone."""
        fields, procedures = ([each] if each else [] for each in (self.field, self.procedure))
        if self.unit:
            chosen = {"agencies": [self.unit.pk]} if self.own else {"agencies": [], "trees": [self.unit.pk]}
            return Scope(**chosen, fields=fields, procedures=procedures)
        path = overseen(self.by)
        kept = [unit.pk for unit in self.named.values() if not unit.path.startswith(path)]
        tree = [unit.pk for unit in self.named.values() if unit.path == path]
        return Scope(agencies=kept, trees=tree, fields=fields, procedures=procedures)

    @property
    def flat(self) -> Scope:
        """The same figures from few lines: of all procedures by those that add them up, unit by unit."""
        return self.scope if self.field or self.procedure else Scope(agencies=self.units)

    def here(self, **changed: str) -> str:
        """The address of the same page, with some of it changed; "" takes a filter away."""
        given = {name: str(self.form.cleaned_data[name]) for name in ("field", "procedure", "step")} | changed
        return self.query(None, **{name: value for name, value in given.items() if value})

    @cached_property
    def rows_at(self) -> str:
        """Where the dossiers behind the numbers of the page are listed."""
        return reverse("figures:rows")

    def rows_query(self, which: str, period: tuple[date, date] | None = None, **more: str) -> str:
        """The address of the dossiers behind a number of the page (`figures.held`)."""
        given = {"field": self.field, "procedure": self.procedure} | more
        return self.query(period, which=which, **{name: value for name, value in given.items() if value})

    @property
    def field_or_all(self) -> str:
        return self.field or ALL
