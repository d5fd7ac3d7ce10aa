"""Units, people, posts and tokens: what the administrator is asked."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from motcua.administration.forms.deeds import DeedForm, ReasonForm
from motcua.agencies.choices import MACHINES, Capacity, Kind, Level, Role
from motcua.agencies.models import Agency
from motcua.core.clock import LOCAL, today
from motcua.core.text import fold
from motcua.ui.inputs import DayField, LineField, ProseField
from motcua.ui.pages import Filters

__all__ = ["ReasonForm"]
KINDS = [(kind.value, kind.label) for kind in Kind if kind not in (Kind.SYSTEM, Kind.GOVERNMENT)]
OF_POSTS = [(value, label) for value, label in Capacity.choices if value != Capacity.TUQ]  # that one needs a document
ROLES = [(role.value, role.label) for role in Role if role not in MACHINES]
PLACES = ("name", "short_name", "address", "phone", "place", "notation")


class UnitFilters(Filters):
    q = LineField(label="Tìm đơn vị", required=False, max_length=100)
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Mọi loại"), *KINDS])
    on = DayField(label="Tại ngày", required=False)

    def filter_q(self, rows: Any, words: str) -> Any:
        for word in fold(words).split():
            rows = rows.filter(folded__contains=word)
        return rows

    def filter_kind(self, rows: Any, kind: str) -> Any:
        return rows.filter(kind=kind)

    def filter_on(self, rows: Any, on: Any) -> Any:
        return rows.valid(on)


class PersonFilters(Filters):
    q = LineField(label="Tìm cán bộ", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Tài khoản",
        required=False,
        choices=[("", "Mọi tài khoản"), ("open", "Đang dùng"), ("blocked", "Bị khóa"), ("idle", "Chưa có vị trí")],
    )

    def filter_q(self, rows: Any, words: str) -> Any:
        return rows.named(words)

    def filter_state(self, rows: Any, state: str) -> Any:
        return rows.without_post() if state == "idle" else rows.filter(is_active=state == "open")


def _place(**more: Any) -> dict[str, LineField]:
    return {
        "name": LineField(label="Tên đầy đủ", max_length=200),
        "short_name": LineField(label="Tên gọn", max_length=100, **more),
        "address": LineField(label="Địa chỉ", max_length=200, required=False),
        "phone": LineField(label="Điện thoại", max_length=30, required=False),
        "place": LineField(label="Địa danh ghi trên giấy tờ", max_length=60, required=False),
        "notation": LineField(label="Ký hiệu trên văn bản", max_length=20, required=False),
    }


class ChangeUnitForm(DeedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _place()
        self.order_fields(PLACES)

    def begins_with(self) -> dict[str, Any]:
        return {name: getattr(self.thing, name) for name in PLACES}


class NewUnitForm(DeedForm):
    """A unit under `thing`."""

    code = LineField(label="Mã đơn vị", max_length=40, help_text="Chữ không dấu, số, dấu chấm, gạch nối.")
    kind = forms.ChoiceField(label="Loại đơn vị", choices=KINDS)
    level = forms.ChoiceField(label="Cấp", choices=[(level.value, level.label) for level in Level])
    unit_code = LineField(label="Mã đơn vị hành chính", max_length=10, required=False)
    valid_from = DayField(label="Hoạt động từ ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _place()
        self.order_fields(["code", *PLACES[:2], "kind", "level", "valid_from", *PLACES[2:], "unit_code"])

    def begins_with(self) -> dict[str, Any]:
        return {"level": self.thing.level, "kind": Kind.DIVISION, "place": self.thing.place, "valid_from": today()}


class EndUnitForm(DeedForm):
    valid_to = DayField(label="Hoạt động đến hết ngày")


class PatternForm(DeedForm):
    pattern = LineField(
        label="Mẫu mã hồ sơ", max_length=80, help_text="Các chỗ thay: {agency} {yymmdd} {yyyymmdd} {seq:04}."
    )
    valid_from = DayField(label="Áp dụng từ ngày")

    def begins_with(self) -> dict[str, Any]:
        return {"pattern": "{agency}-{yymmdd}-{seq:04}", "valid_from": today() + timedelta(days=1)}


def _password() -> forms.CharField:
    return forms.CharField(
        label="Mật khẩu ban đầu", max_length=200, strip=False, help_text="Người dùng phải đổi khi đăng nhập lần đầu.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class EnrolForm(DeedForm):
    username = LineField(label="Tên đăng nhập", max_length=60)
    name = LineField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư công vụ", required=False, max_length=254)
    password = _password()


class ResetForm(DeedForm):
    password = _password()


class AppointForm(DeedForm):
    """A post for the person `thing`, in a unit that the administrator looks after."""

    agency = forms.ModelChoiceField(label="Đơn vị", queryset=Agency.objects.none(), empty_label="Chọn đơn vị")
    role = forms.ChoiceField(label="Vai trò", choices=ROLES)
    title = LineField(label="Chức danh", max_length=120)
    capacity = forms.ChoiceField(label="Thẩm quyền ký", required=False, choices=OF_POSTS)
    signs_for = ProseField(
        label="Các dòng ghi trước chữ ký", required=False, max_length=200,
        help_text="Mỗi dòng một ý, ví dụ: TM. ỦY BAN NHÂN DÂN, xuống dòng: CHỦ TỊCH.",
    )  # fmt: skip
    valid_from = DayField(label="Từ ngày")
    valid_to = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Agency.objects.visible_to(self.by).below(self.by.agency).valid(today())
        self.fields["agency"].queryset = units  # type: ignore[attr-defined]

    def begins_with(self) -> dict[str, Any]:
        return {"valid_from": today(), "role": Role.SPECIALIST}


class TokenForm(DeedForm):
    name = LineField(label="Khóa dùng cho", max_length=80)
    expires = DayField(label="Hết hạn vào ngày", required=False)

    def inputs(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        day = given.pop("expires")
        return given | {"expires_at": datetime.combine(day, time(0), tzinfo=LOCAL) if day else None}
