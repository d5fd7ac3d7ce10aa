"""What an applicant might answer, for a trial: the units that the rules of a route would then lead to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict

from motcua.agencies.choices import Kind, Level
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.dossiers.places import unit_named
from motcua.procedures.models import Adoption
from motcua.procedures.routes import ANSWER, COMMUNE, Route
from motcua.questions.choices import Kind as Question
from motcua.questions.designing.outline import found_at, listed, text_at
from motcua.ui.inputs import Form, MomentField

OFFICES = (Kind.PEOPLES_COMMITTEE, Kind.DEPARTMENT, Kind.VERTICAL, Kind.SERVICE_UNIT)
NOT_TOLD = "(chưa trả lời)"


class Sample(NamedTuple):
    """A sample answer: the unit that it leads to, none when no unit here has that code."""

    answer: str
    unit: Agency | None


class SampleForm(Form):
    """When the dossier of the trial is received, and what the applicant answers where the route asks for it."""

    luc = MomentField(label="Nhận hồ sơ lúc")

    def __init__(self, *args: Any, rules: dict[str, forms.ChoiceField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = {_name(at): at for at in rules}
        self.fields |= {_name(at): field for at, field in rules.items()}

    def samples(self) -> dict[str, Sample]:
        """Return what was answered, by the rule of the place."""
        told = {at: self.cleaned_data[name] for name, at in self.rules.items() if self.cleaned_data[name]}
        return {at: Sample(answer, unit_named([answer], on=today())) for at, answer in told.items()}

    def asked(self) -> list[tuple[str, str]]:
        """Return the answers as they stand in the address of the page."""
        return [(name, self.cleaned_data[name]) for name in self.rules if self.cleaned_data[name]]


def _name(at: str) -> str:
    return "xa" if at == COMMUNE else f"tl-{at.removeprefix(ANSWER)}"


def sample_form(adoption: Adoption, route: Route, asked: QueryDict | dict[str, str]) -> SampleForm:
    """Return the form of a trial: one choice for each rule of the route that depends on the applicant."""
    return SampleForm(asked, rules=dict(_questions(adoption, route)))


def _questions(adoption: Adoption, route: Route) -> Iterator[tuple[str, forms.ChoiceField]]:
    for at in dict.fromkeys(step.at for step in route.steps if step.at == COMMUNE or step.at.startswith(ANSWER)):
        label, choices = _asked(adoption, at)
        field = forms.ChoiceField(label=label, choices=[("", NOT_TOLD), *choices], required=False)
        field.error_messages["invalid_choice"] = "Chọn một trong các câu trả lời ở đây."
        yield at, field


def _asked(adoption: Adoption, at: str) -> tuple[str, list[tuple[str, str]]]:
    if at == COMMUNE:
        return "Xã, phường của người nộp", _offered(Agency.objects.filter(level=Level.COMMUNE, kind=OFFICES[0]))
    code = at.removeprefix(ANSWER)
    found = found_at(adoption.draft.get("form"), code)
    if found is None:
        return f"Câu “{code}” (biểu mẫu không có câu này)", []
    label = text_at(found.question, "label")[:80] or code
    if found.question.get("kind") != Question.CHOICE:
        return label, _offered(Agency.objects.filter(kind__in=OFFICES))
    options = [each for each in listed(found.question, "options") if isinstance(each, dict)]
    return label, [(str(each.get("code")), text_at(each, "label") or str(each.get("code"))) for each in options]


def _offered(units: Any) -> list[tuple[str, str]]:
    return [*units.valid(today()).order_by("name_key", "code").values_list("code", "short_name")]
