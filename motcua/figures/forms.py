"""What is asked of whoever keeps a page of figures, has it sent, or remarks on figures."""

from typing import Any

from django import forms

from motcua.agencies.models import Agency, Post
from motcua.bulletins.actions.keeping import NAME_LIMIT
from motcua.bulletins.actions.remarking import TEXT_LIMIT
from motcua.bulletins.actions.scheduling import may_receive
from motcua.bulletins.choices import HOURS, Rhythm
from motcua.bulletins.choices import Form as FileForm
from motcua.core.clock import today
from motcua.dossiers.models.sight import overseen
from motcua.reports.layouts import known
from motcua.ui.inputs import DayField, Form, LineField, ProseField


class NameForm(Form):
    name = LineField(label="Tên", max_length=NAME_LIMIT, help_text="Ví dụ: Cả phường, quý này.")
    shared = forms.BooleanField(
        label="Cho lãnh đạo, thanh tra và cán bộ cải cách hành chính của đơn vị cùng dùng", required=False
    )


class SaveForm(NameForm):
    """The address comes along unseen; the action judges it."""

    address = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000, empty_value="")
    field_order = ("name", "shared", "address")


class ScheduleForm(Form):
    rhythm = forms.ChoiceField(label="Gửi vào", choices=Rhythm, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(label="Lúc", coerce=int, choices=[(hour, f"{hour} giờ") for hour in HOURS])
    form = forms.ChoiceField(
        label="Tệp", choices=FileForm, required=False,
        help_text="Thư ghi địa chỉ của tệp: người nhận đăng nhập rồi tải về.",
    )  # fmt: skip
    recipients = forms.TypedMultipleChoiceField(
        label="Người nhận", coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="Người được xem số liệu của đơn vị và có địa chỉ thư. Mỗi người nhận con số theo quyền của mình.",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.pk: post for post in may_receive(by)}
        told = [(key, f"{post}, {post.agency.short_name}") for key, post in self.posts.items()]
        self.fields["recipients"].choices = told  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments."""
        given = dict(self.cleaned_data)
        return given | {"recipients": [self.posts[key] for key in given["recipients"]]}


class RemarkForm(Form):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Đơn vị", empty_label=None)
    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày")
    report = forms.ChoiceField(label="Biểu", required=False)
    note = ProseField(
        label="Ghi chú", max_length=TEXT_LIMIT,
        help_text="Ví dụ: Văn phòng nghỉ vì lụt. Không ghi tên và thông tin của người dân.",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Agency.objects.valid(today()).filter(path__startswith=overseen(by)).order_by("path")
        self.fields["agency"].queryset = units  # type: ignore[attr-defined]
        every = [("", "Mọi biểu và biểu đồ"), *((code, code) for code in known())]
        self.fields["report"].choices = every  # type: ignore[attr-defined]


class RewriteForm(RemarkForm):
    """The unit stays what it is."""

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        del self.fields["agency"]
