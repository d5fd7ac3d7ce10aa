"""JSON from strangers: read with its limits, or refused in words. Pure.

Nothing beyond this file meets a number that is none, a key twice, a depth that exhausts the stack or half a character.
"""

import json
from typing import Any, NoReturn

MOST_BYTES = 5_000_000
DEEPEST = 24
MOST_OF_FORM = 1_000_000  # characters, of all texts and numbers of a form together
MOST_KEYS, MOST_KINDS = 100, 600  # of one object of a form; of objects with a kind: questions
GREATEST = 10**15  # of an amount or a number: a float keeps whole numbers up to here
SCALARS = (str, bool, int, float, type(None))


class Unreadable(ValueError):
    """What was given is no JSON that can be taken; `code` is stable, the text is Vietnamese."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def read_json(raw: bytes) -> Any:
    """Return the data of a JSON text.

    Raises Unreadable: too_large, not_utf8, not_json, duplicate_key, too_deep, bad_number, bad_text.
    """
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_large", f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB.")
    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8", "Tệp không viết bằng mã UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Unreadable("not_json", f"Tệp không phải JSON: sai ở dòng {error.lineno}, cột {error.colno}.") from error
    except RecursionError as error:
        raise Unreadable(*_TOO_DEEP) from error
    inspect(data)
    return data


_TOO_DEEP = ("too_deep", f"Dữ liệu lồng nhau sâu quá {DEEPEST} tầng.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Unreadable("duplicate_key", f"Khóa “{short(twice)}” viết hai lần trong một đối tượng.")
    return found


def _no_number(name: str) -> NoReturn:
    raise Unreadable("bad_number", f"“{name}” không phải là số của JSON.")


def _whole(digits: str) -> int:
    if len(digits) > 40:
        raise Unreadable("bad_number", "Có số dài quá 40 chữ số.")
    return int(digits)


def inspect(data: Any) -> None:
    """Look through data that is said to be JSON. Raises Unreadable: too_deep, bad_number, bad_text, not_json."""
    waiting = [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise Unreadable(*_TOO_DEEP)
        if isinstance(value, dict):
            for key, inner in value.items():
                _scalar(key if isinstance(key, str) else object())
                waiting.append((inner, depth + 1))
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)
        else:
            _scalar(value)


def weigh(data: Any) -> None:
    """Look whether a form is no larger than forms are, before it is held against the schema. Raises Unreadable.

    The data must have passed `inspect`. Codes: too_large, too_many.
    """
    weight, kinds, waiting = 0, 0, [data]
    while waiting:
        value = waiting.pop()
        weight += 2
        if isinstance(value, str):
            weight += len(value)
        elif isinstance(value, dict):
            weight += sum(map(len, value))
            waiting.extend(value.values())
            kinds += "kind" in value
            if len(value) > MOST_KEYS or kinds > MOST_KINDS:
                raise Unreadable("too_many", f"Có đối tượng gồm quá {MOST_KEYS} mục, hoặc có quá {MOST_KINDS} câu hỏi.")
        elif isinstance(value, list):
            waiting.extend(value)
        if weight > MOST_OF_FORM:
            raise Unreadable("too_large", "Biểu mẫu lớn quá mức dùng được.")


def _scalar(value: Any) -> None:
    if not isinstance(value, SCALARS):
        raise Unreadable("not_json", "Có giá trị không phải của JSON.")
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value) or "\0" in value:
            raise Unreadable("bad_text", "Có chữ không viết được bằng Unicode.")
    elif isinstance(value, int | float) and not abs(value) <= GREATEST:
        raise Unreadable("bad_number", "Có số lớn quá mức dùng được.")


def short(text: str) -> str:
    """Return a text short enough to be quoted."""
    return text if len(text) <= 40 else f"{text[:39]}…"
