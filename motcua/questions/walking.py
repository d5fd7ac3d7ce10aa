"""A form walked through page by page in a browser: the page carries the answers, nothing is kept."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.core.clock import now, today
from motcua.questions.definition import Form
from motcua.questions.drawing import drawn
from motcua.questions.papers import application_paper
from motcua.questions.reading import Unreadable, read_json
from motcua.questions.telling import told_answers
from motcua.questions.trials import Trial
from motcua.questions.words import WORDS, in_language

OWN_NAMES = {"vi": "Tiếng Việt", "en": "English"}
PAPER = "paper"  # the button that shows the application paper


def walked(
    request: HttpRequest, form: Form, *, sample: Mapping[str, Any] | None = None, context: Mapping[str, Any]
) -> HttpResponse:
    """Show the page to which the sent one leads; with `sample` answers the page where they are checked.

    `context` has `again_url` and `again_words`, the way out, and what else the pages must carry (`form_text`).
    """
    trial = Trial(form, today())
    context = {"here_url": request.get_full_path(), **context}  # a script may show the answer at another address
    if sample is None:
        _take_up(request, trial)
    else:
        trial.answers, trial.page = dict(sample), len(form.sections)
    return _shown(request, trial, context)


def _take_up(request: HttpRequest, trial: Trial) -> None:
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
    trial.language = trial.form.spoken_in(request.POST.get("language", "vi"))
    go = request.POST.get("go", "to-0")
    if go != PAPER:
        trial.press(go)


def _shown(request: HttpRequest, trial: Trial, context: dict[str, Any]) -> HttpResponse:
    state = context | {
        "trial": trial, "answers_text": json.dumps(trial.answers, ensure_ascii=False), "words": WORDS[trial.language],
        "title": in_language(trial.form.title, trial.language),
        "others": [(code, OWN_NAMES[code]) for code in trial.form.languages if code != trial.language],
    }  # fmt: skip
    sections = trial.form.sections
    if trial.page == len(sections):
        outcome = trial.run()
        if request.POST.get("go") == PAPER:
            pdf = application_paper(trial.form, outcome.values, heading="", at=now(), online=False)
            return HttpResponse(pdf, content_type="application/pdf")
        numbers = {section.code: number for number, section in enumerate(sections)}
        parts = [
            (section, numbers[section.code], lines)
            for section, lines in told_answers(trial.form, outcome, trial.language)
        ]
        return render(request, "questions/trial_end.html", state | {"outcome": outcome, "parts": parts})
    form, items = drawn(trial)
    place = {"section": sections[trial.page], "number": trial.page + 1, "count": len(sections)}
    return render(request, "questions/trial_page.html", state | place | {"form": form, "items": items})
