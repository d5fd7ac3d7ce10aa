"""Forms of coming in: what is typed, never what is allowed."""

from typing import Any

from django import forms

from motcua.agencies.passkeys import LONGEST
from motcua.ui.inputs import LineField

NEEDED = "Chưa nhập {}."


def _password(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": NEEDED.format(label.lower())},
    )


class LogInForm(forms.Form):
    username = LineField(
        label="Tên đăng nhập",
        max_length=60,
        error_messages={"required": NEEDED.format("tên đăng nhập")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = _password("Mật khẩu", autocomplete="current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ChangePasswordForm(forms.Form):
    current = _password("Mật khẩu hiện tại", autocomplete="current-password")
    password = _password(
        "Mật khẩu mới",
        autocomplete="new-password",
        help_text="Ít nhất 12 ký tự, không phổ biến, không chứa tên của bạn. Một câu ngắn dễ nhớ là tốt nhất.",
    )
    again = _password("Nhập lại mật khẩu mới", autocomplete="new-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "Hai lần nhập không giống nhau.")
        if "password" in given and given["password"] == given.get("current"):
            self.add_error("password", "Mật khẩu mới phải khác mật khẩu hiện tại.")
        return given


def _code(label: str, *, required: bool, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"})
    asked = {"required": NEEDED.format("mã")}
    return LineField(
        label=label, max_length=40, required=required, help_text=help_text, widget=widget, error_messages=asked
    )


class SecondStepForm(forms.Form):
    """What is shown beside the password: a code that is typed, or what the browser answered for a passkey."""

    code = _code("Mã xác thực", required=False, help_text="6 chữ số trong ứng dụng, hoặc một mã dự phòng.")
    credential = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("code") and not given.get("credential") and not self.errors:
            self.add_error("code", NEEDED.format("mã"))
        return given


class ConfirmCodeForm(forms.Form):
    code = _code("Mã đang hiện trong ứng dụng", required=True, help_text="6 chữ số, đổi sau mỗi 30 giây.")


class PasskeyForm(forms.Form):
    name = LineField(
        label="Tên của khóa",
        max_length=60,
        help_text="Để bạn nhận ra, ví dụ: Điện thoại của tôi.",
        error_messages={"required": NEEDED.format("tên của khóa")},
    )
    credential = forms.CharField(
        max_length=LONGEST,
        widget=forms.HiddenInput,
        error_messages={"required": "Trình duyệt chưa tạo khóa. Bấm “Tạo khóa” và làm theo hướng dẫn của máy."},
    )


class ProveAgainForm(forms.Form):
    password = _password("Mật khẩu", autocomplete="current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)
