"""The language of a citizen's page: Vietnamese, or English for the labels around the Vietnamese text of the law.

Chosen by a link, kept in a cookie; never guessed from the browser, so that one address shows one page to everybody who
chose nothing.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

View = Callable[..., HttpResponse]

COOKIE = "ngon_ngu"


def languages() -> dict[str, str]:
    """Return code → own name of every language of the pages."""
    return dict(settings.LANGUAGES)


def language_of(request: HttpRequest) -> str:
    """Return the language chosen in this browser, the house's own when none or an unknown one was."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in languages() else settings.LANGUAGE_CODE


def spoken(view: View) -> View:
    """Show a page in the language chosen."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        patch_vary_headers(response, ["Cookie"])
        return response

    return shown
