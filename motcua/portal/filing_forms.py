"""What a citizen chooses before filing online, and declares before sending."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.models import Agency
from motcua.dossiers.actions.intake import DELIVERIES
from motcua.dossiers.choices import Delivery
from motcua.filing.choices import ForWhom
from motcua.portal.languages import in_vietnamese
from motcua.procedures.editions import Content
from motcua.ui.inputs import Form

FOR_WHOM = {
    ForWhom.SELF: _("Cho chính mình"),
    ForWhom.PERSON: _("Thay cho người khác: con, người được giám hộ, người ủy quyền cho bạn"),
    ForWhom.ORGANISATION: _("Cho tổ chức, doanh nghiệp, hộ kinh doanh"),
}


class BeginForm(Form):
    """For whom; at which desk, in which case: not asked where there is one answer."""

    for_whom = forms.ChoiceField(
        label=_("Bạn nộp cho ai"), widget=forms.RadioSelect, choices=list(FOR_WHOM.items()), initial=ForWhom.SELF,
        required=False,
    )  # fmt: skip
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)  # of this page: pressed twice it begins one filing
    desk = forms.ChoiceField(label=_("Nơi tiếp nhận"), widget=forms.RadioSelect)
    case = forms.ChoiceField(label=_("Trường hợp của bạn"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: Sequence[Agency], content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {desk.code: desk for desk in desks}
        self.initial["key"] = uuid4()
        self._choose("desk", [(desk.code, in_vietnamese(desk.name)) for desk in desks])
        self._choose("case", [(case.key, in_vietnamese(case.name)) for case in content.cases])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if len(choices) > 1:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial[name] = choices[0][0] if choices else ""

    def inputs(self) -> dict[str, Any]:
        """Return what `begin` takes."""
        chosen = {name: self.cleaned_data[name] or self.initial.get(name, "") for name in ("desk", "case")}
        for_whom = self.cleaned_data["for_whom"] or ForWhom.SELF
        key = self.cleaned_data["key"] or uuid4()
        return {"desk": self.desks.get(chosen["desk"]), "case": chosen["case"], "for_whom": for_whom, "key": key}


DELIVERY_WORDS = {
    Delivery.AT_DESK: _("Nhận tại bộ phận một cửa"),
    Delivery.BY_POST: _("Nhận qua bưu chính"),
    Delivery.ONLINE: _("Nhận bản điện tử"),
}


class SendForm(Form):
    """How the result comes, and the declaration without which nothing is sent."""

    delivery = forms.ChoiceField(
        label=_("Cách nhận kết quả"),
        widget=forms.RadioSelect,
        choices=[(each, DELIVERY_WORDS[each]) for each in DELIVERIES],
    )
    declared = forms.BooleanField(
        label=_(
            "Tôi cam đoan những gì đã khai và giấy tờ gửi kèm là đúng sự thật, và chịu trách nhiệm trước pháp luật."
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"].error_messages["required"] = _("Chọn cách nhận kết quả")
        self.fields["declared"].error_messages["required"] = _("Đánh dấu vào lời cam đoan trước khi nộp")
