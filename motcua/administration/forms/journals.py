"""Filters of the journals: who, what, from when to when, about which dossier."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from motcua.administration.journals import MOMENT
from motcua.core.actions import registered
from motcua.core.clock import LOCAL
from motcua.core.stories import label_of
from motcua.core.text import clean
from motcua.ui.inputs import DayField, LineField
from motcua.ui.pages import Filters

PREFIXES = {"ho-so": "dossier.", "don-vi": "agency.", "can-bo": "person.", "vi-tri": "post.", "thu-tuc": "adoption.",
            "tuan": "worktime.", "ngay": "worktime.", "mau-in": "letterhead."}  # fmt: skip


class JournalFilters(Filters):
    moment = "happened_at"
    q = LineField(label="Người làm", required=False, max_length=100)
    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)

    def filter_q(self, rows: Any, words: str) -> Any:
        for word in words.split():
            rows = rows.filter(by__person__name__icontains=word)
        return rows

    def filter_first(self, rows: Any, day: Any) -> Any:
        return rows.filter(**{f"{self.moment}__gte": datetime.combine(day, time(0), tzinfo=LOCAL)})

    def filter_last(self, rows: Any, day: Any) -> Any:
        return rows.filter(**{f"{self.moment}__lt": datetime.combine(day + timedelta(days=1), time(0), tzinfo=LOCAL)})


class ActFilters(JournalFilters):
    action = forms.ChoiceField(label="Việc", required=False)
    code = LineField(label="Mã hồ sơ", required=False, max_length=60)

    def __init__(self, data: Any = None, *, kind: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        codes = sorted(code for code in registered if code.startswith(PREFIXES[kind]))
        self.fields["action"].choices = [("", "Mọi việc"), *((code, label_of(code)) for code in codes)]  # type: ignore[attr-defined]
        if kind != "ho-so":
            del self.fields["code"]

    def filter_action(self, rows: Any, code: str) -> Any:
        return rows.filter(action=code)

    def filter_code(self, rows: Any, code: str) -> Any:
        return rows.filter(subject__code=clean(code).upper())


class LookFilters(JournalFilters):
    def __init__(self, data: Any = None, *, kind: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.moment = MOMENT[kind]
        self.fields["q"].label = "Người xem"
        self.fields["why"] = LineField(label="Mã hồ sơ hoặc lý do", required=False, max_length=60)

    def filter_why(self, rows: Any, text: str) -> Any:
        return rows.filter(why__icontains=clean(text))
