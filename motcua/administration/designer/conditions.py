"""A condition filled in as rows: question, comparison, value; joined, denied, in blocks, in the rows of a group."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from motcua.administration.designer.fields import counted
from motcua.questions.choices import FITS, Kind
from motcua.questions.conditions import LISTED
from motcua.questions.designing.condition_rows import (
    ALL,
    ANSWERED,
    ANY,
    ANY_ROW,
    BLOCKS,
    COMPARISONS,
    EVERY_ROW,
    NO_ROW,
    NOT_ALL,
    NOT_ANY,
    NOT_EVERY,
    SAME,
    SILENT,
    Row,
    Rows,
    by_code,
    comparisons_for,
    condition_of_rows,
    option_labels,
    rows_of,
    within_rows,
)
from motcua.questions.designing.condition_words import Teller, Unread, text_of, value_of
from motcua.questions.designing.outline import Data, listed, text_at
from motcua.questions.form_schema import MOST
from motcua.ui.inputs import Form

JOINS = [
    (ALL, "mọi dòng dưới đây đúng"), (ANY, "một dòng dưới đây đúng"), (NOT_ALL, "không phải mọi dòng đều đúng"),
    (NOT_ANY, "không dòng nào đúng"),
]  # fmt: skip
SCOPES = [
    (ANY_ROW, "có hàng mà"), (EVERY_ROW, "hàng nào cũng"), (NO_ROW, "không có hàng nào mà"),
    (NOT_EVERY, "không phải hàng nào cũng"), (SAME, "và cũng hàng ấy (tiếp dòng trên)"),
]  # fmt: skip
ALONE = [("", "đứng riêng"), *((each, f"khối {each}") for each in BLOCKS)]
BLOCK_HINT = (
    "Các dòng cùng khối tính như một dòng: khi cần mọi dòng thì trong khối một dòng đúng là đủ, "
    "khi một dòng là đủ thì trong khối phải đúng cả."
)
BLOCKS_FROM = 3  # lines: of fewer there is nothing to take together
TRUTHS = [("", "Chọn"), ("true", "Có"), ("false", "Không")]
HINT = "Nhiều giá trị thì cách nhau bằng dấu chấm phẩy; =mã để so với câu khác."
MORE = 3


class ConditionForm(Form):
    """One condition. `name` says what it decides; one that is more than rows is told in words and can be taken out.

    What stands in the rows of groups among `questions` can be compared as well.
    """

    join = forms.ChoiceField(label="Khi", choices=JOINS, required=False)
    count = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, *, prefix: str, name: str, questions: list[Data], before: Any, teller: Teller
    ) -> None:
        self.name, self.before, self.opened = name, before, False
        self.groups = within_rows(questions)
        inner = [each for group in questions for each in listed(group, "questions") if isinstance(each, dict)]
        known = [*questions, *(each for each in inner if str(each.get("code")) in self.groups)]
        self.questions = by_code(known)
        self.rows, self.told = self._rows_shown(before), teller.told(before)
        self.numbers = range(self._count(data, prefix))
        sent = counted(_ticked(data, prefix, self.questions), prefix, len(self.numbers))
        super().__init__(data=sent, prefix=prefix)
        if self.rows is None:
            self.fields = {"drop": forms.BooleanField(label="Bỏ điều kiện này", required=False)}
            self.numbers = range(0)
        else:
            self.fields["join"].initial = self.rows.join
            self.fields["count"].initial = len(self.numbers)
        for number in self.numbers:
            self._add_row(number)

    def _rows_shown(self, before: Any) -> Rows | None:
        """Return the rows of a condition, None where one looks in the rows of a group at what does not stand there."""
        rows = rows_of(before)
        astray = (
            any(row.group != self.groups.get(row.question, "") for row in rows.rows if row.group) if rows else False
        )
        return None if astray else rows

    def _count(self, data: Any, prefix: str) -> int:
        standing = len(self.rows.rows) if self.rows else 0
        sent = (data or {}).get(f"{prefix}-count", "")
        count = int(sent) if sent.isdecimal() and len(sent) < 3 else standing + 1
        if data is not None and data.get("do") == f"more:{prefix}":
            self.opened = True
            count += MORE
        return min(max(count, 1), MOST["parts"])

    def _add_row(self, number: int) -> None:
        row = self.rows.rows[number] if self.rows and number < len(self.rows.rows) else Row("", "")
        sent = (self.data or {}).get(f"{self.prefix}-q{number}") if self.is_bound else None
        code = row.question if sent is None else sent
        question = self.questions.get(code, {})
        names = [(each, self._named(each)) for each in self.questions]
        if row.question and row.question not in self.questions:
            names.append((row.question, f"{row.question} (không dùng được ở đây)"))
        ways = [(word, COMPARISONS[word]) for word in (comparisons_for(question) if question else COMPARISONS)]
        if row.comparison and row.question == code and row.comparison not in dict(ways):
            ways.append((row.comparison, COMPARISONS[row.comparison]))
        self.fields[f"q{number}"] = forms.ChoiceField(
            label="Câu hỏi", choices=[("", "Chọn câu hỏi"), *names], initial=row.question, required=False
        )
        self.fields[f"c{number}"] = forms.ChoiceField(
            label="So sánh", choices=ways, initial=row.comparison, required=False
        )
        self._add_value(number, question, row)
        if code in self.groups:
            self.fields[f"s{number}"] = forms.ChoiceField(
                label="Trong các hàng", choices=SCOPES, initial=row.scope or ANY_ROW, required=False
            )
        self.fields[f"n{number}"] = forms.BooleanField(label="không đúng như vậy", initial=row.negated, required=False)
        if len(self.numbers) >= BLOCKS_FROM:
            self.fields[f"b{number}"] = forms.ChoiceField(
                label="Tính cùng", choices=ALONE, initial=row.block, required=False
            )

    def _named(self, code: str) -> str:
        """Return a question as it is offered: code, the group in whose rows it stands, label."""
        place = f"{self.groups[code]} › " if code in self.groups else ""
        return f"{place}{code} · {text_at(self.questions[code], 'label')}"

    def _add_value(self, number: int, question: Data, row: Row) -> None:
        name, value = f"v{number}", row.value
        if labels := option_labels(question):
            ticked = value if isinstance(value, list) else [] if value is None else [value]
            self.fields[name] = forms.MultipleChoiceField(
                label="Giá trị", choices=list(labels.items()), initial=ticked, required=False,
                widget=forms.CheckboxSelectMultiple(),
            )  # fmt: skip
        elif _is_truth(question):
            shown = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else ""
            self.fields[name] = forms.ChoiceField(label="Giá trị", choices=TRUTHS, initial=shown, required=False)
        else:
            self.fields[name] = forms.CharField(
                label="Giá trị", initial="" if value is None else text_of(question, value), required=False,
                max_length=2_000, help_text="" if row.question else HINT,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip

    def full_clean(self) -> None:
        """While lines are only looked at (another question, more lines) nothing is missing in them yet."""
        super().full_clean()
        do = self.data.get("do", "") if self.is_bound else ""
        if do == "look" or do.startswith("more:"):
            self.errors.clear()

    def clean(self) -> dict[str, Any]:
        rows = [row for number in self.numbers if (row := self._row(number))]
        self.said = Rows(self.cleaned_data.get("join") or ALL, tuple(rows))
        return self.cleaned_data

    def _row(self, number: int) -> Row | None:
        code, comparison = self.cleaned_data.get(f"q{number}"), self.cleaned_data.get(f"c{number}") or ""
        if not code:
            return None
        more = self._more(number, code)
        if comparison in (ANSWERED, SILENT):
            return Row(code, comparison, **more)
        question, given = self.questions.get(code, {}), self.cleaned_data.get(f"v{number}")
        try:
            return Row(code, comparison, _valued(question, comparison, given), **more)
        except Unread as error:
            self.add_error(f"v{number}", str(error))
            return None

    def _more(self, number: int, code: str) -> dict[str, Any]:
        """Return what a line says beside its comparison: denied, in which rows, taken together with what."""
        given, group = self.cleaned_data, self.groups.get(code, "")
        scope = (given.get(f"s{number}") or ANY_ROW) if group else ""
        denied, block = bool(given.get(f"n{number}")), given.get(f"b{number}") or ""
        return {"negated": denied, "group": group, "scope": scope, "block": block}

    def condition(self) -> Data | None:
        """Return the condition that the sound form states, None for none."""
        if self.rows is None:
            return None if self.cleaned_data.get("drop") else dict(self.before)
        return condition_of_rows(self.said, self.before)

    @property
    def is_open(self) -> bool:
        """Whether the rows stand open: there are any, something is wrong with them or more were asked for."""
        return bool(self.opened or self.told or (self.is_bound and (self.errors or self.has_changed())))

    @property
    def blocks_told(self) -> str:
        """What it means to stand in a block, "" where there are no blocks to choose."""
        return BLOCK_HINT if len(self.numbers) >= BLOCKS_FROM else ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows as the page draws them: the question, and what follows from it."""
        return [
            {
                "id": f"{self.prefix}-{n}",
                "question": self[f"q{n}"],
                "of": self[f"q{n}"].value() or "",
                "rest": [self[f"{part}{n}"] for part in "scvb" if f"{part}{n}" in self.fields],
                "denied": self[f"n{n}"],
            }
            for n in self.numbers
        ]


def _is_truth(question: Mapping[str, Any]) -> bool:
    kind = question.get("kind")
    return kind in list(Kind) and FITS[Kind(kind)].expression == "truth"


def _valued(question: Data, comparison: str, given: Any) -> Any:
    """Return what was typed, ticked or chosen as JSON has it. Raises Unread."""
    if option_labels(question):
        if not given:
            raise Unread("Chọn lựa chọn để so sánh.")
        if comparison in LISTED:
            return list(given)
        if len(given) > 1:
            raise Unread("Chỉ chọn một; muốn nhiều thì so sánh “là một trong”.")
        return given[0]
    return value_of(question, comparison, given or "")


def _ticked(data: Any, prefix: str, questions: Mapping[str, Data]) -> Any:
    """Return what was sent, with labels that were typed for options as if these had been ticked."""
    if data is None:
        return None
    changed: QueryDict | None = None
    for number in range(MOST["parts"]):
        name = f"{prefix}-v{number}"
        question = questions.get(data.get(f"{prefix}-q{number}", ""), {})
        labels, sent = option_labels(question), data.getlist(name)
        if labels and len(sent) == 1 and sent[0] and sent[0] not in labels:
            changed = changed or data.copy()
            changed.setlist(name, _codes(question, sent[0]))
    return changed or data


def _codes(question: Data, text: str) -> list[str]:
    try:
        return list(value_of(question, "in", text))
    except Unread:
        return [text]
