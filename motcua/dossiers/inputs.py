"""Fields of the actions' forms that are read the same from a screen and from JSON."""

import re
import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from motcua.agencies.models import Agency
from motcua.core.text import clean
from motcua.ui import formats

FIRST_YEAR, LAST_YEAR = 1990, 2100  # of any day that a dossier can speak of
_COUNTED = re.compile(
    r"^(?P<name>.*?)(?:\s*[;|]\s*(?P<originals>\d{1,3})\s*(?:chính)?(?:\s*[;,|]\s*(?P<copies>\d{1,3})\s*(?:sao)?)?)?$"
)


def _several(value: Any) -> list[Any]:
    """Return what was given as several: lines of a text, members of a list. Raises ValidationError."""
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    if value is None or isinstance(value, list | tuple):
        return list(value or [])
    raise ValidationError("Phải là danh sách.", code="invalid")


class LinesField(forms.Field):
    """Several texts: a line each on the screen, an array of strings in JSON."""

    schema: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "minItems": 1}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**options)

    def to_python(self, value: Any) -> list[str]:
        lines = [self.line(line) for line in _several(value)]
        return [clean(line) for line in lines if clean(line)]

    def line(self, given: Any) -> str:
        """Return one member as text. Raises ValidationError."""
        if not isinstance(given, str):
            raise ValidationError("Mỗi mục phải là một dòng chữ.", code="invalid")
        return given


class NamesField(LinesField):
    """Names of papers: a line each on the screen, strings or objects {name} in JSON."""

    schema = {
        "type": "array",
        "minItems": 1,
        "items": {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "required": ["name"],
                    "properties": {"name": {"type": "string", "minLength": 1}},
                },
            ]
        },
    }

    def line(self, given: Any) -> str:
        return super().line(given.get("name") if isinstance(given, dict) else given)


class PapersField(forms.Field):
    """Papers: “tên; số bản chính; số bản sao” a line; in JSON such a line, or objects {name, originals, copies}."""

    schema = {
        "type": "array",
        "items": {
            "anyOf": [
                {"type": "string", "minLength": 1, "maxLength": 500},
                {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string", "minLength": 1, "maxLength": 500},
                        "originals": {"type": "integer", "minimum": 0, "maximum": 999},
                        "copies": {"type": "integer", "minimum": 0, "maximum": 999},
                    },
                },
            ]
        },
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**options)

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        return [self._paper(row) for row in _several(value)]

    def _paper(self, row: Any) -> dict[str, Any]:
        if isinstance(row, dict):
            if not isinstance(row.get("name"), str) or row.keys() - {"name", "originals", "copies"}:
                raise ValidationError("Giấy tờ gồm name, originals, copies.", code="invalid")
            return {"name": row["name"], "originals": row.get("originals", 0), "copies": row.get("copies", 0)}
        if not isinstance(row, str):
            raise ValidationError("Giấy tờ phải có tên.", code="invalid")
        match = _COUNTED.match(clean(row))
        assert match is not None  # the pattern takes any line
        originals, copies = match["originals"], match["copies"]
        return {
            "name": match["name"],
            "originals": 1 if originals is None else int(originals),
            "copies": int(copies or 0),
        }


class PlaceField(forms.ChoiceField):
    """A step or a person to pass the dossier to: offered as choices, judged by the action, which says what is wrong."""

    schema = {"type": "string", "maxLength": 60, "description": "khóa bước hoặc tên đăng nhập; để trống: bước kế tiếp"}

    def validate(self, value: str) -> None:
        if len(value) > 60:
            raise ValidationError("Bước hoặc người nhận không hợp lệ.", code="invalid")


class DueField(forms.Field):
    """A day or a moment: 20/3/2026, 20/3/2026 16:00, 2026-03-20, 2026-03-20T16:00+07:00."""

    schema = {
        "type": "string",
        "anyOf": [{"format": "date"}, {"format": "date-time"}],
        "description": "ngày (YYYY-MM-DD) hoặc thời điểm ISO 8601",
    }

    def to_python(self, value: Any) -> date | datetime | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = clean(str(value))
        for read in (formats.read_day, formats.read_moment, date.fromisoformat, _instant):
            try:
                found = read(text)
            except (ValueError, OverflowError):
                continue
            if FIRST_YEAR <= found.year < LAST_YEAR:
                return found
        raise ValidationError("Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 20/3/2026.", code="invalid")


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=formats.LOCAL)


class _FileOrId(forms.ClearableFileInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        uploaded = files.get(name) if files else None
        return uploaded or data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name not in (files or {})


class FlagField(forms.BooleanField):
    """Yes or no; left out: no."""

    schema = {"type": "boolean"}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class UploadField(forms.Field):
    """A file: chosen on the screen, or the id of one uploaded before in JSON."""

    schema = {"type": "string", "format": "uuid", "description": "id của tệp đã tải lên (POST /files)"}
    widget = _FileOrId

    def to_python(self, value: Any) -> UploadedFile | uuid.UUID | None:
        if value in self.empty_values or isinstance(value, UploadedFile):
            return value or None
        try:
            return uuid.UUID(str(value))
        except ValueError as error:
            raise ValidationError("Không có tệp này.", code="invalid") from error


class UnitField(forms.ModelChoiceField):
    """A unit of today, or one of the past whose records are kept here; chosen by `seen` as then or as now."""

    def __init__(self) -> None:
        super().__init__(Agency.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị")

    def label_from_instance(self, unit: Any) -> str:
        return f"{unit.name} (đến {unit.valid_to:%d/%m/%Y})" if unit.valid_to else str(unit.name)
