"""Forms of coming in: what is typed, never what is allowed."""

from typing import Any

from django import forms

from motcua.agencies.choices import Away
from motcua.agencies.models import Post
from motcua.agencies.passkeys import LONGEST
from motcua.agencies.sharing import Sharing
from motcua.agencies.standing_in import substitutes_for
from motcua.agencies.works import works_in
from motcua.core.clock import today
from motcua.ui.inputs import DayField, Form, LineField

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


class AwayForm(Sharing):
    """When somebody is away, why, and who stands in: `post` is theirs."""

    valid_from = DayField(label="Vắng từ ngày")
    valid_to = DayField(label="Đến hết ngày")
    reason = forms.ChoiceField(label="Lý do", choices=Away)
    substitute = forms.TypedChoiceField(
        label="Người làm thay", required=False, coerce=int, empty_value=None,
        help_text="Cùng cơ quan, cùng vai trò hoặc cấp trên trực tiếp. Người này thấy và làm được việc của bạn.",
    )  # fmt: skip
    note = LineField(
        label="Ghi chú hoặc văn bản", required=False, max_length=300, help_text="Ví dụ: Quyết định cử đi công tác số 5."
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {each.pk: each for each in substitutes_for(post, today())}
        people = [(each.pk, f"{each.person.name}, {each.title}") for each in self.people.values()]
        self.fields["substitute"].choices = [("", "Chưa có ai"), *people]  # type: ignore[attr-defined]
        self.share_among(people, works_in(post.agency, today()))

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments."""
        given = self.shared(self.people)
        return given | {"substitute": self.people.get(given["substitute"])}


class BackForm(Form):
    """When somebody is back at work."""

    back_on = DayField(label="Đi làm lại từ ngày", help_text="Hôm nay: người làm thay thôi làm thay ngay bây giờ.")
    note = LineField(label="Ghi chú", required=False, max_length=300)
