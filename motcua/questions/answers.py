"""One answer read: what people and machines send becomes a value of its kind, or a code that says what is wrong. Pure.

Values: text and codes as clean str, number as Decimal, money as int (đồng), date as date, yes_no and declaration as
bool, choices as tuple of codes, address as dict, file as tuple of dicts. `told` turns a value back into JSON.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import jsonschema_rs

from motcua.core import identity
from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.files.signatures import ENDINGS
from motcua.questions.choices import Era, Kind
from motcua.questions.definition import Question
from motcua.questions.reading import GREATEST
from motcua.questions.units import LEVELS, codes_of, names_of
from motcua.ui import formats

DEFAULT_LENGTH = {Kind.TEXT: 200, Kind.LONG_TEXT: 4_000}
LINE_LENGTH, NAME_LENGTH, FILE_KEY_LENGTH, LONGEST_SENT = 300, 255, 64, 200_000
DEFAULT_FILES, DEFAULT_ROWS = 10, 50
FIRST_YEAR = 1800
YES, NO = ("true", "yes", "on", "1", "co"), ("false", "no", "off", "0", "khong")
TYPES = {ending: media for media, endings in ENDINGS.items() for ending in endings}


class Wrong(ValueError):
    """An answer that cannot be taken; the code says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an answer is read with: the day it is, and the answers of other questions."""

    today: date
    look: Callable[[str], Any]


def answer_of(question: Question, raw: Any, setting: Setting) -> Any:
    """Return the value, None when nothing was answered. Raises Wrong; never anything else, whatever `raw` is."""
    if isinstance(raw, str) and len(raw) > LONGEST_SENT:
        raise Wrong("too_long")
    if _is_blank(raw):
        return None
    value = _READERS[question.kind](question, raw, setting)
    return None if value in ("", ()) else value


def _is_blank(raw: Any) -> bool:
    if isinstance(raw, dict):
        return all(isinstance(part, str) and not clean(part[:LINE_LENGTH]) for part in raw.values())
    return raw is None or raw == [] or (isinstance(raw, str) and not clean(raw))


def told(value: Any) -> Any:
    """Return a value as JSON has it: dates as 2026-11-22, whole numbers without decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    if isinstance(value, dict):
        return {name: told(each) for name, each in value.items()}
    return value


def _text(raw: Any, *, lines: bool = False) -> str:
    if not isinstance(raw, str):
        raise Wrong("wrong_shape")
    return clean(raw, lines=lines)


def _written(question: Question, raw: Any, setting: Setting) -> str:
    text = _text(raw, lines=question.kind == Kind.LONG_TEXT)
    limits = question.limits
    if len(text) < limits.get("min_length", 0):
        raise Wrong("too_short")
    if len(text) > limits.get("max_length", DEFAULT_LENGTH[question.kind]):
        raise Wrong("too_long")
    if "pattern" in limits and not matcher(limits["pattern"]).is_valid(text):
        raise Wrong("wrong_pattern")
    return text


@lru_cache(maxsize=1_000)
def matcher(pattern: str) -> jsonschema_rs.Draft202012Validator:
    """Return what holds a whole text against a pattern, in linear time. Raises ValueError for one that is none."""
    return jsonschema_rs.Draft202012Validator(
        {"pattern": whole(pattern)}, pattern_options=jsonschema_rs.RegexOptions(size_limit=1 << 20)
    )


def whole(pattern: str) -> str:
    """Return the pattern of a whole text."""
    return f"^(?:{pattern})$"


def _number(question: Question, raw: Any, setting: Setting) -> Decimal:
    number = _decimal(raw)
    decimals = question.limits.get("decimals", 0)
    if number != round(number, decimals):
        raise Wrong("too_many_decimals")
    return Decimal(_within(number, question.limits))


def _decimal(raw: Any) -> Decimal:
    """Read a number: of JSON, or typed with dots between thousands and a comma before decimals."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Wrong("wrong_shape")
    if isinstance(raw, str):
        raw = _plain(clean(raw).replace(" ", "").replace("−", "-"))
    elif not abs(raw) <= GREATEST:  # also what is no number
        raise Wrong("bad_number")
    try:
        number = Decimal(str(raw))
    except InvalidOperation as error:
        raise Wrong("bad_number") from error
    if not number.is_finite() or abs(number) > GREATEST:
        raise Wrong("bad_number")
    return number


def _plain(text: str) -> str:
    """Return 1.234,5 as 1234.5; what does not look like a number stays what it is."""
    if len(text) > 40 or not set(text) <= set("0123456789.,-"):
        return "?"
    head, comma, tail = text.partition(",")
    parts = head.lstrip("-").split(".")
    grouped = len(parts) > 1 and len(parts[0]) in (1, 2, 3) and all(len(part) == 3 for part in parts[1:])
    return head.replace(".", "") + (f".{tail}" if comma else "") if grouped or comma else text


def _within(number: Any, limits: Mapping[str, Any]) -> Any:
    if "min" in limits and number < Decimal(str(limits["min"])):
        raise Wrong("too_small")
    if "max" in limits and number > Decimal(str(limits["max"])):
        raise Wrong("too_great")
    return number


def _money(question: Question, raw: Any, setting: Setting) -> int:
    if isinstance(raw, str):
        try:
            amount = formats.read_dong(clean(raw))
        except ValueError as error:
            raise Wrong("bad_money") from error
    else:
        number = _decimal(raw)
        if number < 0 or number != int(number):
            raise Wrong("bad_money")
        amount = int(number)
    if amount > GREATEST:
        raise Wrong("bad_money")
    return int(_within(amount, question.limits))


def _day(question: Question, raw: Any, setting: Setting) -> date:
    try:
        day = formats.read_day(_text(raw))
    except ValueError as error:
        raise Wrong(error.code if isinstance(error, Wrong) else "bad_date") from error
    if day.year < FIRST_YEAR:
        raise Wrong("bad_date")
    for name, code in (("earliest", "too_early"), ("latest", "too_late")):
        bound = question.bounds.get(name)
        limit = bound.day(setting.today, setting.look) if bound else None
        if limit and (day < limit if name == "earliest" else day > limit):
            raise Wrong(code)
    return day


def _truth(question: Question, raw: Any, setting: Setting) -> bool | None:
    if isinstance(raw, str):
        said = fold(raw[:20])
        raw = True if said in YES else False if said in NO else raw
    if not isinstance(raw, bool):
        raise Wrong("wrong_shape")
    return raw


def _declared(question: Question, raw: Any, setting: Setting) -> bool | None:
    return _truth(question, raw, setting) or None


def _one_of(question: Question, raw: Any, setting: Setting) -> str:
    chosen = _text(raw)
    if chosen not in {option.code for option in question.options}:
        raise Wrong("unknown_choice")
    return chosen


def _several_of(question: Question, raw: Any, setting: Setting) -> tuple[str, ...]:
    """Return what was chosen in the order of the options, each once."""
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list):
        raise Wrong("wrong_shape")
    chosen = {_one_of(question, each, setting) for each in given}
    _count(
        len(chosen), question.limits.get("min_choices", 0), question.limits.get("max_choices", len(question.options))
    )
    return tuple(option.code for option in question.options if option.code in chosen)


def _count(count: int, least: int, most: int) -> None:
    if count < least:
        raise Wrong("too_few")
    if count > most:
        raise Wrong("too_many")


def _identity(question: Question, raw: Any, setting: Setting) -> str:
    of = question.limits.get("of", "person")
    rule = identity.identity_of_organisation if of == "organisation" else identity.identity_of_person
    number = _by_rule(rule, raw)
    if number and of == "citizen" and not (len(number) == 12 and number.isdigit()):
        raise Wrong("bad_identity_number")
    return number


def _by_rule(rule: Callable[[str], str], raw: Any) -> str:
    try:
        return rule(_text(raw))
    except BadInput as error:
        raise Wrong(error.code) from error


def _address(question: Question, raw: Any, setting: Setting) -> dict[str, str]:
    if not isinstance(raw, dict) or not all(isinstance(part, str) for part in raw.values()):
        raise Wrong("wrong_shape")
    given = {name: clean(part[: 2 * LINE_LENGTH]) for name, part in raw.items()}
    eras = question.limits.get("eras", [Era.CURRENT])
    era = given.get("era", eras[0])
    if era not in eras:
        raise Wrong("wrong_era")
    address = {"era": str(era)} | (_abroad(given) if era == Era.ABROAD else _inland(Era(era), given))
    line, wanted = given.get("line", ""), question.limits.get("line", "required")
    if len(line) > LINE_LENGTH:
        raise Wrong("too_long")
    if wanted == "required" and not line:
        raise Wrong("no_line")
    return address | ({"line": line} if line and wanted != "none" else {})


def _abroad(given: Mapping[str, str]) -> dict[str, str]:
    country = given.get("country", "")
    if not country or len(country) > 100:
        raise Wrong("no_country")
    return {"country": country}


def _inland(era: Era, given: Mapping[str, str]) -> dict[str, str]:
    """Read the units, told by code or by name."""
    levels = [level for level in LEVELS[era] if given.get(level)]
    codes = codes_of(era, tuple(given[level] for level in levels))
    if codes is None or levels != list(LEVELS[era][: len(levels)]) or names_of(era, codes) is None:
        raise Wrong("unknown_unit")
    return dict(zip(levels, codes, strict=True))


def _files(question: Question, raw: Any, setting: Setting) -> tuple[dict[str, Any], ...]:
    given = [raw] if isinstance(raw, dict) else raw
    if not isinstance(given, list):
        raise Wrong("wrong_shape")
    limits = question.limits
    _count(len(given), limits.get("min_files", 1), limits.get("max_files", DEFAULT_FILES))
    return tuple(_file(each, limits) for each in given)


def _file(raw: Any, limits: Mapping[str, Any]) -> dict[str, Any]:
    """Read what is told of a stored file: its key, name, size in bytes and media type."""
    if not isinstance(raw, dict):
        raise Wrong("wrong_shape")
    key, name, media = (_text(raw.get(part)) for part in ("file", "name", "type"))
    size = raw.get("size")
    if isinstance(size, bool) or not isinstance(size, int) or not 0 < size <= GREATEST:
        raise Wrong("wrong_shape")
    if not (0 < len(key) <= FILE_KEY_LENGTH and 0 < len(name) <= NAME_LENGTH and 0 < len(media) <= NAME_LENGTH):
        raise Wrong("wrong_shape")
    if "types" in limits and media not in {TYPES[ending] for ending in limits["types"]}:
        raise Wrong("wrong_file_type")
    if size > limits.get("max_size", GREATEST):
        raise Wrong("file_too_large")
    return {"file": key, "name": name, "size": size, "type": media}


def _nothing(question: Question, raw: Any, setting: Setting) -> None:
    """Information asks nothing; what is sent for it is dropped."""


_READERS: dict[Kind, Callable[[Question, Any, Setting], Any]] = {
    Kind.TEXT: _written,
    Kind.LONG_TEXT: _written,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.YES_NO: _truth,
    Kind.CHOICE: _one_of,
    Kind.CHOICES: _several_of,
    Kind.IDENTITY: _identity,
    Kind.PHONE: lambda question, raw, setting: _by_rule(identity.phone_of, raw),
    Kind.EMAIL: lambda question, raw, setting: _by_rule(identity.email_of, raw),
    Kind.ADDRESS: _address,
    Kind.FILE: _files,
    Kind.DECLARATION: _declared,
    Kind.INFORMATION: _nothing,
}
