"""Forms of coming in: what is typed, never what is allowed."""

from typing import Any

from django import forms

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
        help_text="Ít nhất 10 ký tự, không chỉ gồm chữ số, không quá phổ biến.",
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
