"""What is asked of those who propose to shorten a procedure, and of the leader who decides."""

from typing import Any

from django import forms

from motcua.administration.review import choices_of
from motcua.procedures.editions import Content
from motcua.ui.inputs import DayField, Form, LineField, ProseField


class ProposeForm(Form):
    """Which limit, how long instead, which papers no longer, and why."""

    limit = forms.ChoiceField(label="Thời hạn hiện nay")
    after = forms.DecimalField(
        label="Thời hạn đề xuất", max_digits=8, decimal_places=2, localize=True,
        help_text="Cùng đơn vị với thời hạn hiện nay, ví dụ 3 hoặc 2,5.",
    )  # fmt: skip
    papers_removed = forms.MultipleChoiceField(
        label="Giấy tờ đề xuất bỏ", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = ProseField(label="Lý do", max_length=2000)

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["limit"].choices = choices_of(content)  # type: ignore[attr-defined]
        names = dict.fromkeys(paper.name for paper in content.papers)
        self.fields["papers_removed"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["after"].error_messages["invalid"] = "Nhập một số, ví dụ 3 hoặc 2,5"

    def inputs(self) -> dict[str, Any]:
        """Return what the action takes."""
        given = dict(self.cleaned_data)
        case, _, channel = given.pop("limit").partition("|")
        return given | {"case": case, "channel": channel}


class ApproveForm(Form):
    """The document that decides, and from when."""

    decision = LineField(label="Số, ngày của văn bản", max_length=200, help_text="Ví dụ 15/QĐ-UBND ngày 10/02/2026.")
    valid_from = DayField(label="Áp dụng từ ngày")


class RejectForm(Form):
    """Why not."""

    refusal = ProseField(label="Lý do không duyệt", max_length=2000)
