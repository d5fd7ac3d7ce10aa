"""What a citizen types to follow a dossier."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.ui.inputs import Form, LineField

CODE_HELP = _("In ở góc trên giấy hẹn, ví dụ 000.00.32.H57-261105-0018.")
CHECK_HELP = _("Của số điện thoại hoặc số định danh đã khai.")


class TrackForm(Form):
    """The code on the slip and four digits that only the applicant's people know."""

    code = LineField(label=_("Mã hồ sơ"), max_length=60, help_text=CODE_HELP)
    check = LineField(label=_("4 số cuối"), max_length=4, min_length=4, help_text=CHECK_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.fields["check"].widget.attrs |= {"autocomplete": "off", "inputmode": "numeric"}
        self.fields["code"].error_messages["required"] = _("Nhập mã hồ sơ")
        self.fields["check"].error_messages["required"] = _("Nhập 4 số cuối")
        self.fields["check"].error_messages["min_length"] = _("Nhập đủ 4 chữ số cuối")
