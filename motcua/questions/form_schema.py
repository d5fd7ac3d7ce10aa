"""The JSON Schema (2020-12) of a form file: what may stand where. What it cannot say, `problems.py` looks for. Pure."""

from functools import cache
from typing import Any

import jsonschema_rs

from motcua.files.signatures import ENDINGS
from motcua.questions.choices import ACCOUNT, FITS, LAYOUTS, Era, Kind
from motcua.questions.conditions import COUNTED, EQUAL, LISTED, ORDERED
from motcua.questions.days import WRITTEN
from motcua.questions.reading import GREATEST
from motcua.questions.syntax import LONGEST

FORMAT, VERSION = "motcua-form", 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LANGUAGES = ("vi", "en")
CODE = "^[a-z][a-z0-9_]{0,62}$"
MOST = {
    "sections": 60,
    "questions": 300,
    "options": 400,
    "rows": 100,
    "files": 50,
    "fees": 30,
    "parts": 40,
    "stops": 20,
}
LONGEST_TEXTS = {Kind.TEXT: 500, Kind.LONG_TEXT: 20_000}
FILE_TYPES = tuple(ending for endings in ENDINGS.values() for ending in endings)

Schema = dict[str, Any]


def _object(required: str = "", /, **properties: Any) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "propertyNames": {"enum": list(properties)},
    }


def _list(of: Schema, most: int) -> Schema:
    return {"type": "array", "items": of, "minItems": 1, "maxItems": most}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _whole(least: int, most: int = GREATEST) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


TEXT, LINE = _ref("text"), _ref("line")
DAY = {"type": "string", "pattern": f"^{WRITTEN}$"}
NUMBER = {"type": "number", "minimum": -GREATEST, "maximum": GREATEST}


def _limits_of(kind: Kind) -> Schema | None:
    """Return what limits a kind of question takes, None when it takes none."""
    of_text = {"min_length": _whole(0, 20_000), "max_length": _whole(1, LONGEST_TEXTS.get(kind, 1))}
    pattern = {"pattern": {"type": "string", "minLength": 1, "maxLength": 200}, "pattern_words": TEXT}
    limits = {
        Kind.TEXT: _object(**of_text, **pattern),
        Kind.LONG_TEXT: _object(**of_text),
        Kind.NUMBER: _object(min=NUMBER, max=NUMBER, decimals=_whole(0, 3)),
        Kind.MONEY: _object(min=_whole(0), max=_whole(0)),
        Kind.DATE: _object(earliest=DAY, latest=DAY),
        Kind.CHOICES: _object(min_choices=_whole(1, MOST["options"]), max_choices=_whole(1, MOST["options"])),
        Kind.IDENTITY: _object(of={"enum": ["person", "citizen", "organisation"]}),
        Kind.ADDRESS: _object(
            eras=_list({"enum": [str(era) for era in Era]}, len(Era)) | {"uniqueItems": True},
            line={"enum": ["required", "optional", "none"]},
        ),
        Kind.FILE: _object(
            min_files=_whole(1, MOST["files"]),
            max_files=_whole(1, MOST["files"]),
            max_size=_whole(1),
            types=_list({"enum": list(FILE_TYPES)}, len(FILE_TYPES)) | {"uniqueItems": True},
        ),
        Kind.GROUP: _object(min_rows=_whole(1, MOST["rows"]), max_rows=_whole(1, MOST["rows"])),
    }
    return limits.get(kind)


def _condition() -> Schema:
    """A condition: one of a few objects, each with exactly its own words."""
    scalar = {"type": ["string", "number", "boolean"]}
    other = _object("question", question=LINE)
    code = _ref("reference")
    parts = _list(_ref("condition"), MOST["parts"])
    compared: Schema = {word: {"anyOf": [scalar, other]} for word in (*EQUAL, *ORDERED)}
    compared |= {word: _list(scalar, MOST["options"]) for word in LISTED}
    compared |= {"includes": LINE, "answered": {"type": "boolean"}}
    alternatives = [
        _object("all", all=parts),
        _object("any", any=parts),
        _object("not", **{"not": _ref("condition")}),
        _object("any_row where", any_row=code, where=_ref("condition")),
        _object("every_row where", every_row=code, where=_ref("condition")),
        *(_object(f"count {word}", count=code, **{word: _whole(0, MOST["rows"])}) for word in COUNTED),
        *(_object(f"question {word}", question=code, **{word: value}) for word, value in compared.items()),
    ]
    return {"anyOf": alternatives}


def _question(kinds: list[Kind]) -> Schema:
    """A question: what every kind has, and by kind what else it may and must have."""
    common = {
        "code": {"type": "string", "pattern": CODE},
        "kind": {"enum": [str(kind) for kind in kinds]},
        "label": TEXT,
        "help": TEXT,
        "show_if": _ref("condition"),
    }
    asked = {
        "required": {"anyOf": [{"type": "boolean"}, _ref("condition")]},
        "stop_if": _list(_object("if reason", **{"if": _ref("condition")}, reason=TEXT, basis=TEXT), MOST["stops"]),
        "prefill": {
            "anyOf": [
                _object("account", account={"enum": list(ACCOUNT)}),
                _object("question", question=_ref("reference")),
            ]
        },
    }
    by_kind = [{"if": _is(kind), "then": _of_kind(kind, common, asked)} for kind in kinds]
    return {"type": "object", "required": ["code", "kind", "label"], "properties": common, "allOf": by_kind}


def _is(kind: Kind) -> Schema:
    return {"properties": {"kind": {"const": str(kind)}}, "required": ["kind"]}


def _of_kind(kind: Kind, common: Schema, asked: Schema) -> Schema:
    own: Schema = {} if kind == Kind.INFORMATION else dict(asked)
    required: list[str] = []
    if kind == Kind.GROUP:
        own.pop("prefill")
        own |= {"questions": _list(_ref("question_of_row"), MOST["questions"]), "row_label": TEXT}
        required = ["questions"]
    if kind in (Kind.CHOICE, Kind.CHOICES):
        own["options"] = _list(_ref("option"), MOST["options"])
        required = ["options"]
    if kind in (Kind.DECLARATION, Kind.INFORMATION):
        own["text"] = _ref("prose")
        required = ["text"]
    if kind == Kind.FILE:
        own["paper"] = LINE
    if FITS[kind].computed:
        own |= {"computed": {"type": "string", "minLength": 1, "maxLength": LONGEST}, "shown": {"type": "boolean"}}
    if limits := _limits_of(kind):
        own["limits"] = limits
    return {"properties": own, "required": required, "propertyNames": {"enum": [*common, *own]}}


def _fee() -> Schema:
    percent = _whole(1, 100)
    return _object(
        "code label basis",
        code={"type": "string", "pattern": CODE},
        label=TEXT,
        basis=TEXT,
        **{"if": _ref("condition")},
        base=_whole(0),
        per_copy=_object(
            "count amount", count={"type": "string", "maxLength": LONGEST}, amount=_whole(0), free=_whole(0)
        ),
        exemptions=_list(
            _object("if basis", **{"if": _ref("condition")}, label=TEXT, percent=percent, basis=TEXT), MOST["parts"]
        ),
        online_discount=_object("percent basis", percent=percent, basis=TEXT),
    )


@cache
def form_schema() -> Schema:
    """Return the schema of a form file."""
    one_text = {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "\\S"}
    prose = one_text | {"maxLength": 8_000}
    section = _object(
        "code title questions",
        code={"type": "string", "pattern": CODE},
        title=TEXT,
        help=TEXT,
        show_if=_ref("condition"),
        questions=_list(_ref("question"), MOST["questions"]),
    )
    form = _object(
        "format version code title sections end",
        format={"const": FORMAT},
        version={"const": VERSION},
        code={"type": "string", "pattern": CODE},
        title=TEXT,
        languages=_list({"enum": list(LANGUAGES)}, 2) | {"uniqueItems": True, "contains": {"const": "vi"}},
        sources=_list(TEXT, MOST["parts"]),
        sections=_list(section, MOST["sections"]),
        fees=_list(_fee(), MOST["fees"]),
        end=_object("text", text=_ref("prose")),
        paper=LINE,
        paper_layout={"enum": list(LAYOUTS)},
    )
    return form | {
        "$schema": DIALECT,
        "title": "Biểu mẫu điện tử Một Cửa",
        "$defs": {
            "line": one_text,
            "text": {"anyOf": [one_text, _object("vi", vi=one_text, en=one_text)]},
            "prose": {"anyOf": [prose, _object("vi", vi=prose, en=prose)]},
            "reference": {"type": "string", "maxLength": 200},
            "option": _object("code label", code={"type": "string", "pattern": CODE}, label=TEXT, help=TEXT),
            "condition": _condition(),
            "question": _question(list(Kind)),
            "question_of_row": _question([kind for kind in Kind if kind != Kind.GROUP]),
        },
    }


@cache
def form_validator() -> jsonschema_rs.Draft202012Validator:
    """Return the validator of form files, made once."""
    return jsonschema_rs.Draft202012Validator(form_schema(), pattern_options=jsonschema_rs.RegexOptions())


@cache
def known_names() -> frozenset[str]:
    """Return the names of all properties that any object of a form file may have."""
    found: set[str] = set()
    waiting: list[Any] = [form_schema()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found |= set(part.get("propertyNames", {}).get("enum", ()))
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return frozenset(found)
