"""The limits that each kind of question takes, as fields of its card."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from motcua.administration.designer.fields import DayTextField, MegabytesField, NumberField, whole_field
from motcua.questions.choices import Era, Kind
from motcua.questions.form_schema import FILE_TYPES, LONGEST_TEXTS, MOST
from motcua.questions.reading import GREATEST
from motcua.ui.inputs import DongField, LineField

ERAS = [(str(Era.CURRENT), "Hiện nay"), (str(Era.BEFORE), "Trước 01/07/2025"), (str(Era.ABROAD), "Ở nước ngoài")]
LINES = [("", "Bắt buộc ghi (như mặc định)"), ("required", "Bắt buộc ghi"), ("optional", "Không bắt buộc"),
         ("none", "Không hỏi")]  # fmt: skip
NUMBERS_OF = [
    ("", "Của người (như mặc định)"), ("person", "Của người: số định danh, CMND, hộ chiếu"),
    ("citizen", "Chỉ số định danh 12 chữ số"), ("organisation", "Mã số thuế của tổ chức"),
]  # fmt: skip
DAYS = "Như 1/7/2025, hôm nay, hôm nay - 18 năm, hoặc mã câu hỏi về ngày đứng trước + 60 ngày."
Made = Callable[[str], forms.Field]


def _whole(least: int, most: int) -> Made:
    return lambda label: whole_field(label, least, most)


def _of(kind: Any, **options: Any) -> Made:
    return lambda label: kind(label=label, required=False, **options)


def _ticks(choices: list[tuple[str, str]]) -> Made:
    return lambda label: forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple()
    )


def _lengths(kind: Kind) -> dict[str, tuple[str, Made]]:
    return {
        "min_length": ("Ít nhất bao nhiêu ký tự", _whole(0, 20_000)),
        "max_length": ("Nhiều nhất bao nhiêu ký tự", _whole(1, LONGEST_TEXTS[kind])),
    }


def _counts(what: str, most: int, name: str) -> dict[str, tuple[str, Made]]:
    return {
        f"min_{name}": (f"Ít nhất bao nhiêu {what}", _whole(1, most)),
        f"max_{name}": (f"Nhiều nhất bao nhiêu {what}", _whole(1, most)),
    }


LIMITS: Mapping[Kind, Mapping[str, tuple[str, Made]]] = {
    Kind.TEXT: _lengths(Kind.TEXT) | {"pattern": ("Mẫu chữ (biểu thức chính quy)", _of(LineField, max_length=200))},
    Kind.LONG_TEXT: _lengths(Kind.LONG_TEXT),
    Kind.NUMBER: {
        "min": ("Nhỏ nhất", _of(NumberField)), "max": ("Lớn nhất", _of(NumberField)),
        "decimals": ("Bao nhiêu chữ số sau dấu phẩy", _whole(0, 3)),
    },
    Kind.MONEY: {"min": ("Ít nhất (đồng)", _of(DongField)), "max": ("Nhiều nhất (đồng)", _of(DongField))},
    Kind.DATE: {
        "earliest": ("Sớm nhất", _of(DayTextField, max_length=100, help_text=DAYS)),
        "latest": ("Muộn nhất", _of(DayTextField, max_length=100)),
    },
    Kind.CHOICES: _counts("lựa chọn", MOST["options"], "choices"),
    Kind.IDENTITY: {"of": ("Số của ai", _of(forms.ChoiceField, choices=NUMBERS_OF))},
    Kind.ADDRESS: {
        "eras": ("Nhận cách ghi địa chỉ", _ticks(ERAS)),
        "line": ("Số nhà, đường, thôn, tổ", _of(forms.ChoiceField, choices=LINES)),
    },
    Kind.FILE: _counts("tệp", MOST["files"], "files") | {
        "max_size": ("Cỡ lớn nhất của một tệp (MB)", _of(MegabytesField)),
        "types": ("Loại tệp nhận", _ticks([(each, each) for each in FILE_TYPES])),
    },
    Kind.GROUP: _counts("hàng", MOST["rows"], "rows"),
}  # fmt: skip


def limit_fields(kind: Kind, limits: Mapping[str, Any]) -> dict[str, forms.Field]:
    """Return the fields of a kind's limits by name, filled with what stands."""
    fields = {}
    for name, (label, made) in LIMITS.get(kind, {}).items():
        field = made(label)
        field.initial = limits.get(name)
        fields[name] = field
    return fields


def limits_of(kind: Kind, before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the limits with what the card says, others kept; None when there are none left."""
    limits = dict(before)
    for name in LIMITS.get(kind, {}):
        value = given.get(name)
        if value in (None, "", []):
            limits.pop(name, None)
        elif not (isinstance(value, list) and set(value) == set(_listed(before.get(name)))):
            limits[name] = value
    return {name: _small(value) for name, value in limits.items()} or None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _small(value: Any) -> Any:
    return min(value, GREATEST) if isinstance(value, int) and not isinstance(value, bool) else value
