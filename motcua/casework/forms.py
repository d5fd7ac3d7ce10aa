"""Filters and questions of the desk's pages."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q

from motcua.core.text import clean, fold
from motcua.dossiers.choices import State
from motcua.dossiers.models import DossierQuerySet
from motcua.ui.inputs import DayField, Form, LineField
from motcua.ui.pages import Filters


class DossierFilters(Filters):
    q = LineField(label="Tìm hồ sơ", required=False, max_length=120)
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Mọi trạng thái"), *State.choices])
    procedure = LineField(label="Mã thủ tục", required=False, max_length=40)

    def filter_q(self, rows: DossierQuerySet, words: str) -> DossierQuerySet:
        """By the beginning of the code or by all the words of the applicant's name, without marks."""
        named = Q(*[Q(folded__contains=word) for word in fold(words).split()])
        return rows.filter(named | Q(code__startswith=clean(words).upper()))

    def filter_state(self, rows: DossierQuerySet, state: str) -> DossierQuerySet:
        return rows.filter(state=state)

    def filter_procedure(self, rows: DossierQuerySet, code: str) -> DossierQuerySet:
        return rows.filter(procedure_code=code)


class BookForm(Form):
    """Which days of the register book, and how."""

    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày")
    kind = forms.ChoiceField(label="Dạng tệp", choices=[("pdf", "PDF để in"), ("xlsx", "Bảng tính XLSX")])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=366):
            raise forms.ValidationError("Khoảng ngày phải từ 1 ngày đến một năm, ngày đầu trước ngày cuối.")
        return given
