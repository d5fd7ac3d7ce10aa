"""Form fields for what people type, and forms that ask by name."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError

from motcua.ui.inputs import DayField, DongField, Form, LineField, MomentField, ProseField, ScanField


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (DayField(), "1/2/26", date(2026, 2, 1)),
        (MomentField(), "12/2/26 0:30", datetime(2026, 2, 11, 17, 30, tzinfo=UTC)),
        (DongField(), "16.000 đồng", 16000),
        (LineField(), "  Lê\u200b  Thị\tNở ", "Lê Thị Nở"),
        (ProseField(), " một \r\n hai ", "một\nhai"),
        (ScanField(), " H57-261105-0018\r", "H57-261105-0018"),
    ],
)
def test_what_is_typed_becomes_a_value(field, typed, value):
    assert field.clean(typed) == value


@pytest.mark.parametrize("field", [DayField(), MomentField(), DongField()])
def test_what_cannot_be_read_is_told_with_an_example(field):
    with pytest.raises(ValidationError, match="ví dụ"):
        field.clean("chưa rõ")


@pytest.mark.parametrize("field", [DayField(required=False), MomentField(required=False), DongField(required=False)])
def test_nothing_is_nothing(field):
    assert field.clean("") is None


def test_zero_dong_is_an_amount():
    assert DongField().clean(0) == 0
    assert DongField().clean("0") == 0


class Some(Form):
    name = LineField(label="Họ và tên")
    case = forms.ChoiceField(label="Trường hợp", choices=[("a", "A")])
    paper = forms.FileField(label="CCCD bản chụp")
    sure = forms.BooleanField(label="Đã đối chiếu")
    own = LineField(label="Khác", error_messages={"required": "Phải có"})


def test_missing_answers_are_asked_for_by_name():
    errors = Some({}).errors
    assert [errors[name][0] for name in errors] == [
        "Nhập họ và tên", "Chọn trường hợp", "Đính kèm CCCD bản chụp", "Cần xác nhận: đã đối chiếu", "Phải có",
    ]  # fmt: skip


def test_values_are_shown_as_they_are_written_here():
    form = type("F", (forms.Form,), {"day": DayField(), "fee": DongField(), "at": MomentField()})(
        initial={"day": date(2026, 2, 1), "fee": 16000, "at": datetime(2026, 2, 11, 17, 30, tzinfo=UTC)}
    )
    assert [form[name].value() for name in ("day", "fee", "at")] == ["01/02/2026", "16.000", "12/02/2026 00:30"]
