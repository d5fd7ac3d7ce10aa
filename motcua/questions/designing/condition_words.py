"""What a condition compares with, as people type and read it, and conditions told in a sentence. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from motcua.core.text import clean, fold
from motcua.questions.answers import NO, YES
from motcua.questions.choices import FITS, Kind
from motcua.questions.conditions import COUNTED, LISTED, OPERATORS
from motcua.questions.days import WRITTEN, bound_of
from motcua.questions.designing.condition_rows import ALL, ANSWERED, ANY, COMPARISONS, COUNT, option_labels
from motcua.questions.designing.outline import Data, questions_of, text_at
from motcua.questions.form_schema import MOST
from motcua.questions.reading import GREATEST
from motcua.ui import formats

UNITS = {"d": "ngày", "m": "tháng", "y": "năm"}
_SPOKEN = re.compile(r"(.+?)\s*([+-])\s*(\d{1,4})\s*(\w+)")
_BOUND = re.compile(WRITTEN, re.ASCII)
_LETTERS = {"ngay": "d", "thang": "m", "nam": "y", "d": "d", "m": "m", "y": "y"}


class Unread(ValueError):
    """What was typed is nothing that such a question can be compared with; the text says what can."""


def value_of(question: Mapping[str, Any], comparison: str, text: str) -> Any:
    """Read what a question is compared with: a label or code of an option, có or không, a number, a day, `=code`.

    Several are parted by semicolons where a list is compared with. Raises Unread.
    """
    text = clean(text)
    if not text:
        raise Unread("Nhập giá trị để so sánh.")
    if comparison.startswith(COUNT):
        return _rows(text)
    if comparison in LISTED:
        return [_single(question, part) for part in map(clean, text.split(";")) if part]
    if text.startswith("=") and comparison != "includes":
        return {"question": clean(text[1:])}
    return _single(question, text)


def _single(question: Mapping[str, Any], text: str) -> Any:
    if labels := option_labels(question):
        return _option(labels, text)
    kind = question.get("kind")
    reader = _READERS.get(str(FITS[Kind(kind)].expression)) if kind in list(Kind) else None
    return reader(text) if reader else text


def _rows(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > MOST["rows"]:
        raise Unread(f"Ghi số hàng, từ 0 đến {MOST['rows']}.")
    return int(text)


def _option(labels: Mapping[str, str], text: str) -> str:
    if text in labels:
        return text
    wanted = fold(text)
    found = [code for code, label in labels.items() if fold(label) == wanted]
    if len(found) != 1:
        raise Unread(f"Không có lựa chọn “{text}”; hãy ghi một trong: {'; '.join(labels.values())}.")
    return found[0]


def _truth(text: str) -> bool:
    word = fold(text)
    if word not in (*YES, *NO):
        raise Unread("Ghi có hoặc không.")
    return word in YES


def number_of(text: str) -> int | float:
    """Read a number typed as in Vietnam: 1.250,5. Raises Unread."""
    bare = text.replace(" ", "").replace("−", "-")
    if not re.fullmatch(r"-?(\d{1,15}|\d{1,3}(\.\d{3})+)(,\d{1,6})?", bare, re.ASCII):
        raise Unread("Ghi một số, ví dụ 12 hoặc 1.250,5.")
    value = float(bare.replace(".", "").replace(",", "."))
    if abs(value) > GREATEST:
        raise Unread("Số lớn quá mức dùng được.")
    return int(value) if value == int(value) else value


def day_of(text: str) -> str:
    """Read a day: 1/2/2026, hôm nay, hôm nay - 18 năm, or the code of a question on a day + 60 ngày. Raises Unread."""
    if _BOUND.fullmatch(text):
        return _checked(text)
    found = _SPOKEN.fullmatch(text.replace("−", "-")) if len(text) < 100 else None
    letter = _LETTERS.get(fold(found[4])) if found else None
    if found and letter:
        return _checked(f"{_base(found[1])}{found[2]}{found[3]}{letter}")
    return _checked(_base(text))


_DAY_WORDS = "Ghi ngày như 1/2/2026, hôm nay, hôm nay - 18 năm, hoặc mã câu hỏi về ngày."


def _base(text: str) -> str:
    if fold(text) == "hom nay":
        return "today"
    try:
        return formats.read_day(text).isoformat()
    except ValueError:
        return clean(text)


def _checked(text: str) -> str:
    try:
        bound_of(text)
    except ValueError as error:
        raise Unread(_DAY_WORDS) from error
    return text


_READERS: dict[str, Callable[[str], Any]] = {"truth": _truth, "number": number_of, "day": day_of}


def text_of(question: Mapping[str, Any], value: Any) -> str:
    """Return what a question is compared with as `value_of` reads it."""
    if isinstance(value, Mapping):
        return f"={value.get('question', '')}"
    if isinstance(value, list):
        return "; ".join(text_of(question, each) for each in value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return formats.number(value).replace("−", "-")
    day = question.get("kind") == Kind.DATE and _BOUND.fullmatch(str(value))
    return day_text(str(value)) if day else str(value)


def day_text(text: str) -> str:
    """Return a day as people read it: hôm nay - 18 năm, 01/07/2025, ma_cau + 60 ngày."""
    try:
        bound = bound_of(text)
    except ValueError:
        return text
    base = formats.day(bound.base) if isinstance(bound.base, date) else bound.base.replace("today", "hôm nay")
    tail = f" {'+' if bound.amount > 0 else '-'} {abs(bound.amount)} {UNITS[bound.unit]}" if bound.amount else ""
    return base + tail


class Teller:
    """Tells conditions in words, with the names of a form's questions and options."""

    def __init__(self, form: Any) -> None:
        self.questions: dict[str, Data] = {}
        for found in questions_of(form):
            self.questions.setdefault(str(found.question.get("code")), found.question)

    def name(self, code: Any) -> str:
        question = self.questions.get(code) if isinstance(code, str) else None
        return f"“{text_at(question, 'label') or code}”"

    def told(self, condition: Any) -> str:
        """Return a condition in words, "" for none."""
        if not isinstance(condition, Mapping):
            return ""
        for join, words in ((ALL, " và "), (ANY, " hoặc ")):
            if isinstance(condition.get(join), list):
                parts = [self.told(part) for part in condition[join]]
                inner = [
                    f"({told})" if _is_joined(part) else told for told, part in zip(parts, condition[join], strict=True)
                ]
                return words.join(inner)
        if "not" in condition:
            return f"không phải ({self.told(condition['not'])})"
        if "count" in condition:
            return self._counted(condition)
        for word, words in (("any_row", "có hàng của"), ("every_row", "mọi hàng của")):
            if word in condition:
                part = condition.get("where")
                where = f"({self.told(part)})" if _is_joined(part) else self.told(part)
                return f"{words} {self.name(condition[word])} mà {where}"
        return self._compared(condition)

    def _counted(self, condition: Mapping[str, Any]) -> str:
        word = next((name for name in COUNTED if name in condition), "")
        return f"{self.name(condition['count'])} {COMPARISONS.get(COUNT + word, '?')} {condition.get(word)}"

    def _compared(self, condition: Mapping[str, Any]) -> str:
        word = next((name for name in OPERATORS if name in condition), "")
        code = condition.get("question")
        if word == ANSWERED:
            return f"{self.name(code)} {'đã' if condition[word] else 'chưa'} trả lời"
        return f"{self.name(code)} {COMPARISONS.get(word, '?').split(',')[0]} {self._valued(code, condition.get(word))}"

    def _valued(self, code: Any, value: Any) -> str:
        if isinstance(value, Mapping):
            return self.name(value.get("question"))
        if isinstance(value, list):
            return ", ".join(self._valued(code, each) for each in value)
        question = self.questions.get(code, {}) if isinstance(code, str) else {}
        labels = option_labels(question)
        if isinstance(value, str) and value in labels:
            return f"“{labels[value]}”"
        said = text_of(question, value)
        return said.lower() if isinstance(value, bool) else said


def _is_joined(condition: Any) -> bool:
    return isinstance(condition, Mapping) and (ALL in condition or ANY in condition)
