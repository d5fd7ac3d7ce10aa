"""What the demo's outbox asks."""

from django.utils.translation import gettext_lazy as _

from motcua.ui.inputs import Form, LineField


class OutboxForm(Form):
    to = LineField(
        label=_("Địa chỉ thư hoặc số điện thoại"),
        max_length=254,
        required=False,
        help_text=_("Để trống: mọi người nhận."),
    )
