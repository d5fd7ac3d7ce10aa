"""What the pages of an adoption's online form show, and the forms by which it comes in and goes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from motcua.administration.catalogue.showing import draft_of, may_of, state_asked
from motcua.agencies.models import Post
from motcua.procedures.editions import Content
from motcua.procedures.models import Adoption
from motcua.procedures.online_form import form_lines, form_notices, form_problems, own_problems
from motcua.questions.definition import Form, form_of
from motcua.questions.interchange import taken, written
from motcua.questions.reading import Unreadable
from motcua.questions.uploads import FormFile
from motcua.ui import inputs


def page_of(adoption: Adoption, by: Post) -> dict[str, Any]:
    """Return what the page of the draft's form shows: the form in words, what is wrong, what to look after."""
    content = draft_of(adoption)
    return {
        "adoption": adoption,
        "has_form": content.form is not None,
        "problems": form_problems(content),
        "notices": form_notices(content),
        "lines": list(form_lines(content.form).items()),
        "runs": content.form is not None and not own_problems(content.form),
        "try_url": reverse("administration:catalogue_form_try", args=[adoption.pk]),
        "may": may_of(adoption, by),
    }


def _form_asked(adoption: Adoption, asked: Any) -> Mapping[str, Any]:
    """Return the form of the draft, or of the edition asked for by its number. Raises Http404."""
    content: Content = state_asked(adoption, asked["ban"])[1] if "ban" in asked else draft_of(adoption)
    if content.form is None:
        raise Http404
    return content.form


def file_asked(adoption: Adoption, asked: Any) -> tuple[str, str]:
    """Return (name, text) of the form file of the draft or of an edition. Raises Http404."""
    data = _form_asked(adoption, asked)
    return f"{data.get('code', 'bieu-mau')}.json", written(data)


def form_asked(adoption: Adoption, asked: Any) -> Form:
    """Return the form of the draft or of an edition, ready to be tried. Raises Http404 for one with problems."""
    data = _form_asked(adoption, asked)
    if own_problems(data):
        raise Http404
    return form_of(data)


class ImportForm(FormFile):
    """A form's file that becomes the form of the draft."""

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = adoption.draft

    def clean_form(self) -> Any:
        """Return the data of the file; what is wrong with them is told on the next page."""
        try:
            data = taken(super().clean_form())
        except Unreadable as error:
            raise forms.ValidationError(error.message) from error
        if not isinstance(data, dict):
            raise forms.ValidationError("Đây không phải tệp biểu mẫu.")
        return data

    def inputs(self) -> dict[str, Any]:
        return {"draft": self.draft | {"form": self.cleaned_data["form"]}}


class TakeOutForm(inputs.Form):
    """The draft without its form."""

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = adoption.draft

    def inputs(self) -> dict[str, Any]:
        return {"draft": self.draft | {"form": None}}


def imported_words(adoption: Any) -> str:
    """Return what to say after a form came in."""
    found = form_problems(draft_of(adoption))
    return f"Đã nhập biểu mẫu. Còn {len(found)} chỗ phải sửa." if found else "Đã nhập biểu mẫu."
