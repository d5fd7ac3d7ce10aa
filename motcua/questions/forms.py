"""The fields of one page of a form, as Django draws them; what they mean the engine reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from motcua.core.text import sort_key
from motcua.questions.choices import Era, Kind
from motcua.questions.definition import Question
from motcua.questions.unit_choices import Unclear, told_by_names, unclear_at
from motcua.questions.units import LEVELS
from motcua.questions.words import VI, WORDS, in_language
from motcua.ui.inputs import ManyFiles

INPUTS: Mapping[Kind, dict[str, str]] = {
    Kind.NUMBER: {"inputmode": "decimal", "class": "day"},
    Kind.MONEY: {"inputmode": "numeric", "class": "dong"},
    Kind.DATE: {"data-day": "true", "class": "day"},
    Kind.PHONE: {"inputmode": "tel", "autocomplete": "tel"},
    Kind.EMAIL: {"inputmode": "email", "autocomplete": "email"},
    Kind.IDENTITY: {"autocapitalize": "characters", "spellcheck": "false"},
}
UNIT_PARTS = ("province", "district", "commune")


class RawField(forms.Field):
    """A field that is drawn; the engine judges what was sent for it."""

    def clean(self, value: Any) -> Any:
        return value


class UnitSelect(forms.Select):
    """A list of units, whose names are Vietnamese whatever language the page speaks."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        return option | {"attrs": option["attrs"] | ({"lang": VI} if value else {})}


class PageForm(forms.Form):
    """The fields of one page, filled with the answers and with the engine's errors at their places."""

    def __init__(self, fields: Mapping[str, forms.Field], data: Mapping[str, Any]) -> None:
        super().__init__(data=data)
        self.fields.update(fields)


def fields_of(
    question: Question, code: str, *, required: bool, language: str = VI, value: Any = None, complain: bool = False
) -> Iterator[tuple[str, forms.Field]]:
    """Yield (name, field) of the inputs of a question: one, of an address one for each part.

    To `complain` of the units of an address is to offer those that may be chosen, in place of what was typed.
    """
    if question.kind == Kind.ADDRESS:
        fields = dict(_address_fields(question, code, required, WORDS[language]))
        yield from (fields | _unit_fields(question, code, WORDS[language], value, complain)).items()
        return
    label = in_language(question.text if question.kind == Kind.DECLARATION else question.label, language)
    help_text = in_language(question.help, language)
    yield code, RawField(label=label, help_text=help_text, required=required, widget=_widget(question, language))


def _widget(question: Question, language: str) -> forms.Widget:
    options = [(option.code, in_language(option.label, language)) for option in question.options]
    words = WORDS[language]
    if question.kind in (Kind.YES_NO, Kind.CHOICE):
        return forms.RadioSelect(choices=options or [("true", words["yes"]), ("false", words["no"])])
    if question.kind == Kind.CHOICES:
        return forms.CheckboxSelectMultiple(choices=options)
    if question.kind == Kind.DECLARATION:
        return forms.CheckboxInput()
    if question.kind == Kind.FILE:
        return ManyFiles(attrs={"multiple": True})
    if question.kind == Kind.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 4})
    return forms.TextInput(attrs={"autocomplete": "off", **INPUTS.get(question.kind, {})})


def _address_fields(
    question: Question, code: str, required: bool, words: Mapping[str, str]
) -> Iterator[tuple[str, forms.Field]]:
    limits = question.limits
    eras = [Era(era) for era in limits.get("eras", [Era.CURRENT])]
    if several_eras(question):
        choices = [(str(era), words[era]) for era in eras]
        yield (
            f"{code}-era",
            RawField(label=words["era"], widget=forms.RadioSelect(choices=choices), required=False),
        )
    for part in parts_of(question):
        alone = len(eras) == 1 and not (part == "line" and limits.get("line", "required") != "required")
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        yield f"{code}-{part}", RawField(label=words[part], widget=widget, required=required and alone)


def _unit_fields(
    question: Question, code: str, words: Mapping[str, str], value: Any, complain: bool
) -> dict[str, forms.Field]:
    """Return the inputs of units: names, Vietnamese, suggested while one types; the unclear one chosen from a list."""
    unclear = unclear_in(question, value) if complain else None
    found: dict[str, forms.Field] = {}
    for part in (part for part in parts_of(question) if part in UNIT_PARTS):
        attrs = {"autocomplete": "off", "lang": VI, "data-unit": part}
        attrs |= {"list": f"units-{era_of(question, value)}"} if part == UNIT_PARTS[0] else {}
        chosen = unclear is not None and unclear.level == part
        widget = _offered(unclear, words) if unclear and chosen else forms.TextInput(attrs=attrs)
        found[f"{code}-{part}"] = RawField(label=words[part], widget=widget, required=chosen)
    return found


def _offered(unclear: Unclear, words: Mapping[str, str]) -> forms.Widget:
    """Return the units to choose from where a name was wrong or unclear, those that may have been meant first."""
    others = sorted((name for name in unclear.names if name not in unclear.like), key=sort_key)
    groups = [(words["like"], unclear.like), (words["all_units"], others)] if unclear.like else [("", others)]
    listed = [(title, [(name, name) for name in names]) for title, names in groups if names]
    written = f"{words['written']} “{unclear.typed[:60]}”. " if unclear.typed else ""
    choices = [("", f"{written}{words['choose']}"), *(listed if unclear.like else listed[0][1])]
    return UnitSelect(choices=choices, attrs={"data-unit": unclear.level})


def unclear_in(question: Question, value: Any) -> Unclear | None:
    """Return where the units of an answered address are unclear, None for abroad and what is no address."""
    era = era_of(question, value)
    if era not in LEVELS or not isinstance(value, dict):
        return None
    return unclear_at(era, {name: text for name, text in value.items() if isinstance(text, str)})


def era_of(question: Question, value: Any) -> Era:
    """Return how an address is written: as its answer says, else as the question asks for it first."""
    eras = [Era(era) for era in question.limits.get("eras", [Era.CURRENT])]
    given = value.get("era") if isinstance(value, dict) else None
    return Era(given) if given in eras else eras[0]


def parts_of(question: Question) -> list[str]:
    """Return the parts of an address that are typed, in the order in which addresses are written down."""
    eras = question.limits.get("eras", [Era.CURRENT])
    inland, before, abroad = any(era != Era.ABROAD for era in eras), Era.BEFORE in eras, Era.ABROAD in eras
    lined = question.limits.get("line", "required") != "none"
    wanted = {"province": inland, "district": before, "commune": inland, "country": abroad, "line": lined}
    return [part for part, asked in wanted.items() if asked]


def data_of(question: Question, code: str, value: Any) -> dict[str, Any]:
    """Return an answer as the inputs of its question show it."""
    if question.kind == Kind.ADDRESS:
        parts = {name: str(text) for name, text in value.items()} if isinstance(value, dict) else {}
        era = era_of(question, value)
        shown = {"era": str(era)} | (told_by_names(era, parts) if era in LEVELS else parts)
        return {f"{code}-{part}": text for part, text in shown.items()}
    if isinstance(value, bool):
        return {code: "true" if value else "false"} if question.kind == Kind.YES_NO else {code: value}
    return {} if value is None or question.kind == Kind.FILE else {code: value}


def place_of(question: Question, name: str, error: str, unclear: Unclear | None = None) -> str:
    """Return the name of the input at which an error of a question is told: of an address the part it is about."""
    if question.kind != Kind.ADDRESS:
        return name
    parts = parts_of(question)
    about = {"no_line": "line", "no_country": "country", "wrong_era": "era"}.get(error, parts[0])
    about = unclear.level if unclear else about
    return f"{name}-{about if about in parts or (about == 'era' and several_eras(question)) else parts[0]}"


def several_eras(question: Question) -> bool:
    """Whether an address may be told in more than one way."""
    return len(question.limits.get("eras", [Era.CURRENT])) > 1
