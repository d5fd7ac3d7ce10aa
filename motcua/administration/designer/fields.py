"""Fields of the designer's cards: numbers as typed here, days in words, sizes in MB, and texts in each language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.questions.designing.condition_words import Unread, day_of, day_text, number_of
from motcua.questions.designing.outline import Data
from motcua.ui import formats
from motcua.ui.inputs import Form, LineField, ProseField

MEGABYTE = 1_000_000
BUTTONS = ("up", "down", "place")  # where the page begins at a button, not at a field
LANGUAGE_LABELS = {"en": "tiếng Anh"}


class NumberField(forms.Field):
    """A number of JSON, typed as in Vietnam: 1.250,5."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()[:100]
        return _read(number_of, text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value).replace("−", "-") if isinstance(value, int | float) else value


class MegabytesField(NumberField):
    """A size typed in MB, given in bytes."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return None if found is None else round(found * MEGABYTE)

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value / MEGABYTE if isinstance(value, int) else value)


class DayTextField(forms.CharField):
    """A day told by another: 1/7/2025, hôm nay - 18 năm, ma_cau + 60 ngày; gives the words of a form file."""

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        return _read(day_of, text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return day_text(value) if isinstance(value, str) else value


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except Unread as error:
        raise ValidationError(str(error), code="invalid") from error


def plain(value: Any, language: str = "vi") -> str:
    """Return a text of a form in one language."""
    if isinstance(value, Mapping):
        value = value.get(language)
    elif language != "vi":
        value = ""
    return value if isinstance(value, str) else ""


class WordedForm(Form):
    """A form some of whose fields are texts of the designed form, one field for each of its languages."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        self.languages = languages
        super().__init__(*args, **kwargs)

    def add_text(self, name: str, label: str, before: Any, *, long: bool = False, **options: Any) -> None:
        """Add a text with what it says now; `required` asks for the Vietnamese one only."""
        kind = ProseField if long else LineField
        if long:
            options["widget"] = forms.Textarea(attrs={"rows": options.pop("rows", 2)})
        options = {"required": False, "max_length": 500} | options
        asked = f"{'Nhập'} {label[:1].lower()}{label[1:]}"
        self.fields[name] = kind(label=label, initial=plain(before), error_messages={"required": asked}, **options)
        for language in self.languages[1:]:
            words = f"{label} ({LANGUAGE_LABELS.get(language, language)})"
            more = options | {"required": False, "help_text": ""}
            self.fields[f"{name}_{language}"] = kind(label=words, initial=plain(before, language), **more)

    def text(self, name: str, before: Any) -> Any:
        """Return a text as the form's data has it: the one before when nothing was changed, None when it is empty."""
        given = {"vi": self.cleaned_data.get(name) or ""}
        given |= {each: self.cleaned_data.get(f"{name}_{each}") or "" for each in self.languages[1:]}
        if all(text == plain(before, language).strip() for language, text in given.items()):
            return before if before not in ("", {}) else None
        others = {k: v for k, v in before.items() if k not in given} if isinstance(before, Mapping) else {}
        kept: Data = {language: text for language, text in (given | others).items() if text}
        if not given["vi"]:
            return None
        return given["vi"] if list(kept) == ["vi"] else kept

    def pairs(self, *names: str) -> list[Any]:
        """Return the bound fields of texts, every language behind its Vietnamese."""
        wanted = [each for name in names for each in (name, *(f"{name}_{code}" for code in self.languages[1:]))]
        return [self[name] for name in wanted if name in self.fields]


def counted(data: Any, prefix: str, count: int) -> Any:
    """Return what was sent, saying how many rows the page now shows."""
    if data is None or data.get(f"{prefix}-count") == str(count):
        return data
    kept = data.copy()
    kept[f"{prefix}-count"] = str(count)
    return kept


def whole_field(label: str, least: int, most: int, **options: Any) -> forms.Field:
    """Return the field of a whole number that may stay empty."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, widget=widget, **options)


def paper_field(label: str, standing: Any, papers: Sequence[str]) -> forms.Field:
    """Return the field that says which paper of the procedure something brings, by its code or name."""
    told = f"Mã hoặc tên một giấy tờ của thủ tục: {'; '.join(papers)}." if papers else "Thủ tục chưa có giấy tờ nào."
    return LineField(
        label=label, initial=standing if isinstance(standing, str) else "", required=False, max_length=500,
        help_text=told[:1_000],
    )  # fmt: skip
