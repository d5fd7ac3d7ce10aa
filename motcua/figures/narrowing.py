"""Figures of a field or a procedure alone: how one is chosen, and what an address and a paper say of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.http import Http404

from motcua.core.text import sort_key
from motcua.procedures.models import Edition
from motcua.ui.inputs import Form, LineField

Choices = list[tuple[str, str]]


def field_choices() -> Callable[[], Choices]:
    """Return what gives (code, name) of every field to a form: asked for once, and only by who shows or checks one."""
    return cache(_every_field)


def _every_field() -> Choices:
    fields = sorted(Edition.objects.named_fields().items(), key=lambda row: (sort_key(row[1]), row[0]))
    return [("", "Mọi lĩnh vực"), *fields]


def procedure_known(code: str) -> str:
    """Return the code of a procedure, "" for none; raises ValidationError where none has it."""
    if code and not Edition.objects.filter(code=code).exists():
        raise forms.ValidationError("Không có thủ tục nào mang mã này. Ghi mã như trên danh mục, ví dụ 1.001193.")
    return code


class NarrowForm(Form):
    """The row that a cell belongs to is called `field` in an address: so these have names of their own."""

    of_field = forms.ChoiceField(label="Lĩnh vực", required=False)
    of_procedure = LineField(label="Mã thủ tục", required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of_field"].choices = field_choices()  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked beside the days and the unit: what is folded on the page is open then."""
        return any(self.data.get(name) for name in ("of_field", "of_procedure", "known", "own"))

    def clean_of_procedure(self) -> str:
        return procedure_known(str(self.cleaned_data["of_procedure"]))


@dataclass(frozen=True)
class Narrowed:
    """A field and a procedure by code, "" for any; `words` say it on paper."""

    field: str = ""
    procedure: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.field or self.procedure)

    @property
    def address(self) -> dict[str, str]:
        given = {"of_field": self.field, "of_procedure": self.procedure}
        return {name: value for name, value in given.items() if value}

    @property
    def codes(self) -> dict[str, Any]:
        """As a scope takes them: of any, there are none."""
        given = {"fields": self.field, "procedures": self.procedure}
        return {name: [value] for name, value in given.items() if value}

    def row(self, name: str, key: str) -> dict[str, Any]:
        """The same of a row alone, of "fields" or "procedures" by its code; raises Http404 for one that is left out."""
        if key not in self.codes.get(name, [key]):
            raise Http404
        return self.codes | {name: [key]}


def narrowed_by(form: forms.Form) -> Narrowed:
    """Return what a sound form asks for; a form without such a choice asks for everything."""
    given: Mapping[str, Any] = form.cleaned_data
    field, procedure = (str(given.get(name) or "") for name in ("of_field", "of_procedure"))
    told = [
        f"lĩnh vực {dict(form.fields['of_field'].choices)[field]}" if field else "",  # type: ignore[attr-defined]
        f"thủ tục {procedure}" if procedure else "",
    ]
    words = ", ".join(each for each in told if each)
    return Narrowed(field, procedure, f"Chỉ gồm {words}." if words else "")
