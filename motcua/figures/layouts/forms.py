"""The cards of a layout's draft as forms: one column, and what the layout says of itself."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.core.text import clean
from motcua.dossiers.choices import Channel
from motcua.reports.checking import HEAVIEST, KEY, KINDS, LONGEST, LONGEST_FORM, MOST_IDENTITIES, MOST_MEASURES
from motcua.reports.comparing import identity_words
from motcua.reports.designing import Data, column_at, columns_of, kind_of, put_column, with_kind
from motcua.reports.layouts import ANY, CALENDAR, GROUPS, REGULATED, WAYS
from motcua.reports.vocabulary import COUNT, UNITS, words
from motcua.ui.inputs import DayField, Form, LineField, ProseField

SPARE = 2  # empty lines for more measures
UNIT_NAMES = {unit: name[:1].upper() + name[1:] for unit, name in UNITS.items()}
CUT_OFFS = {CALENDAR: "Theo lịch: tháng, quý, năm", REGULATED: "Theo ngày chốt quy định: từ 15 tháng trước đến 14"}


class KeysField(LineField):
    """Columns named by their keys: “4, 5, 6” or “4 5 6”."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=500, **options)

    def to_python(self, value: Any) -> Any:
        return [key for key in re.split(r"[\s,;+()]+", super().to_python(value)) if key]

    def run_validators(self, value: Any) -> None:
        """A list of words has no length of its own to be checked."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(key) for key in value) if isinstance(value, list) else value


class LinesField(ProseField):
    """Texts, one a line."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), max_length=8_000, **options)

    def clean(self, value: Any) -> Any:
        return [line for each in super().clean(value).splitlines() if (line := clean(each))]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value


class IdentitiesField(LinesField):
    """Identities, one a line: 3 = 4 + 5 + 6."""

    def clean(self, value: Any) -> Any:
        return [self._read(number, line) for number, line in enumerate(super().clean(value), 1)]

    def _read(self, number: int, line: str) -> Data:
        whole, equal, parts = line.partition("=")
        keys = [part.strip(" ()") for part in parts.split("+")]
        if not equal or not all(KEY.fullmatch(key) for key in (whole.strip(" ()"), *keys)):
            raise ValidationError(f"Dòng {number}: viết như 3 = 4 + 5 + 6.", code="invalid")
        if number > MOST_IDENTITIES:
            raise ValidationError(f"Nhiều nhất {MOST_IDENTITIES} đẳng thức.", code="too_many")
        return {"whole": whole.strip(" ()"), "parts": keys}

    def prepare_value(self, value: Any) -> Any:
        given = isinstance(value, list)
        return super().prepare_value([identity_words(each) for each in value] if given else value)


class GeneralForm(Form):
    """What a layout says of itself, and how its columns hold together."""

    name = LineField(label="Tên báo cáo", max_length=LONGEST)
    form = LineField(label="Ký hiệu biểu", max_length=LONGEST_FORM)
    group = forms.ChoiceField(label="Mỗi dòng là một", choices=list(GROUPS.items()))
    counted_when = forms.ChoiceField(
        label="In những dòng có số ở cột", required=False, help_text="Dòng có số 0 ở cột này không in."
    )
    cut_off = forms.ChoiceField(label="Kỳ báo cáo thường dùng", choices=list(CUT_OFFS.items()))
    identities = IdentitiesField(
        label="Đẳng thức phải đúng", rows=4,
        help_text="Mỗi dòng một đẳng thức giữa các cột, như 3 = 4 + 5 + 6. Dòng nào sai được báo đỏ trên báo cáo.",
    )  # fmt: skip
    left = LinesField(label="Khối ký bên trái", rows=3, help_text="Mỗi dòng một dòng in, như Người lập biểu.")
    right = LinesField(
        label="Khối ký bên phải",
        rows=3,
        help_text="Như TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH, mỗi ý một dòng.",
    )
    notes = LinesField(label="Ghi chú dưới bảng", rows=3, help_text="Mỗi dòng một ghi chú.")

    def __init__(self, *args: Any, draft: Data, **kwargs: Any) -> None:
        signature = draft.get("signature") or {}
        begun = {**draft, "left": signature.get("left", []), "right": signature.get("right", [])}
        super().__init__(*args, **kwargs | {"initial": begun})
        self.draft = draft
        choices = [(str(each.get("key")), column_name(each)) for each in columns_of(draft) if "rate" not in each]
        self.fields["counted_when"].choices = [("", "– chọn cột –"), (ANY, "cột bất kỳ"), *choices]  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        """Return the draft as it becomes."""
        given = dict(self.cleaned_data)
        signature = {"left": given.pop("left"), "right": given.pop("right")}
        return {"draft": self.draft | given | {"signature": signature}}


def column_name(column: Mapping[str, Any]) -> str:
    """Return a column as it is chosen among others."""
    above = f"{column['above']}: " if column.get("above") else ""
    return f"({column.get('key')}) {above}{column.get('name', '')}"


class ColumnForm(Form):
    """One column. Which fields it has follows from how it is counted: measures with factors, or other columns.

    `column` is what is shown; a page that only looks (another way of counting, more lines) gives one made of what was
    typed, nothing of it saved.
    """

    name = LineField(label="Tên cột", max_length=LONGEST)
    above = LineField(
        label="Tiêu đề bên trên",
        max_length=LONGEST,
        required=False,
        help_text="Các cột liền nhau cùng tiêu đề được gộp.",
    )
    key = LineField(label="Số hiệu cột", max_length=10)
    kind = forms.ChoiceField(label="Cách tính", choices=list(KINDS.items()))
    unit = forms.ChoiceField(label="Đơn vị tính", choices=list(UNIT_NAMES.items()))

    def __init__(
        self, data: Any = None, files: Any = None, *, draft: Data, key: str, column: Data | None = None, **kwargs: Any
    ) -> None:
        self.draft, self.old = draft, key
        self.column: Data = column or column_at(draft, key) or {"key": key, "name": "", "in_period": {}}
        sent = (data or {}).get("kind", "")
        self.counted = sent if sent in KINDS else kind_of(self.column)
        shown = {"unit": COUNT, **self.column, "kind": self.counted}
        kwargs.pop("initial", None)
        super().__init__(data, initial=shown, **kwargs)
        self.lines = _count_of(data, self._weights())
        if self.counted in WAYS:
            self._add_measures()
        else:
            self._add_columns()

    def _weights(self) -> dict[str, Any]:
        found = self.column.get(self.counted)
        return found if isinstance(found, dict) and self.counted in WAYS else {}

    def _add_measures(self) -> None:
        standing = list(self._weights().items())
        choices = measure_choices({code for code, _ in standing})
        for line in range(self.lines):
            code, weight = standing[line] if line < len(standing) else ("", "")
            self.fields[f"measure{line}"] = forms.ChoiceField(
                label=f"Số đếm {line + 1}", choices=choices, required=False, initial=code
            )
            self.fields[f"weight{line}"] = forms.IntegerField(
                label=f"Hệ số {line + 1}", min_value=-HEAVIEST, max_value=HEAVIEST, required=False, initial=weight,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "1"}),
            )  # fmt: skip
        self.fields["channels"] = forms.MultipleChoiceField(
            label="Chỉ đếm hồ sơ nộp", choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple,
            initial=self.column.get("channels", []), help_text="Không chọn hình thức nào là đếm tất cả.",
        )  # fmt: skip

    def _add_columns(self) -> None:
        share = self.column.get("rate") if isinstance(self.column.get("rate"), dict) else {}
        found = {"sum": self.column.get("sum"), "less": self.column.get("less"), **(share or {})}
        names = (("sum", "Cộng các cột"), ("less", "Trừ các cột"))
        if self.counted == "rate":
            names = (("of", "Tử số: cộng các cột"), ("per", "Mẫu số: cộng các cột"))
        others = ", ".join(f"{each.get('key')} ({each.get('name')})" for each in columns_of(self.draft))
        for name, label in names:
            told = (
                f"Số hiệu các cột, cách nhau bằng dấu phẩy. Biểu có: {others}."[:1000] if name in ("sum", "of") else ""
            )
            self.fields[name] = KeysField(label=label, initial=found.get(name) or [], help_text=told)

    @property
    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The lines of measures: (measure, factor)."""
        for line in range(self.lines if self.counted in WAYS else 0):
            yield self[f"measure{line}"], self[f"weight{line}"]

    @property
    def others(self) -> list[Any]:
        """The fields that name other columns."""
        return [self[name] for name in ("sum", "less", "of", "per") if name in self.fields]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise ValidationError("Số hiệu cột gồm chữ không dấu, số, gạch ngang.", code="invalid")
        if key != self.old and column_at(self.draft, key) is not None:
            raise ValidationError("Đã có cột mang số hiệu này.", code="taken")
        return key

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [given.get(f"measure{line}") for line in range(self.lines) if given.get(f"measure{line}")]
        if len(set(chosen)) < len(chosen):
            raise ValidationError("Một số đếm được chọn hai lần: gộp hệ số lại thành một dòng.", code="twice")
        return given

    def made(self) -> Data:
        """Return the column as it becomes."""
        return column_from(self.cleaned_data, self.counted, self.lines)

    def inputs(self) -> dict[str, Any]:
        """Return the draft as it becomes, and which column was worked on."""
        made = self.made()
        return {"draft": put_column(self.draft, self.old, made), "column": str(made["key"])}


def column_from(given: Mapping[str, Any], counted: str, lines: int) -> Data:
    """Make a column of what was typed and read; what could not be read is as if it were not there."""
    column: Data = {"key": given.get("key") or "", "name": given.get("name") or ""}
    column |= {name: given[name] for name in ("above",) if given.get(name)}
    if given.get("unit", COUNT) != COUNT:
        column["unit"] = given["unit"]
    if counted in WAYS:
        chosen = [(given.get(f"measure{line}"), given.get(f"weight{line}")) for line in range(lines)]
        column[counted] = {code: 1 if weight is None else weight for code, weight in chosen if code}
        return column | ({"channels": list(given["channels"])} if given.get("channels") else {})
    if counted == "rate":
        return column | {"rate": {part: given.get(part) or [] for part in ("of", "per")}}
    return column | {"sum": given.get("sum") or []} | ({"less": given["less"]} if given.get("less") else {})


def _count_of(data: Any, weights: Mapping[str, Any]) -> int:
    """How many lines of measures there are: those sent, or those that stand and some to spare."""
    sent = str((data or {}).get("lines", ""))
    asked = int(sent) if sent.isdecimal() and sent.isascii() and len(sent) < 4 else 0
    return min(max(asked, len(weights) + (0 if asked else SPARE)), MOST_MEASURES)


def measure_choices(standing: set[str]) -> list[Any]:
    """Return the measures in their groups, with those of the column that nobody knows."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for word in words().values():
        groups.setdefault(word.group, []).append((word.code, word.name))
    odd = [(code, f"{code} (không có)") for code in sorted(standing - words().keys())]
    return [("", "– không –"), *odd, *groups.items()]


class Looked(ColumnForm):
    """The card as it looks with what was typed, before anything is saved: another way of counting, more lines."""

    def __init__(self, posted: Any, *, draft: Data, key: str) -> None:
        tried = ColumnForm(posted, draft=draft, key=key)
        tried.is_valid()
        before = column_from(tried.cleaned_data, tried.counted, tried.lines)
        self.trial = before
        standing = column_at(draft, key) or {}
        if kind_of(standing) != tried.counted and not before.get(tried.counted):
            before = before | {tried.counted: with_kind(standing, tried.counted)[tried.counted]}
        more = 5 if posted.get("do") == "more" else 0
        super().__init__(draft=draft, key=key, column=before)
        self.lines = min(max(tried.lines, self.lines) + more, MOST_MEASURES)
        if self.counted in WAYS:
            self._add_measures()


class NewForm(Form):
    """A report of a new code."""

    code = LineField(
        label="Mã biểu", max_length=20,
        help_text="Chữ không dấu, số, dấu chấm, gạch ngang, có ít nhất một chữ số. Ví dụ DP.01a.",
    )  # fmt: skip
    name = LineField(label="Tên báo cáo", max_length=LONGEST)
    like = forms.ChoiceField(label="Bắt đầu từ", required=False)

    def __init__(self, *args: Any, layouts: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layouts = layouts
        choices = [(code, f"{code}: {version.content['name']}") for code, version in layouts.items()]
        self.fields["like"].choices = [("", "Biểu trống"), *choices]  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"code": given["code"], "name": given["name"], "like": self.layouts.get(given["like"])}


class PublishForm(Form):
    """From which day a version holds."""

    valid_from = DayField(label="Áp dụng từ ngày")
