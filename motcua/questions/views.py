"""A form tried page by page; nothing of it is kept."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.questions.choices import Era
from motcua.questions.permissions import FORM_MAKERS
from motcua.questions.problems import BadForm, read_form
from motcua.questions.reading import Unreadable, read_json
from motcua.questions.unit_choices import edition_of, names_below
from motcua.questions.units import LEVELS
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


def _mark(request: HttpRequest, era: str, province: str) -> str | None:
    """Return the mark of what stands at an address of units: pages ask by it, so that a new list is fetched anew."""
    return f'"{edition_of(Era(era))}"' if era in LEVELS else None


@require_safe
@cache_control(public=True, max_age=31_536_000)
@etag(_mark)
def units(request: HttpRequest, era: str, province: str) -> HttpResponse:
    """The names of the units below a province, open to everybody and kept by browsers for a year."""
    names = names_below(Era(era), province) if era in LEVELS else None
    if names is None:
        raise Http404
    return JsonResponse(names, safe=False, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
