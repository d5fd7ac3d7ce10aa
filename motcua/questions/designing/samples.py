"""Sample answers made for a form, so that whoever designs it sees the way to its end. Pure.

Invented and always the same: the first choice that does not end the way, days and numbers inside their limits.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.questions.answers import TYPES, Setting, Wrong, answer_of, told
from motcua.questions.choices import Era, Kind
from motcua.questions.conditions import Compare, comparisons
from motcua.questions.definition import Form, Question
from motcua.questions.running import Outcome, Runner
from motcua.questions.units import LEVELS

WORDS = {Kind.EMAIL: "nguoi.khai@example.vn", Kind.PHONE: "0912345678", Kind.LONG_TEXT: "Nội dung mẫu."}
NUMBERS = {"person": "046099012345", "citizen": "046099012345", "organisation": "0100109106"}
UNITS = {
    Era.CURRENT: {"province": "01", "commune": "00004"},
    Era.BEFORE: {"province": "01", "district": "001", "commune": "00001"},
    Era.ABROAD: {"country": "Lào"},
}
TEXTS = ("Nguyễn Thị Mẫu", "Mẫu", "12", "12345", "ABC", "abc", "A1", "a", "1")
DIGITS = "123456789012"
MOST_ROUNDS = 400


def sample_answers(form: Form, today: date) -> dict[str, Any]:
    """Return answers that lead as far as they can; what no sample fits stays without an answer."""
    runner = Runner(form)
    answers: dict[str, Any] = {}
    given_up: set[str] = set()
    for _ in range(MOST_ROUNDS):
        outcome = runner.run(answers, today=today)
        asked = next((each for each in _open(form, outcome) if each.code not in given_up), None)
        if asked is None:
            break
        found = _fitting(runner, answers, asked, today)
        if found is None:
            given_up.add(asked.code)
        else:
            answers[asked.code] = found
    return answers


def _open(form: Form, outcome: Outcome) -> Iterator[Question]:
    """Yield what is asked and has no value yet."""
    for _, question in form.questions():
        silent = question.code in outcome.visible and question.code not in outcome.values
        if silent and question.kind != Kind.INFORMATION and question.computed is None:
            yield question


def _fitting(runner: Runner, answers: Mapping[str, Any], question: Question, today: date) -> Any:
    """Return the first candidate that is taken and does not stop the way, else one that stops it, else None."""
    stopping = None
    for candidate in _candidates(question, answers, today):
        outcome = runner.run({**answers, question.code: candidate}, today=today)
        own = [at for at in outcome.errors if at.partition(".")[0] == question.code]
        if question.code in outcome.values and not own:
            if outcome.stop is None:
                return candidate
            stopping = candidate if stopping is None else stopping
    return stopping


def _candidates(question: Question, answers: Mapping[str, Any], today: date) -> Iterator[Any]:
    limits = question.limits
    if question.kind == Kind.YES_NO:
        yield from (True, False)
    elif question.kind == Kind.DECLARATION:
        yield True
    elif question.kind == Kind.CHOICE:
        yield from (option.code for option in question.options)
    elif question.kind == Kind.CHOICES:
        codes, least = [option.code for option in question.options], limits.get("min_choices", 1)
        yield from (codes[at : at + least] for at in range(len(codes) - least + 1))
    elif question.kind in (Kind.NUMBER, Kind.MONEY):
        yield from _numbers(question)
    elif question.kind == Kind.DATE:
        yield from _days(question, answers, today)
    elif question.kind == Kind.GROUP:
        yield from _rows(question, answers, today)
    else:
        yield from _written(question)


def _numbers(question: Question) -> Iterator[Any]:
    least, most = question.limits.get("min"), question.limits.get("max")
    first = 1_000_000 if question.kind == Kind.MONEY else 1
    yield from (each for each in (first, least, most, 0) if each is not None)
    named = [
        each.value for stop in question.stops for each, _ in comparisons(stop.condition) if isinstance(each, Compare)
    ]
    for value in named:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield from (told(Decimal(value) + step) for step in (0, 1, -1))


def _days(question: Question, answers: Mapping[str, Any], today: date) -> Iterator[str]:
    def look(code: str) -> Any:
        value = answers.get(code)
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None

    bounds = [bound.day(today, look) for bound in question.bounds.values()]
    near = [date(today.year - 30, 6, 15), today, *(day for day in bounds if day), date(today.year + 1, 1, 15)]
    yield from (day.isoformat() for day in near)


def _rows(question: Question, answers: Mapping[str, Any], today: date) -> Iterator[Any]:
    """One row, or as few as must be, each with what fits its questions one by one."""
    setting = Setting(today, lambda code: None)
    row: dict[str, Any] = {}
    for inner in question.questions:
        if inner.computed is None and inner.kind != Kind.INFORMATION:
            fitting = (each for each in _candidates(inner, answers, today) if _fits(inner, each, setting))
            value = next(fitting, None)
            row |= {} if value is None else {inner.code: value}
    yield [row] * question.limits.get("min_rows", 1)


def _fits(question: Question, candidate: Any, setting: Setting) -> bool:
    try:
        return answer_of(question, candidate, setting) is not None
    except Wrong:
        return False


def _written(question: Question) -> Iterator[Any]:
    limits = question.limits
    if question.kind == Kind.IDENTITY:
        yield NUMBERS[limits.get("of", "person")]
    elif question.kind == Kind.ADDRESS:
        era = Era(limits.get("eras", [Era.CURRENT])[0])
        line = {} if limits.get("line", "required") == "none" else {"line": "12 phố Mẫu"}
        yield {"era": str(era)} | {level: UNITS[era][level] for level in LEVELS.get(era, ("country",))} | line
    elif question.kind == Kind.FILE:
        ending = limits.get("types", ["pdf"])[0]
        file = {"file": "sample", "name": f"mau.{ending}", "size": 1_000, "type": TYPES[ending]}
        yield [file] * limits.get("min_files", 1)
    elif question.kind in WORDS:
        yield WORDS[question.kind].ljust(limits.get("min_length", 0), "x")[: limits.get("max_length", 200)]
    else:
        yield from TEXTS
        yield from (DIGITS[:length] for length in range(1, 13))
        yield "x" * limits.get("min_length", 1)
