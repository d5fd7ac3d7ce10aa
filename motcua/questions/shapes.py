"""What is wrong with the shape of a form file: the schema's complaints in our codes and words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from motcua.questions.choices import Kind
from motcua.questions.definition import fee_of, question_of
from motcua.questions.expressions import ExpressionError
from motcua.questions.form_schema import form_validator, known_names
from motcua.questions.reading import short
from motcua.questions.wording import SHAPES, Problem

CONDITIONS = ("show_if", "if", "where", "required")
LISTS = ("sections", "questions", "options")  # of which a form, a section, a choice must have some
MOST_LOOKED_AT = 1_000  # of the schema's complaints
MOST_STRANGE = 200


def shape_problems(data: Any) -> list[Problem]:
    """Return what the schema of form files and the grammar of expressions have against it, each thing once."""
    if len(strange := list(islice(_strange(data), MOST_STRANGE))) == MOST_STRANGE:
        return strange  # each would be a complaint of the schema that quotes a whole object
    found = []
    for number, error in enumerate(form_validator().iter_errors(data)):
        if number >= MOST_LOOKED_AT:
            break
        found.append(_problem(data, list(error.instance_path), error))
    return list(dict.fromkeys(found or _syntax_problems(data)))


def _strange(data: Any) -> Iterator[Problem]:
    """Yield the properties that no object of a form has."""
    waiting: list[tuple[Any, str | None]] = [(data, None)]
    while waiting:
        value, code = waiting.pop()
        if isinstance(value, dict):
            own = value.get("code") if "kind" in value else None
            code = short(own) if isinstance(own, str) else code
            for name in value.keys() - known_names():
                yield Problem(code, "unknown_property", SHAPES["unknown_property"].format(short(name)))
            waiting.extend((inner, code) for inner in value.values())
        elif isinstance(value, list):
            waiting.extend((inner, code) for inner in value)


def _problem(data: Any, path: list[Any], error: Any) -> Problem:
    code, about = _named(data, path, error)
    return Problem(_question_at(data, path), code, SHAPES[code].format(short(about)))


def _named(data: Any, path: list[Any], error: Any) -> tuple[str, str]:
    """Return (code, what it is about) of one complaint."""
    keyword, last = error.kind.name, str(path[-1]) if path else ""
    words = [part for part in path if isinstance(part, str)]
    if any(word in CONDITIONS for word in words):
        return "bad_condition", ""
    if keyword == "propertyNames" and path[-1:] != ["limits"]:
        return "unknown_property", str(error.kind.error.instance)
    if "limits" in words:
        return "bad_limit", str(error.kind.error.instance) if keyword == "propertyNames" else last
    if "fees" in words:
        return "bad_fee", ""
    if keyword == "required":
        return _missing(error.kind.property, path)
    return _by_place(last, keyword, data, path)


def _missing(name: str, path: Sequence[Any]) -> tuple[str, str]:
    if name == "end" and not path:
        return "missing_end", name
    return (f"no_{name}" if name in LISTS else "missing_property"), name


def _by_place(last: str, keyword: str, data: Any, path: Sequence[Any]) -> tuple[str, str]:
    if last == "kind":
        inner = sum(part == "questions" for part in path) > 1
        return "group_in_group" if inner and _at(data, path) == Kind.GROUP else "unknown_kind", last
    if last == "code" and keyword in ("pattern", "type"):
        return "bad_code", last
    if keyword == "minItems" and last in LISTS:
        return f"no_{last}", last
    if keyword == "maxItems":
        return "too_many", last
    if last in ("end", "paper_layout"):
        return ("missing_end", last) if last == "end" else ("unknown_layout", str(_at(data, path)))
    value = _at(data, path)
    return "empty_text" if isinstance(value, str) and not value.strip() else "bad_value", last


def _at(data: Any, path: Sequence[Any]) -> Any:
    for part in path:
        data = data[part]
    return data


def _question_at(data: Any, path: Sequence[Any]) -> str | None:
    """Return the code of the innermost question on a path, None when it stands in none or has no code yet."""
    code = None
    for place, part in enumerate(path):
        if isinstance(part, int) and place and path[place - 1] == "questions":
            inner = _at(data, path[: place + 1])
            given = inner.get("code") if isinstance(inner, Mapping) else None
            code = short(given) if isinstance(given, str) else None
    return code


def _syntax_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Read every expression and day on its own, so that each complaint names its question."""
    for section in data["sections"]:
        for question in section["questions"]:
            for each in (question | {"questions": []}, *question.get("questions", ())):
                yield from _unread(question_of, each, each["code"])
    for fee in data.get("fees", ()):
        yield from _unread(fee_of, fee, None)


def _unread(read: Any, data: Mapping[str, Any], code: str | None) -> Iterator[Problem]:
    try:
        read(data)
    except ExpressionError as error:
        yield Problem(code, error.code, error.message)
    except ValueError:
        yield Problem(code, "bad_limit", "Có ngày không có trong lịch.")
