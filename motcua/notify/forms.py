"""What the demo's outbox asks."""

from motcua.ui.inputs import Form, LineField


class OutboxForm(Form):
    to = LineField(
        label="Địa chỉ thư hoặc số điện thoại", max_length=254, required=False, help_text="Để trống: mọi người nhận."
    )
