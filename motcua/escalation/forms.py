"""What is asked of who sets the ladder, of whoever looks ahead, and of each person about mails."""

from typing import Any

from django import forms

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import operates
from motcua.core.clock import today
from motcua.escalation.choices import HOURS, Channel, Day, Subject, When, Whom, Wish
from motcua.ui.inputs import DayField, Form, LineField, MomentField

HOUR_NAMES = [(hour, f"{hour} giờ") for hour in HOURS]


class SetForm(Form):
    """For the administrator's own unit and all below it; who operates the installation sets for everybody too."""

    source = LineField(label="Văn bản quyết định", max_length=200)
    valid_from = DayField(label="Áp dụng từ ngày", help_text="Hôm nay hoặc sau đó.")

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["valid_from"].initial = today()
        if operates(by, Role.ADMINISTRATOR):
            self.fields["everybody"] = forms.BooleanField(
                label="Cho mọi đơn vị trên hệ thống", required=False,
                help_text="Đơn vị nào đã đặt riêng thì vẫn theo phần riêng.",
            )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments."""
        given = dict(self.cleaned_data)
        agency: Agency | None = None if given.pop("everybody", False) else self.by.agency
        return given | {"agency": agency}


class RungForm(SetForm):
    at = forms.ChoiceField(label="Báo khi", choices=When)
    subject = forms.ChoiceField(label="Thời hạn của", choices=Subject, help_text="Không dùng cho danh sách tuần.")
    percent = forms.IntegerField(
        label="Phần trăm thời hạn đã qua", required=False, min_value=1, max_value=99,
        help_text="Tính theo giờ làm việc, không kể lúc tạm dừng. Bỏ trống với bậc quá hạn và danh sách tuần.",
    )  # fmt: skip
    weekday = forms.ChoiceField(
        label="Danh sách tuần lập vào", required=False, choices=[("", "(không lập)"), *Day.choices]
    )
    hour = forms.TypedChoiceField(
        label="Lúc", required=False, coerce=int, empty_value=None, choices=[("", "(không lập)"), *HOUR_NAMES]
    )
    whom = forms.ChoiceField(label="Báo ai", choices=Whom)
    channel = forms.ChoiceField(label="Cách báo", choices=Channel)
    field_order = ("at", "subject", "percent", "weekday", "hour", "whom", "channel", "source", "valid_from")


class EndForm(Form):
    valid_to = DayField(label="Dùng đến hết ngày", help_text="Hôm qua: thôi dùng ngay từ hôm nay.")


class DigestRuleForm(SetForm):
    sends = forms.TypedChoiceField(
        label="Thư tổng hợp hằng ngày", coerce=lambda given: given == "yes",
        choices=[("yes", "Gửi cho ai chưa chọn"), ("no", "Không gửi, trừ ai tự chọn")], widget=forms.RadioSelect,
    )  # fmt: skip
    hour = forms.TypedChoiceField(label="Giờ gửi", coerce=int, choices=HOUR_NAMES)
    field_order = ("sends", "hour", "source", "valid_from")


class PreviewForm(Form):
    at = MomentField(label="Đến lúc", required=False)


class MailForm(Form):
    """What a person wants."""

    wish = forms.ChoiceField(label="Thư tổng hợp việc hằng ngày", choices=Wish, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(
        label="Giờ gửi", required=False, coerce=int, empty_value=None, choices=[("", "(chưa chọn)"), *HOUR_NAMES],
        help_text="Vào ngày làm việc của cơ quan. Không có việc gì thì không gửi.",
    )  # fmt: skip
    at_once = forms.BooleanField(
        label="Gửi thêm thư cho từng cảnh báo thời hạn", required=False,
        help_text="Thư chỉ ghi mã hồ sơ và tên thủ tục.",
    )  # fmt: skip
