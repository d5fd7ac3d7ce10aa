"""The rows of a page by which the work of somebody away is shared out: of what, to whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from motcua.agencies.models import Post
from motcua.agencies.works import Work
from motcua.ui.inputs import Form

SHARES = 4  # so many kinds of work may be shared out on the page; more through the API


class Sharing(Form):
    """Rows that give a kind of work to somebody else than the rest; `share_among` fills in what is to choose from."""

    def share_among(self, people: Sequence[tuple[int, str]], works: Sequence[Work]) -> None:
        kinds = [(work.key, work.label) for work in works if work.kind]
        fields = [(work.key, work.label) for work in works if not work.kind]
        said = [("", "—"), *([("Loại việc", kinds)] if kinds else []), *([("Lĩnh vực", fields)] if fields else [])]
        for number in range(1, SHARES + 1):
            self.fields[f"work_{number}"] = forms.ChoiceField(label=f"Phần việc {number}", required=False, choices=said)
            self.fields[f"taker_{number}"] = forms.TypedChoiceField(
                label=f"Người làm thay phần việc {number}", required=False, coerce=int, empty_value=None,
                choices=[("", "—"), *people],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(1, SHARES + 1):
            work, taker = given.get(f"work_{number}"), given.get(f"taker_{number}")
            if work and not taker:
                self.add_error(f"taker_{number}", "Chọn người làm thay phần việc này.")
            if taker and not work:
                self.add_error(f"work_{number}", "Chọn phần việc giao cho người này.")
        return given

    def plain(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        return [each for each in self.visible_fields() if not each.name.startswith(("work_", "taker_"))]

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows by which work is shared out: of what, to whom."""
        return [(self[f"work_{number}"], self[f"taker_{number}"]) for number in range(1, SHARES + 1)]

    def is_shared(self) -> bool:
        """Whether something stands in one of the rows."""
        return any(field.value() for row in self.rows() for field in row)

    def shared(self, people: Mapping[int, Post]) -> dict[str, Any]:
        """Return the answers with the rows as `shares`: (kind, mark, post)."""
        given, found = dict(self.cleaned_data), []
        for number in range(1, SHARES + 1):
            work, taker = given.pop(f"work_{number}", ""), given.pop(f"taker_{number}", None)
            if work and taker:
                kind, _, mark = work.partition("|")
                found.append((kind, mark, people[taker]))
        return given | ({"shares": found} if found else {})
