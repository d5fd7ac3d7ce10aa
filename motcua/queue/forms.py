"""What is asked of whoever sets a hall, sends somebody on, or looks at figures."""

from datetime import date
from typing import Any

from django import forms

from motcua.agencies.models import Agency
from motcua.queue import hours
from motcua.queue.actions.rosters import Seat, permitted
from motcua.queue.choices import DeviceKind, LineKind, State
from motcua.queue.fields import fields_at
from motcua.queue.models import Hall, Line, Ticket, Window
from motcua.ui.inputs import DayField, Form, LineField


class OpenForm(Form):
    agency = forms.ModelChoiceField(label="Bộ phận một cửa", queryset=Agency.objects.none())

    def __init__(self, *args: Any, desks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = desks  # type: ignore[attr-defined]


class HallForm(Form):
    priority_run = forms.IntegerField(
        label="Số ưu tiên gọi liền nhau nhiều nhất", min_value=1, max_value=9,
        help_text="Sau chừng ấy số ưu tiên, mỗi quầy gọi một số thường nếu có người chờ.",
    )  # fmt: skip
    opens_before = forms.IntegerField(
        label="Phát số trước buổi làm việc (phút)", min_value=0, max_value=120,
        help_text="Buổi làm việc theo lịch của đơn vị, kể cả sáng Thứ Bảy.",
    )  # fmt: skip


class LineForm(Form):
    letter = LineField(label="Chữ cái", max_length=1, help_text="Đứng trước số: A042.")
    name = LineField(label="Tên trên máy lấy số", max_length=80, help_text="Ví dụ: Hộ tịch, chứng thực.")
    kind = forms.ChoiceField(label="Người dân đến để làm gì", choices=LineKind.choices)
    fields_served = forms.MultipleChoiceField(
        label="Lĩnh vực", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Lĩnh vực của thủ tục đang tiếp nhận tại đây; để trống nếu nhóm việc không theo lĩnh vực.",
    )  # fmt: skip

    def __init__(self, *args: Any, hall: Hall, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(code, code) for code in self.initial.get("fields_served", ())]
        offered = fields_at(hall, on)
        named = {code for code, _ in offered}
        self.fields["fields_served"].choices = [*offered, *(one for one in kept if one[0] not in named)]  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        """What the action asks for."""
        given = dict(self.cleaned_data)
        return given | {"fields": given.pop("fields_served")}


class WindowForm(Form):
    number = forms.IntegerField(label="Số quầy", min_value=1, max_value=99)
    lines = forms.ModelMultipleChoiceField(
        label="Nhóm việc phục vụ", queryset=Line.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, hall: Hall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = hall.lines.in_use()  # type: ignore[attr-defined]


class GroundForm(Form):
    name = LineField(label="Diện ưu tiên", max_length=120, help_text="Ví dụ: Người có công với cách mạng.")
    source = LineField(label="Căn cứ", max_length=200, help_text="Số, ngày văn bản; điều, khoản.")
    valid_from = DayField(label="Từ ngày")


class GroundEndForm(Form):
    valid_to = DayField(label="Đến hết ngày")


class DeviceForm(Form):
    kind = forms.ChoiceField(label="Loại thiết bị", choices=DeviceKind.choices)
    name = LineField(label="Đặt ở đâu", max_length=80, help_text="Ví dụ: Cửa chính, màn hình giữa sảnh.")


class TransferForm(Form):
    line = forms.ModelChoiceField(
        label="Nhóm việc", queryset=Line.objects.none(), required=False, empty_label="Giữ nguyên"
    )
    window = forms.ModelChoiceField(
        label="Thẳng đến quầy", queryset=Window.objects.none(), required=False, empty_label="Quầy nào cũng được",
        help_text="Được gọi trước những người khác ở quầy đó.",
    )  # fmt: skip

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Window.objects.in_use().filter(hall=ticket.hall_id).exclude(pk=ticket.window_id or 0)
        self.fields["line"].queryset = Line.objects.in_use().filter(hall=ticket.hall_id)  # type: ignore[attr-defined]
        self.fields["window"].queryset = others  # type: ignore[attr-defined]


class GiveForm(Form):
    line = forms.ModelChoiceField(label="Nhóm việc", queryset=Line.objects.none(), empty_label=None)
    is_priority = forms.BooleanField(label="Thuộc diện ưu tiên", required=False)
    sent = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, hall: Hall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = hall.lines.in_use()  # type: ignore[attr-defined]


class CopyForm(Form):
    source = DayField(label="Chép từ ngày")


class DayForm(Form):
    ngay = DayField(required=False)


class RosterForm(Form):
    """A choice for each window in each session of a day: `seat_<window>_<start>`."""

    def __init__(self, *args: Any, hall: Hall, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spans = hours.spans_on(hall, day)
        self.windows = list(hall.windows.in_use().order_by("number"))
        self.posts = {post.pk: post for post in permitted(hall, day)}
        choices = [("", "Không mở"), *((str(key), post.person.name) for key, post in self.posts.items())]
        for window in self.windows:
            for span in self.spans:
                label = f"{window}, {span.words}"
                self.fields[f"seat_{window.pk}_{span.start}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False
                )

    def table(self) -> list[tuple[Window, list[Any]]]:
        """Return the windows with their inputs, one for each session."""
        return [
            (window, [self[f"seat_{window.pk}_{span.start}"] for span in self.spans]) for window in self.windows
        ]  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        """What the action asks for."""
        return {"seats": list(self._seats())}

    def _seats(self) -> Any:
        for window in self.windows:
            for span in self.spans:
                if chosen := self.cleaned_data[f"seat_{window.pk}_{span.start}"]:
                    yield Seat(window, span.start, self.posts[int(chosen)])


class PeriodForm(Form):
    """From which day to which; the last seven days when nothing is asked."""

    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến ngày", required=False)


class TicketFilterForm(PeriodForm):
    """What a figure counts, as its address tells."""

    line = forms.IntegerField(required=False)
    window = forms.IntegerField(required=False)
    hour = forms.IntegerField(required=False, min_value=0, max_value=23)
    day = DayField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", ""), *State.choices])
    measured = forms.ChoiceField(required=False, choices=[("", ""), ("waited", "waited"), ("served", "served")])
    priority = forms.BooleanField(required=False)
