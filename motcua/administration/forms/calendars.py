"""What is asked of a calendar: a week, an exceptional day, or why it is taken back."""

from datetime import timedelta
from typing import Any

from django import forms

from motcua.administration.calendars import read_sessions, week_of
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import operates
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.ui.inputs import DayField, Form, LineField
from motcua.worktime.calendars import WEEKDAYS
from motcua.worktime.choices import ExceptionKind, Weekday

HINT = "Ví dụ: 07:00-11:30, 13:30-17:00. Dấu * sau một buổi: có tiếp nhận nhưng không tính vào thời hạn. Trống: nghỉ."


class CalendarForm(Form):
    """Knows the unit whose calendar is changed."""

    def __init__(self, *args: Any, by: Post, unit: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.unit = by, unit
        if operates(by, Role.ADMINISTRATOR):
            self.fields["nation"] = forms.BooleanField(
                label="Cho cả nước: mọi đơn vị trên hệ thống", required=False,
                help_text="Chỉ đơn vị vận hành hệ thống đặt được; lịch riêng của từng đơn vị vẫn hơn.",
            )  # fmt: skip

    def concerned(self) -> Agency | None:
        """Whose calendar it is; None: everybody's."""
        return None if self.cleaned_data.get("nation") else self.unit

    def _sessions(self, name: str) -> list[Any]:
        try:
            return read_sessions(self.cleaned_data.get(name, ""), field=name)
        except BadInput as error:
            self.add_error(name, error.message)
            return []


class DayForm(CalendarForm):
    """One date that is not like its weekday."""

    date = DayField(label="Ngày")
    kind = forms.ChoiceField(label="Ngày đó", choices=ExceptionKind)
    works_as = forms.ChoiceField(label="Làm việc như", required=False, choices=[("", "(không)"), *Weekday.choices])
    sessions = LineField(label="Các buổi", required=False, max_length=200, help_text=HINT)
    reason = LineField(label="Lý do", max_length=200)
    source = LineField(label="Văn bản quyết định", max_length=200)
    provisional = forms.BooleanField(label="Tạm tính, chờ văn bản", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == ExceptionKind.WORKS_AS and not given.get("works_as"):
            self.add_error("works_as", "Chọn ngày trong tuần.")
        if given.get("kind") == ExceptionKind.SESSIONS and not given.get("sessions"):
            self.add_error("sessions", "Nhập các buổi.")
        given["read"] = self._sessions("sessions")
        return given

    def inputs(self) -> dict[str, Any]:
        """Return what `set_exception` takes."""
        given = self.cleaned_data
        value = {"off": True, "works_as": given["works_as"], "sessions": given["read"]}[given["kind"]]
        kept = {name: given[name] for name in ("date", "reason", "source", "provisional")}
        return kept | {"agency": self.concerned(), given["kind"]: value}


class WeekForm(CalendarForm):
    """A working week from a day on."""

    valid_from = DayField(label="Áp dụng từ ngày")
    decision = LineField(label="Văn bản quyết định", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = week_of(self.unit, on=today())
        for weekday, (label, text) in zip(WEEKDAYS, now, strict=False):
            self.fields[weekday] = LineField(
                label=label, required=False, max_length=200, initial="" if text == "nghỉ" else text,
                help_text=HINT if weekday == "mon" else "",
            )  # fmt: skip
        self.fields["valid_from"].initial = today() + timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["weekly"] = {day: read for day in WEEKDAYS if (read := self._sessions(day))}
        return given

    def inputs(self) -> dict[str, Any]:
        """Return what `set_week` takes."""
        kept = {name: self.cleaned_data[name] for name in ("valid_from", "decision", "weekly")}
        return kept | {"agency": self.concerned()}


class TakeBackForm(Form):
    """Why an exceptional day or a week is taken back."""

    note = LineField(label="Lý do hoặc văn bản", max_length=300)
