"""What is asked of those who watch over personal data."""

from django import forms

from motcua.citizens.choices import Finding
from motcua.ui.inputs import Form, LineField, ProseField


class WhoLookedForm(Form):
    number = LineField(label="Số định danh, số giấy tờ hoặc mã số thuế", max_length=20)
    why = LineField(label="Để làm gì", max_length=120, help_text="Câu hỏi này cũng được ghi vào nhật ký.")


class CloseAlertForm(Form):
    finding = forms.ChoiceField(label="Kết luận", choices=Finding.choices, widget=forms.RadioSelect)
    note = ProseField(label="Đã hỏi ai, vì sao kết luận như vậy", max_length=2_000)


class LimitForm(Form):
    per_hour = forms.IntegerField(label="Số lượt trong một giờ", min_value=1, max_value=100_000)
    source = LineField(label="Văn bản quyết định", max_length=200)
