"""The queue of records under damaged codes: which wait, what each may mean, what is said of it."""

import re
from typing import Any

from django import forms
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.text import fold
from motcua.procedures.actions.settling import settle_code, settle_code_again
from motcua.procedures.codes import read_code
from motcua.procedures.models import CodeAnswer, ImportRow, NationalProcedure, damaged
from motcua.procedures.models.damage import MOST_NAME
from motcua.procedures.models.national import with_words
from motcua.ui.inputs import Form, LineField
from motcua.ui.pages import Filters

OTHER, NOT_TAKEN = "khac", "khong-nhan"
MOST_NEAR = 5
GUESSED = re.compile(r"có thể là (\d\.\d{6})")
STATES = [("", "Chờ kết luận"), ("answered", "Đã kết luận"), ("all", "Tất cả")]


class DamageFilters(Filters):
    q = LineField(label="Tìm mã hỏng", required=False, max_length=120)
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Mã như nguồn ghi, tên"}

    def narrow(self, rows: Any) -> Any:
        found: Any = super().narrow(rows)
        return found if self.cleaned_data.get("state") else found.filter(is_answered=False)

    def filter_q(self, rows: Any, words: str) -> Any:
        return rows.filter(code__startswith=words) | rows.filter(name__icontains=words)

    def filter_state(self, rows: Any, state: str) -> Any:
        return rows.filter(is_answered=True) if state == "answered" else rows


def waiting() -> int:
    """Return how many damaged codes wait for a person."""
    return damaged().filter(is_answered=False).count()  # type: ignore[misc]  # annotated


def guess_of(row: ImportRow) -> str:
    """Return the code that the import guessed, "" for none: it may have seen the whole one in an address."""
    told = GUESSED.search(" ".join(row.reasons))
    return told[1] if told else read_code(row.code).suggestion


def near(row: ImportRow) -> list[NationalProcedure]:
    """Return the procedures that the row may mean: with the guessed code, of the same name, of a near one."""
    rows = NationalProcedure.objects.order_by("code")
    guessed, same = rows.filter(code=guess_of(row)), rows.filter(with_words(row.name)).filter(abolished_on=None)
    words = [word for word in fold(row.name).split() if word.isalnum()][:12]
    alike = NationalProcedure.objects.near_words(words)
    found = {one.pk: one for one in [*guessed[:2], *same[:MOST_NEAR], *alike[:MOST_NEAR]]}
    return list(found.values())[:MOST_NEAR]


def answer_of(row: ImportRow) -> CodeAnswer | None:
    """Return what was said of the row's code, if anything was."""
    return CodeAnswer.objects.filter(written=row.code, name=row.name[:MOST_NAME]).select_related("procedure").first()


class CodeForm(Form):
    """Whose a damaged code is."""

    meant = forms.ChoiceField(label="Thủ tục đúng", widget=forms.RadioSelect)
    code = LineField(
        label="Mã thủ tục khác", required=False, max_length=60, help_text="Khi chọn “Thủ tục khác”: ghi mã đầy đủ."
    )
    reason = LineField(
        label="Lý do", required=False, max_length=500, help_text="Không nhận thì phải ghi; nhận thì nên ghi."
    )

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.code} – {one.name[:160]}") for one in near(row)]
        others = [(OTHER, "Thủ tục khác"), (NOT_TAKEN, "Không nhận dòng này")]
        self.fields["meant"].choices = [*dict(choices).items(), *others]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("meant") == OTHER and not given.get("code"):
            self.add_error("code", "Nhập mã thủ tục đúng.")
        return given

    def inputs(self) -> dict[str, Any]:
        given = self.cleaned_data
        code = {OTHER: given["code"], NOT_TAKEN: ""}.get(given["meant"], given["meant"])
        return {"code": code, "reason": given["reason"]}


def settle(row: ImportRow, answer: CodeAnswer | None, *, by: Post, **given: Any) -> CodeAnswer:
    """Say whose a damaged code is, for the first time or anew."""
    done: CodeAnswer = settle_code_again(answer, by=by, **given) if answer else settle_code(by=by, row=row, **given)
    return done


def page_of(row: ImportRow, answer: CodeAnswer | None) -> dict[str, Any]:
    """Return what the page of one damaged code shows."""
    events = answer.events.select_related("by__person").order_by("-pk") if answer else []
    return {
        "row": row, "answer": answer, "events": list(events), "lead": row.name,
        "cancel_url": reverse("administration:national_damaged"),
    }  # fmt: skip
