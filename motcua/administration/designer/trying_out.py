"""The form of a draft tried with sample answers, made for it or changed by hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from motcua.administration.designer.addresses import address
from motcua.administration.designer.source import AnswersForm, answers_text
from motcua.core.clock import today
from motcua.procedures.models import Adoption
from motcua.questions.definition import Form, form_of
from motcua.questions.designing.outline import Data
from motcua.questions.designing.samples import sample_answers
from motcua.questions.problems import problems_of
from motcua.questions.running import run
from motcua.questions.walking import walked
from motcua.questions.wording import answer_message


def _form(adoption: Adoption) -> Form | None:
    data = adoption.draft.get("form")
    return None if data is None or problems_of(data) else form_of(data)


def sample_of(adoption: Adoption, given: AnswersForm | None) -> dict[str, Any]:
    """Return what the page of the trial shows: answers made for the form, and what no sample fits."""
    form = _form(adoption)
    context: dict[str, Any] = {
        "adoption": adoption, "usable": form is not None, "page_url": address(adoption.pk),
        "try_url": reverse("administration:catalogue_form_try", args=[adoption.pk]), "form": given,
    }  # fmt: skip
    if form is not None and given is None:
        answers = sample_answers(form, today())
        outcome = run(form, answers, today=today())
        names = {question.code: question for _, question, _ in form.every_question()}
        found = ((names.get(at.rpartition(".")[2]), code) for at, code in outcome.errors.items())
        context["open"] = [(each.label["vi"], answer_message(code, each)) for each, code in found if each]
        context["form"] = AnswersForm(initial={"answers": answers_text(answers)})
    return context


def tried(request: HttpRequest, adoption: Adoption, answers: Data) -> HttpResponse:
    """Show the page on which these answers are checked before they would be sent."""
    form = _form(adoption)
    if form is None:
        raise Http404
    here = reverse("administration:catalogue_form_try", args=[adoption.pk])
    context = {"here_url": here, "again_url": address(adoption.pk), "again_words": "Về trang thiết kế biểu mẫu"}
    return walked(request, form, sample=answers, context=context)
