"""A form tried page by page; nothing of it is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request, post_required
from motcua.questions.permissions import FORM_MAKERS
from motcua.questions.problems import BadForm, read_form
from motcua.questions.reading import Unreadable, read_json
from motcua.questions.uploads import TrialFiles
from motcua.questions.walking import walked
from motcua.questions.wording import Problem


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*FORM_MAKERS)
def trial(request: Request) -> HttpResponse:
    """Thử biểu mẫu điện tử: a file is given, looked through and walked through."""
    form = TrialFiles(request.POST or None, request.FILES or None)
    text = request.POST.get("form_text", "")
    if not text and not form.is_valid():
        return render(request, "questions/trial.html", {"form": form})
    raw = text.encode("utf-8", "replace") if text else form.cleaned_data["form"]
    try:
        made = read_form(read_json(raw))
    except (Unreadable, BadForm) as error:
        return _refused(request, error)
    again = {"again_url": reverse("questions:trial"), "again_words": "Thử biểu mẫu khác"}
    sample = None if text else form.cleaned_data["sample"]
    return walked(request, made, sample=sample, context=again | {"form_text": raw.decode("utf-8-sig")})


def _refused(request: Request, error: Unreadable | BadForm) -> HttpResponse:
    told = error.problems if isinstance(error, BadForm) else [Problem(None, error.code, error.message)]
    return render(request, "questions/trial.html", {"form": TrialFiles(), "problems": told}, status=422)
