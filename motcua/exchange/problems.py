"""Errors as problem+json (RFC 9457), in Vietnamese, with stable codes; and how the description tells of them."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.core.errors import Refused, is_read_only
from motcua.exchange import wording

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Chưa xác thực",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Phương thức không dùng được",
    409: "Xung đột",
    410: "Không còn nữa",
    413: "Quá lớn",
    415: "Kiểu nội dung không nhận",
    422: "Dữ liệu không hợp lệ",
    429: "Quá nhiều lần",
    500: "Lỗi hệ thống",
    503: "Tạm thời chưa trả lời được",
}
SCHEMA = {
    "type": "object",
    "title": "Problem",
    "description": "Lỗi theo RFC 9457; `code` không đổi theo phiên bản, `detail` là câu để người đọc.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": "string", "description": "mục sai, nếu có"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
RETRY_SECONDS = 600  # the longest that any of our limits lasts


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """Return one problem; `more` may hold `field` or `errors`."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Lỗi"), "status": status, "code": code, "detail": detail}
    response = JsonResponse(
        body | {k: v for k, v in more.items() if v}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = MEDIA_TYPE
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def told(*statuses: int) -> dict[str, Any]:
    """Return, for an operation's description, the problems it may answer with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {429: {"Retry-After": {"schema": {"type": "integer"}, "description": "giây"}}}
    return {
        "responses": {
            str(status): {"description": TITLES[status], "content": content}
            | ({"headers": headers[status]} if status in headers else {})
            for status in sorted({*statuses, 429})  # a token that calls too fast is told so everywhere
        }
    }


PDF_ANSWER = {
    "200": {"description": "PDF", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}


def install(api: NinjaAPI) -> None:
    """Answer every error of the API with a problem."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    response = problem(error.status, error.code, error.message, field=error.field)
    if error.status == 429:
        response["Retry-After"] = str(getattr(error, "retry_after", RETRY_SECONDS))
    return response


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "unauthenticated", "Thiếu khóa API hoặc khóa không còn hiệu lực.")


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not_found", "Không tìm thấy.")


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = wording.of(error.errors)
    first = errors[0] if errors else {"field": "", "message": "Nội dung yêu cầu không đúng cấu trúc."}
    detail = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    return problem(422, "invalid_request", detail, errors=errors, field=first["field"])


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__ or error.__context__, RequestDataTooBig):
        return too_large()
    return problem(error.status_code, "unreadable", "Không đọc được nội dung yêu cầu: cần JSON mã hóa UTF-8.")


def _bad_upload(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400, "unreadable", "Không đọc được tệp gửi lên: cần multipart/form-data đúng cấu trúc.")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("API error")
    return problem(500, "internal_error", "Hệ thống gặp lỗi. Gửi lại với cùng khóa chống trùng để không tạo hai lần.")


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    response = problem(503, "database_away", "Cơ sở dữ liệu đang khởi động lại. Gửi lại với cùng khóa chống trùng.")
    response["Retry-After"] = "5"
    return response


def _unwritable(request: HttpRequest, error: Exception) -> HttpResponse:
    if not is_read_only(error):
        return _broken(request, error)
    return problem(503, "read_only", "Máy này là bản dự phòng, chỉ cho xem; chưa ghi gì. Gửi tới máy chính.")


def too_large(request: HttpRequest | None = None, error: Exception | None = None) -> HttpResponse:
    return problem(413, "too_large", "Nội dung yêu cầu quá lớn.")


HANDLERS: dict[type[Exception], Any] = {
    Refused: refused,
    AuthenticationError: _unauthenticated,
    Http404: _missing,
    ValidationError: _invalid,
    HttpError: _unreadable,
    RequestDataTooBig: too_large,
    MultiPartParserError: _bad_upload,
    UnreadablePostError: _bad_upload,
    SuspiciousOperation: _bad_upload,
    OperationalError: _away,
    InterfaceError: _away,
    InternalError: _unwritable,
    Exception: _broken,
}
