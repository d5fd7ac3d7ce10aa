"""What a citizen types: to follow a dossier, to verify a result, and of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.passkeys import LONGEST
from motcua.dossiers.verifying import normal
from motcua.portal.languages import languages
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


class VerifyForm(Form):
    """The code at the end of a result."""

    code = LineField(
        label=_("Mã xác minh"),
        max_length=40,
        help_text=_("In cuối văn bản kết quả: 12 chữ và số, ví dụ K7QF-2MXD-9HTA."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.fields["code"].error_messages["required"] = _("Nhập mã xác minh")

    def clean_code(self) -> str:
        """Return the code; what cannot be one is told before anybody is asked."""
        code: str = self.cleaned_data["code"]
        if not normal(code):
            raise forms.ValidationError(_("Mã xác minh gồm 12 chữ và số; hãy xem lại."), code="invalid")
        return code


class VerifyFileForm(Form):
    """The file that somebody received."""

    file = forms.FileField(
        label=_("Tệp bạn nhận được"), help_text=_("Tệp chỉ được so với bản lưu rồi bỏ, không được giữ lại.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages |= {"required": _("Chọn tệp cần so"), "empty": _("Tệp này trống.")}


class ContactForm(Form):
    """Where a code is to be sent: one field for both, nobody has to choose first."""

    contact = LineField(
        label=_("Số điện thoại di động hoặc thư điện tử"), max_length=254, help_text=_("Mã sáu chữ số được gửi đến đó.")
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["contact"].error_messages["required"] = _("Nhập số điện thoại hoặc thư điện tử")


class CodeForm(Form):
    """The six digits that came."""

    code = LineField(label=_("Mã sáu chữ số"), max_length=20)
    lan = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric"}
        self.fields["code"].error_messages["required"] = _("Nhập mã sáu chữ số")


class KeyForm(Form):
    """What the browser answered when it was asked for one of its keys."""

    credential = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = _("Trình duyệt chưa trả lời. Hãy thử lại.")


class NewKeyForm(KeyForm):
    """A new key, by the name its holder gives it."""

    name = LineField(label=_("Tên của khóa"), max_length=60, help_text=_("Để bạn nhận ra, ví dụ: Điện thoại của tôi."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Nhập tên của khóa")


class CorrectForm(Form):
    """What holders say of themselves; the name of a proven one is the state's to say."""

    name = LineField(label=_("Họ và tên"), max_length=200, required=False)
    address = LineField(label=_("Địa chỉ"), max_length=500, required=False)
    language = forms.ChoiceField(label=_("Ngôn ngữ"))

    def __init__(self, *args: Any, proven: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"autocomplete": "name"}
        self.fields["address"].widget.attrs |= {"autocomplete": "street-address"}
        self.fields["language"].choices = list(languages().items())  # type: ignore[attr-defined]
        if proven:
            del self.fields["name"]
