"""The doors of the API: tokens of posts, the size of what comes in, one answer to addresses that are none."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja.security import HttpBearer

from motcua.agencies.access import post_of_token
from motcua.exchange.pace import pace
from motcua.exchange.problems import problem, too_large

View = Callable[..., HttpResponse]
FRAME = 64 * 1024  # what multipart adds around a file
JSON, FORM = "application/json", "multipart/form-data"
WRITING = ("POST", "PUT", "PATCH")


class PostToken(HttpBearer):
    """`Authorization: Bearer mc_…`; the post is then in `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        post = post_of_token(token)
        if post is not None:
            pace.take(post.pk, most=settings.API_CALLS_PER_MINUTE)
        return post


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any other address below the API's."""
    return _no_page(problem(404, "unknown_address", "API không có địa chỉ này; xem /api/v1/openapi.json."))


def guarded(urls: Any) -> Any:
    """Put the door before every address of an API (the triple that `api.urls` gives)."""
    patterns, app, namespace = urls
    for pattern in patterns:
        view = require_safe(pattern.callback) if pattern.name == "openapi-json" else pattern.callback
        wanted = FORM if str(pattern.pattern) == "files" else JSON
        pattern.callback = nothing_here if pattern.name == "api-root" else _answered(view, wanted)
    return patterns, app, namespace


def _answered(view: View, wanted: str) -> View:
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _no_page(let_in(request, *args, **kwargs))

    def let_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return problem(400, "unreadable", "Content-Length phải là số byte.")
        if int(length) > _most(request):
            return too_large()
        if _mistyped(request, wanted):
            return problem(415, "unsupported_media_type", f"Nội dung gửi lên phải có Content-Type: {wanted}.")
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = _not_allowed(response)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def _mistyped(request: HttpRequest, wanted: str) -> bool:
    """Whether a body came as something else than what it will be read as."""
    has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
    methods = ("POST",) if wanted == FORM else WRITING  # files are only sent: another method is none there
    return request.method in methods and has_body and request.content_type != wanted


def _no_page(response: HttpResponse) -> HttpResponse:
    """Whoever is lured to an address of the API gets a file, never a page."""
    if "json" in response.headers.get("Content-Type", ""):
        response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
    return response


def _most(request: HttpRequest) -> int:
    if request.content_type == FORM:
        return int(settings.FILE_SIZE_LIMIT) + FRAME
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _not_allowed(response: HttpResponse) -> HttpResponse:
    answer = problem(405, "method_not_allowed", f"Địa chỉ này chỉ nhận {response.headers['Allow']}.")
    answer.headers["Allow"] = response.headers["Allow"]
    return answer
