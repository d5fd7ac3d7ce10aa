"""The options of a choice on its card: named, put in order, taken out; their codes made or typed."""

from typing import Any

from django import forms
from django.http import QueryDict

from motcua.administration.designer.fields import WordedForm, counted, plain
from motcua.questions.designing.coding import fresh_code, is_code
from motcua.questions.designing.outline import Data, listed
from motcua.questions.form_schema import MOST
from motcua.ui.inputs import LineField

BLANK, MORE = 2, 5
PREFIX = "option"
VERBS = {"option-up": -1, "option-down": 1, "option-remove": 0}


class OptionsForm(WordedForm):
    """The options of one question, each with its label, code and help; empty rows are none."""

    count = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, question: Data, languages: list[str]) -> None:
        self.options = [each for each in listed(question, "options") if isinstance(each, dict)]
        self.known = {str(each.get("code")): each for each in self.options}
        self.numbers = range(self._count(data))
        super().__init__(data=counted(data, PREFIX, len(self.numbers)), prefix=PREFIX, languages=languages)
        self.fields["count"].initial = len(self.numbers)
        for number in self.numbers:
            self._add_row(number)

    def _count(self, data: Any) -> int:
        sent = (data or {}).get(f"{PREFIX}-count", "")
        count = int(sent) if sent.isdecimal() and len(sent) < 4 else len(self.options) + BLANK
        if data is not None and data.get("do") == "option-more":
            count += MORE
        return min(count, MOST["options"])

    def _add_row(self, number: int) -> None:
        option = self.options[number] if number < len(self.options) else {}
        spoken = f"lựa chọn {number + 1}"
        self.add_text(f"label{number}", f"Tên {spoken}", option.get("label"))
        self.fields[f"code{number}"] = LineField(
            label=f"Mã {spoken}", initial=option.get("code", ""), required=False, max_length=63
        )
        self.add_text(f"help{number}", f"Giải thích {spoken}", option.get("help"))
        self.fields[f"was{number}"] = forms.CharField(
            required=False, widget=forms.HiddenInput(), initial=option.get("code", "")
        )

    def clean(self) -> dict[str, Any]:
        self.made: list[Data] = []
        self.names: dict[str, str] = {}
        for number in self.numbers:
            self._take(number)
        return self.cleaned_data

    def _take(self, number: int) -> None:
        given = {name: self.cleaned_data.get(f"{name}{number}") or "" for name in ("label", "code", "was")}
        if not given["label"]:
            if given["code"] and given["code"] != given["was"]:
                self.add_error(f"label{number}", "Nhập tên lựa chọn.")
            return
        before = self.known.get(given["was"], {})
        code = given["code"] or fresh_code(given["label"], {option["code"] for option in self.made}, otherwise="muc")
        if not is_code(code):
            self.add_error(f"code{number}", "Mã chỉ gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ.")
        if code in {option["code"] for option in self.made}:
            self.add_error(f"code{number}", "Mã này đã có ở lựa chọn khác.")
        help_text = self.text(f"help{number}", before.get("help"))
        option = before | {"code": code, "label": self.text(f"label{number}", before.get("label"))}
        self.made.append({k: v for k, v in (option | {"help": help_text}).items() if v is not None})
        if before and given["was"] != code:
            self.names[given["was"]] = code

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows as the page draws them: fields, buttons (label, value, spoken)."""
        return [self._line(number) for number in self.numbers]

    def _line(self, number: int) -> dict[str, Any]:
        label = self[f"label{number}"].value() or plain(None)
        wanted = [("Lên", "up")] * (number > 0) + [("Xuống", "down")] * (number + 1 < len(self.numbers))
        buttons = [
            (words, f"option-{verb}:{number}", f"{words}: lựa chọn {number + 1}, {label}") for words, verb in wanted
        ]
        remove = ("Bỏ", f"option-remove:{number}", f"Bỏ lựa chọn {number + 1}, {label}")
        return {
            "number": number + 1, "named": bool(label), "hidden": [self[f"was{number}"]],
            "labels": self.pairs(f"label{number}"), "code": self[f"code{number}"], "helps": self.pairs(f"help{number}"),
            "buttons": [*buttons, remove] if label else [],
        }  # fmt: skip


def rearranged(data: QueryDict, languages: list[str]) -> tuple[QueryDict, str]:
    """Do what a button beside the options asks; return the page as sent, rearranged, and the field to go on with."""
    verb, _, at = data.get("do", "").partition(":")
    count = data.get(f"{PREFIX}-count", "")
    if verb not in VERBS or not (at.isdecimal() and count.isdecimal() and len(at + count) < 7) or int(at) >= int(count):
        return data, ""
    names = [f"{each}{tail}" for each in ("label", "help") for tail in ("", *(f"_{code}" for code in languages[1:]))]
    keys = [(base, tail) for base, _, tail in (name.partition("_") for name in (*names, "code", "was"))]
    rows = [[data.get(_name(base, n, tail), "") for base, tail in keys] for n in range(int(count))]
    place, to = int(at), min(max(int(at) + VERBS[verb], 0), int(count) - 1)
    row = rows.pop(place)
    rows.insert(to if VERBS[verb] else len(rows), row if VERBS[verb] else ["" for _ in row])
    kept = data.copy()
    for n, values in enumerate(rows):
        for (base, tail), value in zip(keys, values, strict=True):
            kept[_name(base, n, tail)] = value
    return kept, f"label{to}"


def _name(base: str, number: int, tail: str) -> str:
    return f"{PREFIX}-{base}{number}" + (f"_{tail}" if tail else "")
