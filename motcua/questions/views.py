"""A form tried page by page; nothing of it is kept."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.questions.drawing import drawn
from motcua.questions.forms import FormFile
from motcua.questions.permissions import FORM_MAKERS
from motcua.questions.problems import BadForm, read_form
from motcua.questions.reading import Unreadable, read_json
from motcua.questions.telling import told_answers
from motcua.questions.trials import Trial
from motcua.questions.wording import Problem


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*FORM_MAKERS)
def trial(request: Request) -> HttpResponse:
    """Thử biểu mẫu điện tử: a file is given, looked through and walked through."""
    form = FormFile(request.POST or None, request.FILES or None)
    text = request.POST.get("form_text", "")
    if not text and not form.is_valid():
        return render(request, "questions/trial.html", {"form": form})
    raw = text.encode("utf-8", "replace") if text else form.cleaned_data["form"]
    try:
        made = read_form(read_json(raw))
    except (Unreadable, BadForm) as error:
        return _refused(request, error)
    return _shown(request, _trial_of(request, Trial(made, today())), raw.decode("utf-8-sig"))


def _refused(request: Request, error: Unreadable | BadForm) -> HttpResponse:
    told = error.problems if isinstance(error, BadForm) else [Problem(None, error.code, error.message)]
    return render(request, "questions/trial.html", {"form": FormFile(), "problems": told}, status=422)


def _trial_of(request: Request, trial: Trial) -> Trial:
    """Take up the trial where the page left it."""
    try:
        answers: Any = read_json(request.POST.get("answers", "{}").encode("utf-8", "replace"))
    except Unreadable:
        answers = {}
    trial.answers = answers if isinstance(answers, dict) else {}
    page = request.POST.get("page", "")
    trial.page = min(int(page), len(trial.form.sections)) if page.isdecimal() and len(page) < 4 else 0
    if trial.page < len(trial.form.sections) and "go" in request.POST:
        trial.take(request.POST, request.FILES)
    trial.press(request.POST.get("go", "to-0"))
    return trial


def _shown(request: Request, trial: Trial, text: str) -> HttpResponse:
    state = {"trial": trial, "form_text": text, "answers_text": json.dumps(trial.answers, ensure_ascii=False)}
    sections = trial.form.sections
    if trial.page == len(sections):
        outcome = trial.run()
        numbers = {section.code: number for number, section in enumerate(sections)}
        parts = [(section, numbers[section.code], lines) for section, lines in told_answers(trial.form, outcome)]
        return render(request, "questions/trial_end.html", state | {"outcome": outcome, "parts": parts})
    form, items = drawn(trial)
    place = {"section": sections[trial.page], "number": trial.page + 1, "count": len(sections)}
    return render(request, "questions/trial_page.html", state | place | {"form": form, "items": items})
