"""What is asked before an edition is published or cancelled, an adoption ended, a review confirmed."""

from typing import Any

from motcua.core.clock import today
from motcua.ui.inputs import DayField, Form, LineField, ProseField


class PublishForm(Form):
    valid_from = DayField(
        label="Có hiệu lực từ ngày",
        required=False,
        help_text="Để trống: có hiệu lực ngay hôm nay. Ngày sau: hẹn trước. Ngày đã qua: hồ sơ đã nhận không đổi.",
    )
    note = ProseField(label="Ghi chú", required=False, max_length=2_000)


class CancelForm(Form):
    reason = LineField(label="Lý do hủy", max_length=500)


class EndForm(Form):
    last_day = DayField(label="Ngày cuối cùng còn nhận hồ sơ")
    reason = LineField(label="Lý do", max_length=500)
    document = LineField(label="Văn bản (số, ngày)", max_length=200)


class UndoEndForm(Form):
    reason = LineField(label="Lý do bỏ thôi áp dụng", max_length=500)


class ReviewForm(Form):
    finding = LineField(label="Kết quả rà soát", max_length=500)


def published_words(adoption: Any) -> str:
    """Return what to say after publishing."""
    edition = adoption.edition
    said = f"Đã ban hành bản số {edition.number}, có hiệu lực từ {edition.valid_from:%d/%m/%Y}."
    if edition.valid_from >= today():
        return said
    return f"{said} Ngày đó đã qua: hồ sơ đã nhận theo bản trước vẫn theo bản trước."
