"""The page of a change of calendar: asked, shown with all that it would move, and only then done."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from motcua.administration.calendars import preview, promise_line
from motcua.agencies.access import Request
from motcua.agencies.models import Agency
from motcua.core.errors import NotPermitted, Refused
from motcua.ui.inputs import Form
from motcua.ui.pages import finished, refused_page

TEMPLATE = "administration/calendars/change.html"


def change_page(
    request: Request,
    form: Form,
    change: Callable[..., Any],
    *,
    unit: Callable[[], Agency | None],
    span: Callable[[], tuple[date, date | None]],
    said: str,
    title: str,
    back: str,
    permit: bool = True,
) -> HttpResponse:
    """Show the form; sent, what `change(by=…, **inputs)` would move in `unit()` (None: everywhere) over `span()`; sent
    with `confirmed` as that page gave it, do it and go `back` with `said`. What was not seen is never done: answers
    that differ from those of the preview are previewed once more (409). Without `permit` nothing opens."""
    if not permit:
        return refused_page(request, NotPermitted())
    shown: dict[str, Any] = {"form": form, "title": title, "preview": None, "back": back, "lines": []}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, shown, status=422 if form.is_bound else 200)
    act = partial(change, by=request.post, **(form.inputs() if hasattr(form, "inputs") else form.cleaned_data))
    seen, given = _seen(form), request.POST.get("confirmed")
    try:
        if given == seen:
            return finished(request, act(), done=back, said=said)
        first, last = span()
        found = preview(act, agency=unit(), first=first, last=last)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return render(request, TEMPLATE, shown, status=error.status)
    shown |= {"preview": found, "lines": [promise_line(move) for move in found.shown], "seen": seen}
    return render(request, TEMPLATE, shown | {"differs": given is not None}, status=409 if given is not None else 200)


def _seen(form: Form) -> str:
    """What stands for the answers that a preview was made from."""
    return hashlib.sha256(repr(sorted(form.cleaned_data.items())).encode()).hexdigest()[:16]
