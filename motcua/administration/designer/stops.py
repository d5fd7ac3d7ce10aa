"""The stops of a question on its card: who answers so cannot apply, why, and by which rule."""

from typing import Any

from django import forms

from motcua.administration.designer.conditions import ConditionForm
from motcua.administration.designer.fields import WordedForm
from motcua.questions.designing.condition_words import Teller
from motcua.questions.designing.outline import Data, listed
from motcua.questions.form_schema import MOST


class StopForm(WordedForm):
    """One stop; one whose reason is emptied, or that is ticked to be taken out, is none."""

    def __init__(
        self, data: Any, *, number: int, before: Data, languages: list[str], questions: list[Data], teller: Teller
    ) -> None:
        self.before, self.number, self.opened = before, number, False
        super().__init__(data=data, prefix=f"stop{number}", languages=languages)
        self.add_text("reason", "Lý do nói với người khai", before.get("reason"), long=True)
        self.add_text("basis", "Căn cứ", before.get("basis"))
        if before:
            self.fields["drop"] = forms.BooleanField(label="Bỏ điều kiện dừng này", required=False)
        self.when = ConditionForm(
            data,
            prefix=f"stop{number}-when",
            name="Dừng khi",
            questions=questions,
            before=before.get("if"),
            teller=teller,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.when.is_valid() or given.get("drop"):
            return given
        stands = bool(self.when.condition())
        if given.get("reason") and not stands:
            self.add_error("reason", "Chọn câu hỏi và giá trị ở “Dừng khi”.")
        elif stands and not given.get("reason"):
            self.add_error("reason", "Nhập lý do nói với người khai.")
        return given

    @property
    def is_kept(self) -> bool:
        return bool(self.cleaned_data.get("reason") and not self.cleaned_data.get("drop"))

    def stop(self) -> Data:
        """Return the stop as the sound form states it."""
        values = {"if": self.when.condition()}
        values |= {name: self.text(name, self.before.get(name)) for name in ("reason", "basis")}
        return {name: value for name, value in (self.before | values).items() if value is not None}

    @property
    def is_open(self) -> bool:
        return bool(
            self.opened or self.before or (self.is_bound and (self.has_changed() or self.errors)) or self.when.opened
        )

    @property
    def texts(self) -> list[Any]:
        return self.pairs("reason", "basis") + ([self["drop"]] if "drop" in self.fields else [])


def stops_of(
    data: Any, question: Data, *, languages: list[str], questions: list[Data], teller: Teller
) -> list[StopForm]:
    """Return the stops of a question, which may look at itself, and an empty one as long as there is room."""
    standing = [each for each in listed(question, "stop_if") if isinstance(each, dict)]
    known = [*questions, question]
    wanted = [*standing, {}][: MOST["stops"]]
    return [
        StopForm(data, number=number, before=before, languages=languages, questions=known, teller=teller)
        for number, before in enumerate(wanted)
    ]
