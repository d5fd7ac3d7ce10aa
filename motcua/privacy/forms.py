"""What is asked of the desk, of whoever answers, and of those who set terms and duties."""

from typing import Any

from django import forms

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.privacy.choices import Proof, Record, Right, State
from motcua.privacy.corrections import FIELDS
from motcua.privacy.models.rights import UNITS
from motcua.ui.inputs import DayField, Form, LineField, ProseField, ScanField
from motcua.ui.pages import Filters

AT_DESK = [(each.value, each.label) for each in Proof if each != Proof.ACCOUNT]


class ReceiveForm(Form):
    right = forms.ChoiceField(label="Yêu cầu", choices=Right.choices, widget=forms.RadioSelect)
    name = LineField(label="Họ và tên người yêu cầu", max_length=200)
    identity_number = LineField(label="Số giấy tờ", max_length=20)
    other_number = LineField(
        label="Số giấy tờ cũ",
        max_length=20,
        required=False,
        help_text="Nếu trước đây khai bằng số khác (CMND, hộ chiếu).",
    )
    proof = forms.ChoiceField(label="Đã đối chiếu với", choices=AT_DESK, widget=forms.RadioSelect)
    contact = LineField(
        label="Liên hệ", max_length=200, required=False, help_text="Điện thoại hoặc địa chỉ để báo tin."
    )
    asked = ProseField(label="Nội dung yêu cầu", max_length=2_000, help_text="Ghi như người yêu cầu trình bày.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELDS.items():
            self.fields[f"new_{name}"] = LineField(
                label=f"{label} đúng", max_length=500, required=False, help_text="Chỉ khi yêu cầu sửa mục này."
            )

    def inputs(self) -> dict[str, Any]:
        """What the action takes; corrections apart."""
        given = dict(self.cleaned_data)
        return given | {"wanted": {name: given.pop(f"new_{name}") for name in FIELDS}}


class AnswerForm(Form):
    answer = ProseField(
        label="Phản hồi cho người yêu cầu", max_length=2_000,
        help_text="Đã nhận, sẽ làm gì, đến ngày nào, cần bổ sung gì nếu có.",
    )  # fmt: skip


class ExtendForm(Form):
    days = forms.IntegerField(label="Thêm bao nhiêu ngày", min_value=1)
    note = ProseField(label="Lý do báo cho người yêu cầu", max_length=2_000)


class DecideForm(Form):
    reason = ProseField(label="Lý do và căn cứ", max_length=2_000, help_text="Người yêu cầu được đọc nội dung này.")


class WithdrawForm(Form):
    note = ProseField(label="Lý do rút", max_length=500)


class LiftForm(Form):
    note = ProseField(
        label="Ai đề nghị, vì sao", max_length=500, help_text="Người yêu cầu đề nghị, hoặc lý do đã hết và đã báo họ."
    )


class HandOverForm(Form):
    seen = forms.BooleanField(label="Đã đối chiếu giấy tờ của người nhận")

    def inputs(self) -> dict[str, Any]:
        """The box is for the clerk; the action needs no answer."""
        return {}


class DutyForm(Form):
    post = forms.ModelChoiceField(label="Người được giao", queryset=Post.objects.none())
    source = LineField(label="Văn bản giao", max_length=200)
    valid_from = DayField(label="Từ ngày")

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.visible_to(by).held(today()).at(by.agency).filter(agency__level=by.agency.level)
        self.fields["post"].queryset = posts.with_names().order_by("person__name_key")  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = _post_words  # type: ignore[attr-defined]


def _post_words(post: Any) -> str:
    return f"{post.person.name}, {post.title}, {post.agency.short_name}"


class TermForm(Form):
    right = forms.ChoiceField(label="Quyền", choices=Right.choices)
    answer_amount = forms.IntegerField(label="Phản hồi trong", min_value=1, max_value=400)
    answer_unit = forms.ChoiceField(label="Phản hồi tính theo", choices=UNITS)
    amount = forms.IntegerField(label="Thực hiện trong", min_value=1, max_value=400)
    unit = forms.ChoiceField(label="Thực hiện tính theo", choices=UNITS)
    extension = forms.IntegerField(label="Được gia hạn thêm nhiều nhất (ngày)", min_value=0, max_value=400)
    source = LineField(label="Căn cứ", max_length=300)
    valid_from = DayField(label="Áp dụng từ ngày")


class RequestFilters(Filters):
    q = LineField(label="Tìm theo số yêu cầu", required=False, max_length=20)
    right = forms.ChoiceField(label="Quyền", choices=[("", "Tất cả"), *Right.choices], required=False)
    state = forms.ChoiceField(label="Trạng thái", choices=[("", "Tất cả"), *State.choices], required=False)

    def filter_q(self, rows: Any, words: str) -> Any:
        return rows.filter(code__startswith=words.upper())

    def filter_right(self, rows: Any, right: str) -> Any:
        return rows.filter(right=right)

    def filter_state(self, rows: Any, state: str) -> Any:
        return rows.filter(state=state)


class RuleForm(Form):
    record = forms.ChoiceField(label="Loại", choices=Record.choices)
    code = LineField(
        label="Mã thủ tục hoặc mã lĩnh vực",
        max_length=40,
        required=False,
        help_text="Để trống: mọi hồ sơ của loại này.",
    )
    years = forms.IntegerField(
        label="Số năm giữ, tính từ ngày hồ sơ xong", min_value=1, max_value=100, required=False,
        help_text="Để trống: giữ vĩnh viễn.",
    )  # fmt: skip
    source = LineField(label="Căn cứ", max_length=300)
    valid_from = DayField(label="Áp dụng từ ngày")


class SignForm(Form):
    seen = forms.BooleanField(label="Đã xem danh mục; hiểu rằng hủy rồi không lấy lại được")

    def inputs(self) -> dict[str, Any]:
        """The box is for the signer; the action needs no answer."""
        return {}


class ReasonForm(Form):
    note = ProseField(label="Lý do", max_length=500)


class HoldForm(Form):
    dossier_code = ScanField(label="Mã hồ sơ", max_length=60)
    source = LineField(label="Lý do, văn bản", max_length=200, help_text="Ví dụ: Đơn khiếu nại ngày 1/7/2026.")
