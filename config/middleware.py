"""What every answer carries: a request id and the headers that keep the browser strict."""

import contextvars
import logging
import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

CSP = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:; frame-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
KEY_OF_A_LINK = re.compile(r"^(/t/|/sanh/(?:thiet-bi|lay-so|ve)/)[^/?\s]+")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

_current = contextvars.ContextVar("request_id", default="-")


def security_headers(get_response: Handler) -> Handler:
    """Strict headers; a view that needs its own (the sandboxed file viewer) sets them first and keeps them, one that
    it leaves empty (a card made to be framed) is not sent."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
            if not response.headers[name]:
                del response.headers[name]
        return response

    return respond


def upload_answered(get_response: Handler) -> Handler:
    """Tell a script that sends a file where the answer leads: it goes there itself, and the message waits for it."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.headers.get("X-Upload") and response.status_code in (302, 303):
            response.status_code = 204
            response.headers["X-Location"] = response.headers["Location"]
            del response.headers["Location"]
        return response

    return respond


def request_id(get_response: Handler) -> Handler:
    """One id for a request in its answer and in every log line; a proxy's id is taken over when it is well formed."""

    def respond(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        name = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        _current.set(name)  # left standing: Django logs an answer of 500 after the last middleware
        response = get_response(request)
        response.headers["X-Request-Id"] = name
        return response

    return respond


class RequestIdFilter(logging.Filter):
    """Gives log records the id of the request they belong to and the post that asked, and takes a citizen's key out
    of its address: whoever reads the log could follow their dossier."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        request = getattr(record, "request", None)
        post = getattr(request, "post", None) or getattr(request, "auth", None)
        record.post = getattr(post, "pk", None) or "-"
        if isinstance(record.args, tuple):
            record.args = tuple(KEY_OF_A_LINK.sub(r"\1-", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
