"""Filters and questions of the desk's pages that belong to no action."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core import clock
from motcua.core.text import clean
from motcua.dossiers.choices import PAUSED, Money, State, StepState
from motcua.dossiers.inputs import UnitField
from motcua.dossiers.models import DossierQuerySet, Reply, Step
from motcua.dossiers.unit_figures import NOW, SEEN, of_unit, units_of_lists
from motcua.ui.inputs import DayField, Form, LineField
from motcua.ui.pages import Filters

STATES = [("", "Mọi trạng thái"), *((state.value, state.label) for state in State if state != State.DRAFT)]


UNASSIGNED = Step.objects.filter(state=StepState.OPEN, owner=None, role=Role.SPECIALIST)


class DossierFilters(Filters):
    q = LineField(label="Tìm hồ sơ", required=False, max_length=120)
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=STATES)
    procedure = LineField(label="Mã thủ tục", required=False, max_length=40)
    work = forms.ChoiceField(
        label="Việc",
        required=False,
        choices=[
            ("", "Mọi hồ sơ"),
            ("unassigned", "Chưa giao ai"),
            ("owing", "Chưa thu phí"),
            ("today", "Nhận hôm nay"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Tên, mã hồ sơ, địa chỉ"}

    def filter_q(self, rows: DossierQuerySet, words: str) -> DossierQuerySet:
        """By a code, its beginning or its end, or by words of names and addresses, without marks."""
        return rows.search(words)

    def filter_state(self, rows: DossierQuerySet, state: str) -> DossierQuerySet:
        return rows.filter(state=state)

    def filter_procedure(self, rows: DossierQuerySet, code: str) -> DossierQuerySet:
        return rows.filter(procedure_code=code)

    def filter_work(self, rows: DossierQuerySet, which: str) -> DossierQuerySet:
        """What waits for anyone of a division, or what is still to be paid."""
        if which == "owing":
            return rows.filter(money=Money.DUE)
        if which == "today":
            start = datetime.combine(clock.today(), time(0), tzinfo=clock.LOCAL)
            return rows.filter(received_at__gte=start, received_at__lt=start + timedelta(days=1))
        return rows.filter(Exists(UNASSIGNED.filter(dossier=OuterRef("pk"))))


LATE_REPLIES = (("reply", "Đang chậm trả lời trực tuyến"), ("replies", "Mọi lần chậm trả lời trực tuyến"))


class OverviewFilters(Filters):
    """Of a masked list: nobody is looked for by name in what one may not read."""

    WAITS = ("paused", "Đang dừng đồng hồ")

    q = LineField(label="Tìm theo mã hồ sơ, mã thủ tục", required=False, max_length=60)
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=[*STATES[:1], WAITS, *STATES[1:]])
    late = forms.ChoiceField(
        label="Tiến độ",
        required=False,
        choices=[("", "Mọi tiến độ"), ("open", "Đang quá hạn"), ("all", "Mọi hồ sơ trễ"), *LATE_REPLIES],
    )
    unit = UnitField()
    seen = forms.ChoiceField(label="Tính theo", required=False, choices=SEEN)

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_lists(by)  # type: ignore[attr-defined]

    def filter_q(self, rows: DossierQuerySet, words: str) -> DossierQuerySet:
        code = clean(words).upper()
        return rows.filter(Q(code__contains=code) | Q(procedure_code=code))

    def filter_state(self, rows: DossierQuerySet, state: str) -> DossierQuerySet:
        return rows.filter(state__in=PAUSED) if state == self.WAITS[0] else rows.filter(state=state)

    def filter_late(self, rows: DossierQuerySet, which: str) -> DossierQuerySet:
        if which in dict(LATE_REPLIES):
            replies = Reply.objects.late(clock.now()).filter(dossier=OuterRef("pk"))
            return rows.filter(Exists(replies.waiting() if which == "reply" else replies))
        late: DossierQuerySet = rows.late(clock.now())
        return late.unfinished() if which == "open" else late

    def filter_unit(self, rows: DossierQuerySet, unit: Agency) -> Any:
        return of_unit(rows, unit, seen=self.cleaned_data.get("seen") or NOW)

    def filter_seen(self, rows: DossierQuerySet, seen: str) -> DossierQuerySet:
        """How the list names units and which of a unit it shows; nothing falls out by itself."""
        return rows


class AttachForm(Form):
    """A file for a paper of the dossier."""

    file = forms.FileField(
        label="Tệp giấy tờ",
        help_text="PDF, ảnh, văn bản hoặc bảng tính; hệ thống kiểm tra nội dung tệp trước khi nhận.",
    )


class BookForm(Form):
    """Which days of the register book, and how."""

    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày")
    procedure = LineField(label="Mã thủ tục", required=False, max_length=40, help_text="để trống: mọi thủ tục")
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=STATES)
    unit = UnitField()
    seen = forms.ChoiceField(label="Tính theo", required=False, choices=SEEN)
    kind = forms.ChoiceField(label="Dạng tệp", choices=[("pdf", "PDF để in"), ("xlsx", "Bảng tính XLSX")])

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_lists(by)  # type: ignore[attr-defined]

    def clean_seen(self) -> str:
        return self.cleaned_data["seen"] or NOW

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=366):
            raise forms.ValidationError("Khoảng ngày phải từ 1 ngày đến một năm, ngày đầu trước ngày cuối.")
        return given
