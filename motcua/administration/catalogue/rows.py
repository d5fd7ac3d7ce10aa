"""The rows of the tables in which a draft is edited: a limit, a fee, a paper, a case, a step."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from motcua.procedures.editions import ASK
from motcua.procedures.wording import CHANNELS, COUNTED, EVERY_CASE, FEE_KINDS, UNITS, figure
from motcua.ui.inputs import DayField, DongField, Form, LineField

MOST_ROWS = 400
LIMIT_UNITS = ("working_day", "day", "hour", "month", "same_day", "none", ASK)
STEP_UNITS = [
    *((unit, UNITS[unit].capitalize()) for unit in ("working_day", "day", "hour", "minute")),
    ("none", "Không giao thời gian riêng"),
]
AT_LEG = "leg"  # a step is done where its leg is
AMOUNT, FREE, COUNCIL, UNKNOWN = "amount", "free", "council", "unknown"
SET_BY = [
    (AMOUNT, "Mức thu cụ thể"), (FREE, "Miễn, không thu (0 đồng)"), (COUNCIL, "HĐND cấp tỉnh quy định"),
    (UNKNOWN, "Chưa xác định"),
]  # fmt: skip


class AmountField(LineField):
    """A number with or without decimals: 5; 3,5; gives a Decimal."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 4}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Decimal(text.replace(",", "."))
        except InvalidOperation as error:
            raise ValidationError("Nhập một số, ví dụ 5 hoặc 3,5.", code="invalid") from error
        if not amount.is_finite() or not 0 < amount < 10_000:
            raise ValidationError("Số phải lớn hơn 0 và nhỏ hơn 10.000.", code="invalid")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return figure(value) if isinstance(value, Decimal) else value


class CountField(forms.IntegerField):
    """A small whole number."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "size": 3}))
        super().__init__(min_value=0, max_value=99, **options)
        self.error_messages |= {
            "invalid": "Nhập số bản.",
            "min_value": "Không nhỏ hơn 0.",
            "max_value": "Không quá 99.",
        }


class Row(Form):
    """A row of a table; `cases` are the choices of cases."""

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "case" in self.fields:
            self.fields["case"].choices = [("", EVERY_CASE), *cases]  # type: ignore[attr-defined]
        for field in self.fields.values():
            if type(field) is forms.ChoiceField and field.initial is None and field.choices:
                # what a browser sends of a list nobody touched: an empty row at the end stays nothing
                choices: Any = field.choices
                field.initial = next(iter(choices))[0]

    def has_changed_or_stood(self) -> bool:
        """Whether the row stood already or was filled now: an empty row at the end is nothing."""
        return not self.empty_permitted or self.has_changed()

    @property
    def is_gone(self) -> bool:
        return bool(self.cleaned_data.get("DELETE"))

    def value(self) -> dict[str, Any]:
        """Return the row as the draft keeps it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        for name in {"case", "channel"} & set(given):
            given[name] = given[name] or None
        return given


def _channel() -> forms.ChoiceField:
    return forms.ChoiceField(label="Cách nộp", required=False, choices=[("", "Mọi cách nộp"), *CHANNELS.items()])


def _case() -> forms.ChoiceField:
    return forms.ChoiceField(label="Trường hợp", required=False)


def needs_amount(row: Any, unit: str | None) -> None:
    """Ask for the number of a unit that is counted, and leave it out of one that is not."""
    if unit in COUNTED and row.cleaned_data.get("amount") is None and "amount" not in row.errors:
        row.add_error("amount", f"Nhập số {UNITS[unit]}")
    elif unit not in COUNTED:
        row.cleaned_data["amount"] = None


class LimitRow(Row):
    case = _case()
    channel = _channel()
    amount = AmountField(label="Số", required=False, max_length=10)
    unit = forms.ChoiceField(label="Đơn vị tính", choices=[(unit, UNITS[unit].capitalize()) for unit in LIMIT_UNITS])
    basis = LineField(label="Văn bản quyết định", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needs_amount(self, given.get("unit"))
        return given

    def value(self) -> dict[str, Any]:
        given = super().value()
        return given | {"amount": None if given["amount"] is None else f"{given['amount'].normalize():f}"}


class FeeRow(Row):
    name = LineField(label="Tên khoản thu", max_length=300)
    kind = forms.ChoiceField(label="Loại", choices=list(FEE_KINDS.items()))
    standing = forms.ChoiceField(label="Căn cứ mức thu", choices=SET_BY)
    amount = DongField(label="Mức thu (đồng)", required=False)
    case = _case()
    channel = _channel()
    note = LineField(label="Ghi chú", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("standing") == AMOUNT and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Nhập mức thu; miễn thu thì chọn “Miễn, không thu”.")
        return given

    def value(self) -> dict[str, Any]:
        given = super().value()
        standing, amount = given.pop("standing"), given["amount"]
        kept = {AMOUNT: amount, FREE: 0, COUNCIL: amount or None, UNKNOWN: None}[standing]
        return given | {"amount": kept, "set_by_council": standing == COUNCIL}


def fee_standing(fee: dict[str, Any]) -> str:
    """Return which of the four things a fee of a draft says: null, 0 and "the council sets it" differ."""
    if fee.get("set_by_council"):
        return COUNCIL
    if fee.get("amount") is None:
        return UNKNOWN
    return AMOUNT if fee["amount"] else FREE


class PaperRow(Row):
    name = LineField(label="Tên giấy tờ", max_length=1000)
    code = LineField(label="Mã", required=False, max_length=40)
    originals = CountField(label="Bản chính", required=False)
    copies = CountField(label="Bản sao", required=False)
    case = _case()
    required = forms.BooleanField(label="Bắt buộc", required=False, initial=True)
    valid_months = CountField(label="Giá trị (tháng)", required=False)
    valid_basis = LineField(label="Căn cứ giá trị", required=False, max_length=200)

    def value(self) -> dict[str, Any]:
        given = super().value()
        lasts = {name: given.pop(name, None) for name in ("valid_months", "valid_basis")}
        counted = {"originals": given["originals"] or 0, "copies": given["copies"] or 0}
        return given | counted | (lasts if lasts["valid_months"] else {})


class CaseRow(Row):
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    name = LineField(label="Tên trường hợp", max_length=300)


class EffectRow(Row):
    basis = forms.CharField(widget=forms.HiddenInput, max_length=300)
    effective_from = DayField(label="Có hiệu lực từ", required=False)


class RowSet(BaseFormSet):
    """The rows of one table, those that stand first, then some empty ones."""

    default_error_messages = {
        "missing_management_form": "Trang gửi lên bị thiếu dữ liệu. Hãy mở lại trang rồi làm lại.",
        "too_many_forms": f"Bảng có quá {MOST_ROWS} dòng.",
        "too_few_forms": "Bảng thiếu dòng.",
    }

    def kept(self) -> list[dict[str, Any]]:
        """Return the rows that were filled and not ticked as gone."""
        return [row.value() for row in self.forms if row.has_changed_or_stood() and not row.is_gone]


def row_set(row: type[Row], *, extra: int, fixed: bool = False) -> type[RowSet]:
    """Return the formset of a kind of row; a `fixed` one neither grows nor loses rows."""
    made: Any = forms.formset_factory(
        row, formset=RowSet, extra=0 if fixed else extra, can_delete=not fixed, can_delete_extra=False,
        max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS + 10,
    )  # fmt: skip
    found: type[RowSet] = made
    return found
