"""What is asked of those who watch over personal data."""

from typing import Any

from django import forms

from motcua.agencies.models import Person
from motcua.citizens.choices import Finding, Look
from motcua.ui.inputs import DayField, Form, LineField, ProseField
from motcua.ui.pages import Filters


class WhoLookedForm(Form):
    number = LineField(label="Số định danh, số giấy tờ hoặc mã số thuế", max_length=20)
    why = LineField(label="Để làm gì", max_length=120, help_text="Câu hỏi này cũng được ghi vào nhật ký.")


class CloseAlertForm(Form):
    finding = forms.ChoiceField(label="Kết luận", choices=Finding.choices, widget=forms.RadioSelect)
    note = ProseField(label="Đã hỏi ai, vì sao kết luận như vậy", max_length=2_000)


class LimitForm(Form):
    per_hour = forms.IntegerField(label="Số lượt trong một giờ", min_value=1, max_value=100_000)
    source = LineField(label="Văn bản quyết định", max_length=200)


class LookFilters(Filters):
    q = LineField(label="Tìm người xem", required=False, max_length=100)
    since = DayField(label="Từ ngày", required=False)

    at = "at"

    def filter_q(self, rows: Any, words: str) -> Any:
        return rows.filter(by__person__in=Person.objects.named(words))

    def filter_since(self, rows: Any, day: Any) -> Any:
        return rows.filter(**{f"{self.at}__date__gte": day})


class FileLookFilters(LookFilters):
    at = "seen_at"


KINDS = {"tra-cuu": Look.LOOKUP, "xem-day-du": Look.REVEAL, "tep": Look.FILE}
