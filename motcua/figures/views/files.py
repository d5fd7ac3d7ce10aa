"""A file of figures is asked for by a press: made in the background, its page tells how far it is."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse

from motcua.agencies.access import Request
from motcua.exports import actions as exports
from motcua.figures.exported import FILES, Kind, parameters_of
from motcua.ui.pages import run


def ask_for(kind: Kind, asked: Any, form: str, *, request: Request) -> HttpResponse:
    """Ask for what an address says as a file of some form; raises Http404 for what cannot be."""
    if form not in FILES or not asked.is_sound:
        raise Http404
    act = partial(exports.request, by=request.post, kind=kind.name, parameters=parameters_of(asked, form))
    return run(request, act, done=lambda made: made.get_absolute_url())
