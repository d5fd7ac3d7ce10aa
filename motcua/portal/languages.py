"""The language of the citizens' pages: Vietnamese, or English for the labels around the Vietnamese text of the law.

Chosen by a link, kept in a cookie; never guessed from the browser, so that one address shows one page to everybody who
chose nothing. What is public may be kept by caches, each language for itself.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

from motcua.agencies.access import Request

View = Callable[..., HttpResponse]

COOKIE = "ngon_ngu"
KEPT_SECONDS = 365 * 86_400
CACHE_SECONDS = 300  # an edition begins on a day, not in a minute


def languages() -> dict[str, str]:
    """Return code → own name of every language of the pages."""
    return dict(settings.LANGUAGES)


def language_of(request: Request) -> str:
    """Return the language chosen in this browser, the house's own when none or an unknown one was."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in languages() else settings.LANGUAGE_CODE


def spoken(view: View) -> View:
    """Show a page in the language chosen."""

    @functools.wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        patch_vary_headers(response, ["Cookie"])
        return response

    return shown


def published(view: View) -> View:
    """Show a page in the language chosen and let caches keep it; what officials and account holders see never is."""
    in_words = spoken(view)

    @functools.wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = in_words(request, *args, **kwargs)
        if request.post is None and settings.ACCOUNT_COOKIE_NAME not in request.COOKIES:
            patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
        else:
            add_never_cache_headers(response)
        return response

    return shown


def keep(response: HttpResponse, language: str) -> HttpResponse:
    """Let the browser remember the language."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, language, max_age=KEPT_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response
