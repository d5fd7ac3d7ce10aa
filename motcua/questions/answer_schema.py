"""The JSON Schema (2020-12) of a form's answers, as `run` gives them back in `values`. Pure.

It says every shape and fixed limit; what depends on the day, on other answers or on a check digit only the engine says.
"""

from typing import Any

import jsonschema_rs

from motcua.questions.answers import (
    DEFAULT_FILES,
    DEFAULT_LENGTH,
    DEFAULT_ROWS,
    FILE_KEY_LENGTH,
    LINE_LENGTH,
    NAME_LENGTH,
    TYPES,
    whole,
)
from motcua.questions.choices import Era, Kind
from motcua.questions.definition import Form, Question, Section
from motcua.questions.form_schema import DIALECT, Schema
from motcua.questions.reading import GREATEST
from motcua.questions.units import LEVELS

DATE = "^(?:1[89]|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
PERSON = "^(?:[0-9]{9}|[0-9]{12}|[A-Z0-9]{6,9})$"
IDENTITY = {"person": PERSON, "citizen": "^[0-9]{12}$", "organisation": "^(?:[0-9]{10}|[0-9]{12}|[0-9]{10}-[0-9]{3})$"}
PHONE = "^(?:0[0-9]{9,10}|1[89]00[0-9]{4,6}|\\+[1-9][0-9]{7,14})$"
EMAIL = "^[^\\s@]{1,64}@[a-z0-9.-]{3,190}$"


def answer_schema(form: Form) -> Schema:
    """Return the schema of the answers to a form that the checks have passed."""
    places = [(section, question) for section, question in form.questions() if question.kind != Kind.INFORMATION]
    return _object(
        {question.code: schema_of(question) for _, question in places},
        [question.code for section, question in places if _always(section, question)],
    ) | {"$schema": DIALECT, "title": form.title["vi"]}


def _always(section: Section | None, question: Question) -> bool:
    """Whether a question must be answered whatever the other answers are."""
    unconditional = question.show is None and (section is None or section.show is None)
    return unconditional and question.required is True and question.computed is None


def _object(properties: dict[str, Schema], required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def schema_of(question: Question) -> Schema:
    """Return the schema of one answer."""
    if question.kind == Kind.GROUP:
        return _rows(question)
    schema = _BY_KIND[question.kind](question)
    return {"title": question.label["vi"]} | schema


def _rows(group: Question) -> Schema:
    asked = [inner for inner in group.questions if inner.kind != Kind.INFORMATION]
    row = _object(
        {inner.code: schema_of(inner) for inner in asked}, [inner.code for inner in asked if _always(None, inner)]
    )
    least, most = group.limits.get("min_rows", 1), group.limits.get("max_rows", DEFAULT_ROWS)
    return {"title": group.label["vi"], "type": "array", "items": row, "minItems": least, "maxItems": most}


def _text(question: Question) -> Schema:
    limits, computed = question.limits, question.computed is not None
    schema: Schema = {"type": "string", "minLength": max(1, limits.get("min_length", 0))}
    schema["maxLength"] = limits.get("max_length", DEFAULT_LENGTH[question.kind])
    if computed:
        return {"type": "string", "minLength": 1}
    return schema | ({"pattern": whole(limits["pattern"])} if "pattern" in limits else {})


def _number(question: Question) -> Schema:
    limits = question.limits
    decimals = limits.get("decimals", 0)
    schema: Schema = {"type": "number" if decimals else "integer", "minimum": -GREATEST, "maximum": GREATEST}
    if question.computed is not None:
        return schema
    return schema | {name + "imum": limits[name] for name in ("min", "max") if name in limits}


def _money(question: Question) -> Schema:
    schema: Schema = {"type": "integer", "minimum": 0, "maximum": GREATEST}
    if question.computed is not None:
        return schema | {"minimum": -GREATEST}
    return schema | {name + "imum": question.limits[name] for name in ("min", "max") if name in question.limits}


def _several(question: Question) -> Schema:
    limits = question.limits
    return {
        "type": "array",
        "items": {"enum": [option.code for option in question.options]},
        "uniqueItems": True,
        "minItems": limits.get("min_choices", 1),
        "maxItems": limits.get("max_choices", len(question.options)),
    }


def _address(question: Question) -> Schema:
    return {"anyOf": [_of_era(era, question.limits) for era in question.limits.get("eras", [Era.CURRENT])]}


def _of_era(era: str, limits: Any) -> Schema:
    line = limits.get("line", "required")
    properties: dict[str, Schema] = {"era": {"const": str(era)}}
    required = ["era"]
    if era == Era.ABROAD:
        properties["country"] = {"type": "string", "minLength": 1, "maxLength": 100}
        required.append("country")
    else:
        levels = LEVELS[Era(era)]
        properties |= {level: {"type": "string", "pattern": "^[0-9]{2,5}$"} for level in levels}
        required += [level for level in levels if level != "commune" or era == Era.CURRENT]
    if line != "none":
        properties["line"] = {"type": "string", "minLength": 1, "maxLength": LINE_LENGTH}
    return _object(properties, [*required, *(["line"] if line == "required" else [])])


def _files(question: Question) -> Schema:
    limits = question.limits
    types = {"enum": sorted({TYPES[ending] for ending in limits["types"]})} if "types" in limits else {"type": "string"}
    file = {
        "file": {"type": "string", "minLength": 1, "maxLength": FILE_KEY_LENGTH},
        "name": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH},
        "size": {"type": "integer", "minimum": 1, "maximum": limits.get("max_size", GREATEST)},
        "type": types | ({} if "types" in limits else {"minLength": 1, "maxLength": NAME_LENGTH}),
    }
    least, most = limits.get("min_files", 1), limits.get("max_files", DEFAULT_FILES)
    return {"type": "array", "items": _object(file, list(file)), "minItems": least, "maxItems": most}


_BY_KIND = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: lambda question: {"type": "string", "format": "date", "pattern": DATE},
    Kind.YES_NO: lambda question: {"type": "boolean"},
    Kind.CHOICE: lambda question: {"enum": [option.code for option in question.options]},
    Kind.CHOICES: _several,
    Kind.IDENTITY: lambda question: {"type": "string", "pattern": IDENTITY[question.limits.get("of", "person")]},
    Kind.PHONE: lambda question: {"type": "string", "pattern": PHONE},
    Kind.EMAIL: lambda question: {"type": "string", "pattern": EMAIL},
    Kind.ADDRESS: _address,
    Kind.FILE: _files,
    Kind.DECLARATION: lambda question: {"const": True},
}


def validator_of(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """Return what holds answers against a schema, patterns in linear time."""
    options = jsonschema_rs.RegexOptions(size_limit=1 << 20)
    return jsonschema_rs.Draft202012Validator(schema, pattern_options=options, validate_formats=True)


def faults(validator: jsonschema_rs.Draft202012Validator, values: dict[str, Any]) -> dict[str, str]:
    """Hold values against the schema; returns {place: "against_schema"}, the place written as in errors."""
    found = validator.iter_errors(values)
    return {".".join(str(part) for part in error.instance_path): "against_schema" for error in found}
