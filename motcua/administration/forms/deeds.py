"""What every deed at this desk asks: the reason, kept as free text beside the event."""

from typing import Any

from motcua.agencies.models import Post
from motcua.ui.inputs import Form, LineField


class DeedForm(Form):
    """A form that knows who asks and of what; its last question is always the reason."""

    note = LineField(
        label="Lý do hoặc văn bản", max_length=300, help_text="Ví dụ: Quyết định số 12/QĐ-UBND ngày 1/7/2026."
    )

    def __init__(self, *args: Any, by: Post, thing: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.thing = by, thing
        self.order_fields([name for name in self.fields if name != "note"])

    def begins_with(self) -> dict[str, Any]:
        """Return what stands in the form when it is opened."""
        return {}


class ReasonForm(DeedForm):
    """Nothing but the reason."""
