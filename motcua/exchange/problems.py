"""Errors as problem+json (RFC 9457), in Vietnamese, with stable codes."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.core.errors import Refused

log = logging.getLogger(__name__)

TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Chưa xác thực",
    403: "Không có quyền",
    404: "Không tìm thấy",
    409: "Xung đột",
    413: "Quá lớn",
    415: "Kiểu tệp không nhận",
    422: "Dữ liệu không hợp lệ",
    429: "Quá nhiều lần",
    500: "Lỗi hệ thống",
}


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """Return one problem; `more` may hold `field` or `errors`."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Lỗi"), "status": status, "code": code, "detail": detail}
    response = JsonResponse(
        body | {k: v for k, v in more.items() if v}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/problem+json"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def install(api: NinjaAPI) -> None:
    """Answer every error of the API with a problem."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(error.status, error.code, error.message, field=error.field)

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "unauthenticated", "Thiếu khóa API hoặc khóa không còn hiệu lực.")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, "not_found", "Không tìm thấy.")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [{"field": ".".join(map(str, e["loc"][1:])), "message": e["msg"]} for e in error.errors]
        field = errors[0]["field"] if errors else None
        return problem(422, "invalid_request", "Nội dung yêu cầu không đúng cấu trúc.", errors=errors, field=field)

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "unreadable" if error.status_code == 400 else "http_error", str(error))

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("API error")
        return problem(500, "internal_error", "Hệ thống gặp lỗi; chưa có gì được ghi nhận.")
