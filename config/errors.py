"""What people get when something of ours failed: words, and whether trying again helps."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template import loader
from django.utils import translation
from django.views import csrf, defaults

from motcua.core.errors import is_read_only
from motcua.ui.languages import language_of, spoken

WAIT = 5  # seconds: a database that restarts is back by then
AWAY = {
    "type": "about:blank",
    "status": 503,
    "code": "database_away",
    "title": "Tạm thời chưa trả lời được",
    "detail": "Cơ sở dữ liệu đang khởi động lại. Gửi lại với cùng khóa chống trùng.",
}


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such address (404): to a stranger in the language chosen on the citizens' pages, to an official in ours."""
    view = spoken(defaults.page_not_found) if getattr(request, "post", None) is None else defaults.page_not_found
    answer: HttpResponse = view(request, exception)
    return answer


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that stood open too long (403), told in the same language as `page_not_found`."""
    view = spoken(csrf.csrf_failure) if getattr(request, "post", None) is None else csrf.csrf_failure
    answer: HttpResponse = view(request, reason)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed on our side, told in the same language as `page_not_found`."""
    language = language_of(request) if getattr(request, "post", None) is None else settings.LANGUAGE_CODE
    with translation.override(language):
        return _failed(request)


def _failed(request: HttpRequest) -> HttpResponse:
    """A database that is away (503) or only answers (503), and a request cut off (400): no faults of ours."""
    error = sys.exc_info()[1]
    if isinstance(error, UnreadablePostError):
        return defaults.bad_request(request, error)
    if is_read_only(error):
        return HttpResponse(loader.get_template("ui/read_only.html").render(), status=503)
    if not isinstance(error, OperationalError | InterfaceError):
        name = getattr(request, "request_id", "-")
        return HttpResponse(loader.get_template("500.html").render({"request_id": name}), status=500)
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(AWAY, status=503, content_type="application/problem+json")
    else:
        response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response.headers["Retry-After"] = str(WAIT)
    return response
