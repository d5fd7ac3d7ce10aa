"""Form fields that accept what people type in Vietnam; use them instead of Django's own of the same kind."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.core.text import clean
from motcua.ui import formats

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Form(forms.Form):
    """A form whose missing answers are asked for by name: "Nhập họ và tên", "Chọn trường hợp"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or name)
            label = label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"
            if isinstance(field, forms.BooleanField):
                asked = f"Cần xác nhận: {label}"
            elif isinstance(field, forms.FileField):
                asked = f"Đính kèm {label}"
            else:
                asked = f"{'Chọn' if isinstance(field.widget, CHOSEN) else 'Nhập'} {label}"
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = asked


class DayField(forms.Field):
    """A date: 1/2/26, 01/02/2026, 1.2.2026, 010226; gives a datetime.date."""

    default_error_messages = {"invalid": "Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 1/2/2026."}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"data-day": True, "autocomplete": "off", "class": "day"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        try:
            return formats.read_day(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return formats.day(value) if isinstance(value, date) else value


class MomentField(forms.Field):
    """A date and a time of Vietnam: 1/2/26 7:30; gives an aware datetime in UTC."""

    default_error_messages = {"invalid": "Thời điểm chưa đúng. Nhập ngày và giờ, ví dụ 1/2/2026 07:30."}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "class": "moment"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime) or value in self.empty_values:
            return value or None
        try:
            return formats.read_moment(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return formats.moment(value) if isinstance(value, datetime) else value


class DongField(forms.Field):
    """An amount of money in whole đồng: 16000, 16.000, 16.000 đồng; gives an int."""

    default_error_messages = {"invalid": "Số tiền chưa đúng. Nhập số đồng, ví dụ 16.000."}

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "dong"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int) or value in self.empty_values:
            return value if isinstance(value, int) else None
        try:
            return formats.read_dong(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value) if isinstance(value, int) else value


class ManyFiles(forms.ClearableFileInput):
    """Several files in one input."""

    allow_multiple_selected = True


class LineField(forms.CharField):
    """One line of text, in NFC and without stray spaces."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value))


class ProseField(forms.CharField):
    """Several lines of text, in NFC."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value), lines=True)


class ScanField(LineField):
    """A code that is typed or scanned: a barcode reader's Enter sends the form."""

    def __init__(self, **options: Any) -> None:
        attributes = {"data-scan": True, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return "".join(super().to_python(value).split())
