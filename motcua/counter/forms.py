"""The fields of the intake page. Every value leaves here in its normal form, or with an error beside its field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.agencies.models import Post
from motcua.citizens.choices import Kind
from motcua.core import identity
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.counter.choices import Deed
from motcua.counter.places import Places
from motcua.dossiers.choices import Channel, Delivery
from motcua.dossiers.permissions import HEADS
from motcua.dossiers.promises import asks_for_limit
from motcua.payments.choices import Method
from motcua.procedures.editions import Content
from motcua.ui.inputs import DayField, Form, LineField, ProseField

NAME_LIMIT, COUNT_LIMIT, PAPER_NAME_LIMIT = 200, 999, 500
DESK_CHANNELS = [(Channel.COUNTER, "Tại quầy"), (Channel.POST, "Qua bưu chính")]
QUIET = {"autocomplete": "off", "spellcheck": "false"}


def _text(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs=QUIET | attributes)


def _normal(form_of: Callable[[str], str], value: str) -> str:
    """Return the value in its normal form. Raises ValidationError with the words of the rule."""
    try:
        return form_of(value)
    except BadInput as wrong:
        raise ValidationError(wrong.message, code=wrong.code) from wrong


class PersonForm(Form):
    """Who applies, or who hands in for somebody else."""

    kind = forms.ChoiceField(label="Là", choices=Kind.choices, initial=Kind.PERSON, widget=forms.RadioSelect)
    identity_number = LineField(
        label="Số định danh, mã số thuế", required=False, max_length=40, widget=_text(inputmode="text"),
        help_text="quét thẻ hoặc gõ, Enter để tìm lần khai trước",
    )  # fmt: skip
    name = LineField(label="Họ và tên, tên tổ chức", max_length=NAME_LIMIT, widget=_text())
    phone = LineField(label="Điện thoại", required=False, max_length=40, widget=_text(inputmode="tel"))
    email = LineField(label="Thư điện tử", required=False, max_length=254, widget=_text(inputmode="email"))
    address = LineField(label="Địa chỉ", required=False, max_length=500, widget=_text())

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(letter.isalpha() for letter in name):
            raise ValidationError("Tên phải có chữ.", code="name_needed")
        return name

    def clean_phone(self) -> str:
        return _normal(identity.phone_of, self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return _normal(identity.email_of, self.cleaned_data["email"])

    def clean_identity_number(self) -> str:
        person = self.cleaned_data.get("kind", Kind.PERSON) == Kind.PERSON
        rule = identity.identity_of_person if person else identity.identity_of_organisation
        return _normal(rule, self.cleaned_data["identity_number"])

    def declared(self) -> dict[str, str]:
        """Return the arguments of `declare`."""
        return {
            name: self.cleaned_data[name] for name in ("kind", "identity_number", "name", "phone", "email", "address")
        }


class SubmitterForm(PersonForm):
    """Somebody who hands in for the applicant, and as what: always a person."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False, widget=forms.HiddenInput)
    identity_number = LineField(label="Số định danh", required=False, max_length=40, widget=_text())
    name = LineField(label="Họ và tên người nộp", max_length=NAME_LIMIT, widget=_text())
    role = LineField(
        label="Tư cách", required=False, max_length=80, widget=_text(), help_text="ví dụ: con, người được ủy quyền"
    )

    def clean_kind(self) -> str:
        return Kind.PERSON


class PaperForm(Form):
    """A line of the table of papers; `kept` is the id of a file that was uploaded with an earlier sending."""

    taken = forms.BooleanField(label="Đã nhận", required=False)
    name = LineField(label="Tên giấy tờ", required=False, max_length=PAPER_NAME_LIMIT, widget=_text())
    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    required = forms.BooleanField(required=False, widget=forms.HiddenInput)
    extra = forms.BooleanField(required=False, widget=forms.HiddenInput)
    originals = forms.IntegerField(label="Bản chính", required=False, min_value=0, max_value=COUNT_LIMIT)
    copies = forms.IntegerField(label="Bản sao", required=False, min_value=0, max_value=COUNT_LIMIT)
    file = forms.FileField(label="Tệp", required=False, max_length=255, allow_empty_file=True)
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kept_name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"p{row}", **kwargs)
        self.row, self.refused = row, list[str]()  # why a file that was just chosen is not kept
        for name in ("originals", "copies"):
            self.fields[name].widget = forms.TextInput(
                attrs={"inputmode": "numeric", "class": "qty", "autocomplete": "off"}
            )
            self.fields[name].error_messages["invalid"] = f"Số bản phải là số từ 0 đến {COUNT_LIMIT}."

    def name_fields(self) -> None:
        """Let every label say of which paper it is: a table's heading is not read aloud with each box."""
        name = clean(self["name"].value()) or "giấy tờ thêm"
        self.fields["taken"].label = name
        for field in ("originals", "copies", "file"):
            self.fields[field].label = f"{self.fields[field].label}: {name}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("extra"):
            given["taken"] = bool(given.get("name"))
        if given.get("taken") and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "Nhập tên giấy tờ, hoặc bỏ dấu tích.")
        return given

    @property
    def is_handed_in(self) -> bool:
        """Ticked, with at least one original or copy, or a file."""
        held = self.cleaned_data
        counted = (held.get("originals") or 0) + (held.get("copies") or 0)
        return bool(held.get("taken") and (counted or held.get("file") or held.get("kept")))


class IntakeForm(Form):
    """Everything of the page but people and papers. Made for an edition, and for the deed that is asked."""

    q = LineField(label="Tên hoặc mã thủ tục", required=False, max_length=200, widget=_text())
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rows_of = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Trang này đã cũ, hãy gửi lại.", "invalid": "Trang này đã cũ, hãy gửi lại."},
    )
    confirmed = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)
    draft_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    case = forms.ChoiceField(label="Trường hợp", required=False, widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label="Hình thức nộp", choices=DESK_CHANNELS, initial=Channel.COUNTER, widget=forms.RadioSelect
    )
    posted_on = DayField(label="Ngày trên dấu bưu điện", required=False)
    limit = LineField(
        label="Thời hạn giải quyết",
        required=False,
        max_length=80,
        widget=_text(),
        help_text="thủ tục chưa có thời hạn: ghi như “5 ngày làm việc”",
    )
    differs = forms.BooleanField(label="Người khác nộp thay", required=False)
    delivery = forms.ChoiceField(label="Nhận kết quả", choices=Delivery.choices[:3], initial=Delivery.AT_DESK)
    helped_at = forms.ChoiceField(label="Nơi hỗ trợ nộp", required=False, choices=[("", "—")])
    return_desk = forms.ChoiceField(label="Nơi trả kết quả", required=False, choices=[("", "—")])
    told_place = forms.ChoiceField(
        label="Nơi làm bước của xã, phường", required=False, choices=[("", "—")],
        help_text="khi địa chỉ chủ hồ sơ không nêu được xã, phường có trên hệ thống",
    )  # fmt: skip
    elsewhere = LineField(label="Tên cơ quan có thẩm quyền", required=False, max_length=200, widget=_text())
    subject = LineField(label="Nội dung yêu cầu", required=False, max_length=300, widget=_text())
    note = ProseField(label="Ghi chú", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    paid_by = forms.ChoiceField(label="Thu tiền", required=False, choices=[("", "Chưa thu"), *Method.choices[:2]])
    signer = forms.ChoiceField(label="Người ký kết quả", required=False)
    receiver = LineField(
        label="Người nhận kết quả", required=False, max_length=120, widget=_text(), help_text="để trống: người nộp"
    )
    missing = ProseField(
        label="Giấy tờ cần bổ sung",
        required=False,
        max_length=5_000,
        help_text="mỗi giấy tờ một dòng; để trống: mọi giấy tờ chưa tích",
    )
    supplement_reason = ProseField(label="Lý do bổ sung", required=False, max_length=2_000)
    refusal_reason = ProseField(label="Lý do từ chối", required=False, max_length=2_000)

    def __init__(
        self,
        *args: Any,
        content: Content | None = None,
        office: Any = None,
        places: Places | None = None,
        deed: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.deed = content, deed
        for name in ("missing", "refusal_reason"):
            self.fields[name].widget.attrs["autofocus"] = True  # of its dialog
        if content is not None:
            self._choices("case", [(case.key, case.name) for case in content.cases])
            self._choices("signer", [("", "—"), *signers(office)] if content.immediate else [("", "—")])

        if places is not None:
            offered = {"helped_at": places.helpers, "return_desk": places.returns, "told_place": places.told}
            for name, choices in offered.items():
                self._choices(name, choices or [("", "—")])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"]
        if words:
            raise ValidationError(
                f"Đã gõ “{words}” mà chưa chọn thủ tục: nhấn Enter để chọn, hoặc xóa đi.", code="not_chosen"
            )
        return words

    def clean_edition(self) -> int | None:
        if self.content is None:
            self.add_error("q", ValidationError("Chọn thủ tục.", code="required"))
        return self.cleaned_data["edition"]

    def clean_posted_on(self) -> Any:
        day = self.cleaned_data["posted_on"]
        if day and day > today():
            raise ValidationError("Ngày trên dấu bưu điện ở tương lai.", code="in_the_future")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.content is not None:
            self._need("case", self.content.cases, "Chọn trường hợp.")
        receiving = self.deed in (Deed.RECEIVE, Deed.SETTLE)
        self._need(
            "limit",
            receiving and self.asks_for_limit,
            "Thủ tục này chưa có thời hạn xác định: hãy nhập thời hạn giải quyết.",
        )
        self._need("signer", self.deed == Deed.SETTLE, "Chọn người ký kết quả.")
        self._need("supplement_reason", self.deed == Deed.SUPPLEMENT, "Nêu lý do cụ thể.")
        self._need("refusal_reason", self.deed == Deed.REFUSE, "Nêu lý do cụ thể.")
        return given

    def _need(self, name: str, condition: Any, words: str) -> None:
        if condition and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, ValidationError(words, code="required"))

    @property
    def asks_for_limit(self) -> bool:
        """The edition leaves the limit of this case and channel to the desk."""
        if self.content is None:
            return False
        return asks_for_limit(
            self.content, case=self["case"].value() or None, channel=self["channel"].value() or Channel.COUNTER
        )

    def missing_names(self) -> list[str]:
        """Return the papers named in the request for a supplement."""
        return [clean(line)[:PAPER_NAME_LIMIT] for line in self.cleaned_data["missing"].splitlines() if clean(line)]


def signers(office: Any) -> list[tuple[str, str]]:
    """Return who may sign the results of an office today."""
    posts = Post.objects.held(today()).filter(role__in=HEADS, agency__path__startswith=office.path)
    return [(post.person.username, str(post)) for post in posts.with_names()]
