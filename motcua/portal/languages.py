"""The language of the citizens' pages, and who may keep a copy of them: what is public may be kept by caches, each
language for itself."""

import functools
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString

from motcua.agencies.access import Request
from motcua.ui.languages import COOKIE, View, language_of, languages, spoken

__all__ = ["COOKIE", "in_vietnamese", "keep", "language_of", "languages", "published", "spoken"]

KEPT_SECONDS = 365 * 86_400
CACHE_SECONDS = 300  # an edition begins on a day, not in a minute


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


def in_vietnamese(text: str) -> SafeString:
    """Mark words of the office, such as the name of a paper, in a label that may stand on a page in English."""
    return format_html('<span lang="vi">{}</span>', text)


def keep(response: HttpResponse, language: str) -> HttpResponse:
    """Let the browser remember the language."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, language, max_age=KEPT_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response
