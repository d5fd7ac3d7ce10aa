"""What in a form of good shape means nothing: codes, references, types, limits, words. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from motcua.questions.answers import DEFAULT_FILES, DEFAULT_LENGTH, DEFAULT_ROWS, matcher
from motcua.questions.choices import ACCOUNT, AUTHORISATION, FOR_WHOM, KIND_LABELS, Kind
from motcua.questions.comparing import comparison_problems, day_problems, seen
from motcua.questions.definition import Fee, Form, Prefill, Question
from motcua.questions.expressions import DAY, FUNCTIONS, NUMBER, TEXT, TRUTH, TYPE_LABELS, ExpressionError, type_of
from motcua.questions.order import conditions_of
from motcua.questions.reading import GREATEST
from motcua.questions.scope import EVERYTHING, Here, Scope, View
from motcua.questions.syntax import Node
from motcua.questions.wording import Problem

RESERVED = {"today", "and", "or", "not", "true", "false", *FUNCTIONS}
COMPUTED_TYPES = {Kind.TEXT: TEXT, Kind.NUMBER: NUMBER, Kind.MONEY: NUMBER, Kind.DATE: DAY, Kind.YES_NO: TRUTH}
SAMPLE_DAY = date(2026, 6, 15)


def meaning_problems(form: Form) -> list[Problem]:
    """Return what means nothing, codes first, then in the order of the form."""
    if found := [*_codes(form)]:
        return found
    scope = Scope(form)
    for section in form.sections:
        if section.show:
            found += comparison_problems(section.show, Here(scope, scope.at_section(section), section.code))
    for _, question, _ in form.every_question():
        found += _question(question, scope)
    for fee in form.fees:
        found += _fee(fee, scope)
    return list(dict.fromkeys([*found, *_languages(form)]))


def _codes(form: Form) -> Iterator[Problem]:
    questions = [question for _, question, _ in form.every_question()]
    yield from _twice((question.code for question in questions), "câu hỏi")
    yield from _twice((section.code for section in form.sections), "phần")
    yield from _twice((fee.code for fee in form.fees), "dòng phí")
    for question in questions:
        for code in _repeated(option.code for option in question.options):
            yield Problem(question.code, "duplicate_option", f"Lựa chọn “{code}” có hai lần.")
        if question.code in RESERVED:
            yield Problem(question.code, "reserved_code", f"“{question.code}” là từ của biểu thức, không làm mã được.")
    for code in (*(each.code for each in questions), *(each.code for each in form.sections)):
        if code == AUTHORISATION or code.startswith(FOR_WHOM):
            yield Problem(code, "reserved_code", f"Mã “{code}” dành cho phần hỏi nộp thay cho ai.")
    if all(question.kind == Kind.INFORMATION for question in questions):
        yield Problem(None, "nothing_asked", "Biểu mẫu không hỏi gì.")


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1]


def _twice(codes: Iterable[str], thing: str) -> Iterator[Problem]:
    for code in _repeated(codes):
        yield Problem(code, "duplicate_code", f"Mã {thing} “{code}” dùng hai lần.")


def _question(question: Question, scope: Scope) -> Iterator[Problem]:
    at = question.code
    here = Here(scope, scope.before(at), at)
    for condition in conditions_of(question):
        yield from comparison_problems(condition, here)
    for stop in question.stops:
        yield from comparison_problems(stop.condition, Here(scope, scope.upto(at), at))
    for bound in question.bounds.values():
        if bound.question:
            yield from day_problems(bound.question, here)
    if question.computed is not None:
        yield from _expression(question.computed, COMPUTED_TYPES[question.kind], here)
    elif not question.shown:
        yield Problem(at, "hidden_question", "Chỉ giá trị tự tính mới được ẩn (“shown”: false).")
    if question.prefill:
        yield from _prefill(question, question.prefill, here)
    yield from _limits(question)


def _expression(node: Node, wanted: str, here: Here) -> Iterator[Problem]:
    try:
        given = type_of(node, here.scope.types(here.view.group))
    except ExpressionError as error:
        yield Problem(here.at, error.code, error.message)
        return
    if given != wanted:
        message = f"Biểu thức cho {TYPE_LABELS[given]}, ở đây cần {TYPE_LABELS[wanted]}."
        yield Problem(here.at, "wrong_type", message)


def _prefill(question: Question, prefill: Prefill, here: Here) -> Iterator[Problem]:
    if question.computed is not None:
        yield Problem(question.code, "wrong_prefill", "Giá trị tự tính không điền sẵn được.")
    elif prefill.account and ACCOUNT[prefill.account] != question.kind:
        yield _unlike(question, ACCOUNT[prefill.account])
    elif prefill.question:
        found = list(seen(prefill.question, here))
        yield from found
        if not found and _differ(here.scope.places[prefill.question].question, question):
            yield _unlike(question, here.scope.places[prefill.question].question.kind)


def _differ(source: Question, question: Question) -> bool:
    options = {option.code for option in question.options}
    return source.kind != question.kind or not {option.code for option in source.options} <= options


def _unlike(question: Question, kind: Kind) -> Problem:
    message = f"Không điền sẵn {KIND_LABELS[kind]} vào câu hỏi loại {KIND_LABELS[question.kind]} này được."
    return Problem(question.code, "wrong_prefill", message)


def _limits(question: Question) -> Iterator[Problem]:
    limits = _with_defaults(question)
    for name, value in limits.items():
        most = limits.get(name.replace("min", "max", 1))
        if name.startswith("min") and most is not None and value > most:
            yield _bad_limit(question, f"“{name}” lớn hơn mức nhiều nhất ({most})")
    if limits.get("max_choices", 0) > len(question.options):
        yield _bad_limit(question, "“max_choices” nhiều hơn số lựa chọn")
    if ("pattern" in limits) != ("pattern_words" in limits):
        yield Problem(
            question.code, "missing_words", "Mẫu chữ (“pattern”) phải đi cùng lời giải thích “pattern_words”."
        )
    if "pattern" in limits and not _is_pattern(limits["pattern"]):
        yield _bad_limit(question, "“pattern” không phải biểu thức chính quy dùng được")
    yield from _days(question)


def _with_defaults(question: Question) -> dict[str, Any]:
    defaults: dict[Kind, dict[str, Any]] = {
        Kind.TEXT: {"max_length": DEFAULT_LENGTH[Kind.TEXT]},
        Kind.LONG_TEXT: {"max_length": DEFAULT_LENGTH[Kind.LONG_TEXT]},
        Kind.NUMBER: {"max": GREATEST},
        Kind.CHOICES: {"max_choices": len(question.options)},
        Kind.FILE: {"max_files": DEFAULT_FILES},
        Kind.GROUP: {"max_rows": DEFAULT_ROWS},
    }
    return defaults.get(question.kind, {}) | dict(question.limits)


def _bad_limit(question: Question, what: str) -> Problem:
    return Problem(question.code, "bad_limit", f"Giới hạn không đúng: {what}.")


def _is_pattern(pattern: str) -> bool:
    try:
        matcher(pattern)
    except ValueError:
        return False
    return True


def _days(question: Question) -> Iterator[Problem]:
    """Compare the first day with the last where both are counted from the same."""
    earliest, latest = question.bounds.get("earliest"), question.bounds.get("latest")
    if earliest and latest and (earliest.base == latest.base or {type(earliest.base), type(latest.base)} == {date}):
        first = earliest.day(SAMPLE_DAY, lambda code: SAMPLE_DAY)
        last = latest.day(SAMPLE_DAY, lambda code: SAMPLE_DAY)
        if first and last and first > last:
            yield _bad_limit(question, "ngày sớm nhất sau ngày muộn nhất")


def _fee(fee: Fee, scope: Scope) -> Iterator[Problem]:
    here = Here(scope, View(EVERYTHING), None)
    for condition in (fee.condition, *(exemption.condition for exemption in fee.exemptions)):
        if condition is not None:
            yield from comparison_problems(condition, here)
    if fee.per_copy:
        yield from _expression(fee.per_copy.count, NUMBER, here)
    elif not fee.base:
        yield Problem(None, "bad_fee", f"Dòng phí “{fee.code}” không có mức thu: cần “base” hoặc “per_copy”.")


def _languages(form: Form) -> Iterator[Problem]:
    for at, words in form.texts():
        for language in form.languages:
            if words and language not in words:
                text = words["vi"][:40]
                yield Problem(at, "missing_translation", f"Chưa có bản “{language}” của “{text}”.")
