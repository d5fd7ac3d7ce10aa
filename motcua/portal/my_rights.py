"""What a citizen asks online about the data that an office keeps of them, in the words of the page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.models import Agency
from motcua.portal.languages import in_vietnamese
from motcua.privacy.choices import ONLINE, Outcome, Right, State
from motcua.ui.inputs import Form, LineField, ProseField

RIGHTS = {
    Right.CORRECTION: _("Sửa dữ liệu"),
    Right.ERASURE: _("Xóa dữ liệu"),
    Right.RESTRICTION: _("Hạn chế xử lý dữ liệu"),
    Right.OBJECTION: _("Phản đối xử lý dữ liệu"),
}
STATES = {
    State.RECEIVED: ("wait", _("Chờ phản hồi")),
    State.ACKNOWLEDGED: ("wait", _("Đã phản hồi, chờ quyết định")),
    State.WORKING: ("soon", _("Đang thực hiện")),
    State.READY: ("new", _("Đã có trả lời")),
    State.CLOSED: ("done", _("Đã xong")),
    State.WITHDRAWN: ("done", _("Bạn đã rút")),
}
OUTCOMES = {Outcome.GRANTED: ("ontime", _("Được đồng ý")), Outcome.REFUSED: ("late", _("Không đồng ý"))}
FIELDS = {
    "name": _("Họ và tên đúng"),
    "identity_number": _("Số giấy tờ đúng"),
    "phone": _("Điện thoại đúng"),
    "email": _("Thư điện tử đúng"),
    "address": _("Địa chỉ đúng"),
}
FATES = {
    "erased": _("Đã xóa"), "kept": _("Được giữ lại"), "given": _("Cung cấp"), "corrected": _("Đã sửa"),
    "restricted": _("Đã hạn chế"),
}  # fmt: skip


class AskForm(Form):
    """Which right, of which office, why; for a correction what is right."""

    right = forms.ChoiceField(
        label=_("Bạn yêu cầu gì"), widget=forms.RadioSelect, choices=[(each, RIGHTS[each]) for each in ONLINE]
    )
    desk = forms.ChoiceField(label=_("Nơi bạn đã nộp hồ sơ"), widget=forms.RadioSelect)
    asked = ProseField(
        label=_("Nội dung yêu cầu"), max_length=2_000, help_text=_("Dữ liệu nào, vì sao; ghi mã hồ sơ nếu có.")
    )

    def __init__(self, *args: Any, desks: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {desk.code: desk for desk in desks}
        self.fields["desk"].choices = [(desk.code, in_vietnamese(desk.name)) for desk in desks]  # type: ignore[attr-defined]
        self.fields["right"].error_messages["required"] = _("Chọn điều bạn yêu cầu")
        self.fields["desk"].error_messages["required"] = _("Chọn nơi bạn đã nộp hồ sơ")
        self.fields["asked"].error_messages["required"] = _("Ghi nội dung yêu cầu")
        if len(desks) == 1:
            self.initial["desk"] = desks[0].code
        for name, label in FIELDS.items():
            self.fields[f"new_{name}"] = LineField(
                label=label, max_length=500, required=False, help_text=_("Chỉ khi yêu cầu sửa mục này.")
            )

    def inputs(self) -> dict[str, Any]:
        """Return what `privacy.actions.ask` takes."""
        given = self.cleaned_data
        return {
            "right": given["right"], "desk": self.desks.get(given["desk"]), "asked": given["asked"],
            "wanted": {name: given[f"new_{name}"] for name in FIELDS},
        }  # fmt: skip


def line_of(found: Any) -> dict[str, Any]:
    """Return a request as a list or a page shows it."""
    tone, state = STATES[State(found.state)]
    outcome = OUTCOMES.get(found.outcome)
    results = [each | {"fate": FATES[each["fate"]]} for each in found.results]
    wanted = [(FIELDS[name], value) for name, value in (found.wanted or {}).items()]
    return {
        "found": found, "right": RIGHTS[Right(found.right)], "tone": tone, "state": state, "outcome": outcome,
        "results": results, "wanted": wanted,
    }  # fmt: skip
