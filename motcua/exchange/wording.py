"""What is wrong with a request's structure, in words: pydantic speaks English only."""

from collections.abc import Iterable, Mapping
from typing import Any

UNKNOWN = "Giá trị không hợp lệ."
MESSAGES = {
    "missing": "Thiếu mục này.",
    "extra_forbidden": "Không có mục này.",
    "string_type": "Phải là chuỗi ký tự.",
    "string_unicode": "Chuỗi ký tự không đúng chuẩn Unicode.",
    "string_too_long": "Dài quá {max_length} ký tự.",
    "string_too_short": "Phải có ít nhất {min_length} ký tự.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_parsing_size": "Số quá lớn.",
    "int_from_float": "Phải là số nguyên.",
    "greater_than_equal": "Không được nhỏ hơn {ge}.",
    "less_than_equal": "Không được lớn hơn {le}.",
    "bool_type": "Phải là true hoặc false.",
    "bool_parsing": "Phải là true hoặc false.",
    "list_type": "Phải là danh sách.",
    "too_long": "Nhiều quá {max_length} mục.",
    "too_short": "Phải có ít nhất {min_length} mục.",
    "dict_type": "Phải là đối tượng JSON.",
    "model_type": "Phải là đối tượng JSON.",
    "model_attributes_type": "Phải là đối tượng JSON.",
    "literal_error": "Chỉ nhận một trong: {expected}.",
    "uuid_type": "Phải là mã định danh (UUID).",
    "uuid_parsing": "Phải là mã định danh (UUID).",
}
BY_BEGINNING = {
    "datetime": "Thời điểm phải theo ISO 8601, ví dụ 2026-02-12T15:30+07:00.",
    "date": "Ngày phải theo ISO 8601, ví dụ 2026-02-12.",
}


def of(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return {field, message} for each of pydantic's errors; `field` is a path such as applicant.name."""
    return [{"field": _field(error["loc"]), "message": _message(error)} for error in errors]


def _field(loc: Iterable[Any]) -> str:
    """Leave out where the value was (body, query) and what the function calls it."""
    parts = [str(part) for part in loc]
    return ".".join(parts[2:] if parts[:1] == ["body"] and len(parts) > 1 else parts[1:])


def _message(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), dict(error.get("ctx") or {})
    if kind == "value_error":
        return str(context.get("error", UNKNOWN))
    if kind in MESSAGES:
        context["expected"] = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        return MESSAGES[kind].format(**context)
    return next((words for start, words in BY_BEGINNING.items() if kind.startswith(start)), UNKNOWN)
