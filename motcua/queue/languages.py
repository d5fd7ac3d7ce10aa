"""The language of the hall's public pages.

A kiosk's is chosen for one number and is Vietnamese again for whoever comes next; a phone's is that of the paper's
address, else the one chosen on the portal. Lines and grounds are the office's own words and stay Vietnamese.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from motcua.ui.languages import language_of, languages

KEY = "lang"
View = Callable[..., HttpResponse]


def query_of(language: str) -> str:
    """Return what keeps a language in an address: "" for the house's own."""
    return "" if language == settings.LANGUAGE_CODE else f"?{KEY}={language}"


def spoken_here(*, remembered: bool = False) -> Callable[[View], View]:
    """Show a page in the language that its address names; `remembered`: else in the one kept in the browser."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = request.GET.get(KEY, "")
            otherwise = language_of(request) if remembered else settings.LANGUAGE_CODE
            language = asked if asked in languages() else otherwise
            with translation.override(language):
                response = view(request, *args, **kwargs)
                response.headers["Content-Language"] = language
            return response

        return shown

    return decorate


def choices() -> dict[str, Any]:
    """Return what a page in the language at hand needs: how it is kept, and the other ones with their addresses."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    others = [(code, name, f"?{KEY}={code}") for code, name in languages().items() if code != here]
    return {"lang_query": query_of(here), "other_languages": others}
