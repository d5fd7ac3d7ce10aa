"""What is asked about messages out: words, hours."""

from typing import Any

from django import forms

from motcua.administration.forms.deeds import DeedForm
from motcua.notify.choices import Channel
from motcua.notify.notices import Notice
from motcua.ui.inputs import LineField, ProseField


class TextForm(DeedForm):
    heading = LineField(label="Tiêu đề", max_length=150)
    body = ProseField(label="Nội dung", max_length=4_000)

    def __init__(self, *args: Any, notice: Notice, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [f"{{{name}}}: {place.label}" for name, place in notice.places.items()]
        self.fields["body"].help_text = f"Chỗ điền dùng được: {'; '.join(known)}. Chữ khác gửi đúng như đã gõ."
        self.fields["body"].widget.attrs["rows"] = 10
        if channel != Channel.EMAIL:
            del self.fields["heading"]

    def words(self) -> dict[str, str]:
        """Return what is tried."""
        return {"heading": self.cleaned_data.get("heading", ""), "body": self.cleaned_data["body"]}

    def inputs(self) -> dict[str, Any]:
        """Return what `write_text` and `change_text` take."""
        return self.words() | {"note": self.cleaned_data["note"]}


class RulesForm(DeedForm):
    quiet_from = forms.TimeField(
        label="Giờ yên lặng từ",
        widget=forms.TimeInput(format="%H:%M"),
        help_text="Ví dụ 21:00. Hai giờ như nhau: không có.",
    )
    quiet_until = forms.TimeField(
        label="đến",
        widget=forms.TimeInput(format="%H:%M"),
        help_text="Ví dụ 7:00. Mã đăng nhập gửi vào giờ nào cũng được.",
    )
    tries = forms.IntegerField(label="Gửi hỏng bao nhiêu lần thì thôi", min_value=1, max_value=20)
    marked_sms = forms.BooleanField(label="SMS có dấu", required=False, help_text="Tin có dấu dài hơn gấp đôi.")
    kept_days = forms.IntegerField(label="Giữ nội dung tin bao nhiêu ngày", min_value=1, max_value=3_650)
