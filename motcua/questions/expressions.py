"""What an expression means: its type, and its value for given answers. Pure; nothing is ever executed as code.

Types: number (exact decimals; money is a whole number of đồng), text, day, truth, list (rows, choices, files: only
counted), column (the answers to one question in all rows: only summed, counted and compared). Whatever lacks an answer
gives no value, except that a comparison with no value is false and sum, count and `first` pass over it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Any

from motcua.questions import days
from motcua.questions.reading import GREATEST
from motcua.questions.syntax import COMPARISONS, Constant, ExpressionError, Name, Node, names_in, parsed

__all__ = ["ExpressionError", "evaluate", "names_in", "parsed", "type_of"]

NUMBER, TEXT, DAY, TRUTH, LIST, COLUMN = "number", "text", "day", "truth", "list", "column"
TYPE_LABELS = {
    NUMBER: "số", TEXT: "chữ", DAY: "ngày", TRUTH: "có/không", LIST: "danh sách", COLUMN: "cột của nhóm lặp",
}  # fmt: skip
LONGEST_TEXT = 20_000
_EXACT = Context(prec=40)

# What each function takes and gives; "…" after a type: one or more of it. `if`, `first` and `==` are typed below.
SIGNATURES: dict[str, tuple[tuple[str, ...], str]] = {
    "+": ((NUMBER, NUMBER), NUMBER),
    "-": ((NUMBER, NUMBER), NUMBER),
    "*": ((NUMBER, NUMBER), NUMBER),
    "/": ((NUMBER, NUMBER), NUMBER),
    "neg": ((NUMBER,), NUMBER),
    "and": ((TRUTH, TRUTH), TRUTH),
    "or": ((TRUTH, TRUTH), TRUTH),
    "not": ((TRUTH,), TRUTH),
    "min": ((NUMBER, "…"), NUMBER),
    "max": ((NUMBER, "…"), NUMBER),
    "round": ((NUMBER,), NUMBER),
    "floor": ((NUMBER,), NUMBER),
    "ceiling": ((NUMBER,), NUMBER),
    "sum": ((COLUMN,), NUMBER),
    "least": ((COLUMN,), NUMBER),
    "greatest": ((COLUMN,), NUMBER),
    "count": ((LIST,), NUMBER),
    "today": ((), DAY),
    "years": ((DAY, DAY), NUMBER),
    "months": ((DAY, DAY), NUMBER),
    "days": ((DAY, DAY), NUMBER),
    "later": ((DAY, NUMBER), DAY),
    "join": ((TEXT, "…"), TEXT),
}
_SAME = ("if", "first")  # take any type, all alike
FUNCTIONS = (*(name for name in SIGNATURES if name.isalpha() and name not in ("neg", "and", "or", "not")), *_SAME)


def type_of(node: Node, known: Mapping[str, str]) -> str:
    """Return the type of an expression over questions of known types.

    Raises ExpressionError: unknown_reference, unknown_function, wrong_type.
    """
    if isinstance(node, Constant):
        return {bool: TRUTH, str: TEXT}.get(type(node.value), NUMBER)
    if isinstance(node, Name):
        if node.code not in known:
            raise ExpressionError("unknown_reference", f"Biểu thức nhắc câu hỏi “{node.code}” không có.")
        return known[node.code]
    given = tuple(type_of(each, known) for each in node.inputs)
    if node.function in COMPARISONS:
        return _comparison(node.function, given)
    return _alike(node.function, given) if node.function in _SAME else _given(node.function, given)


def _given(function: str, given: tuple[str, ...]) -> str:
    if function not in SIGNATURES:
        raise ExpressionError("unknown_function", f"Không có hàm “{function}”.")
    wanted, gives = SIGNATURES[function]
    if wanted[-1:] == ("…",):
        wanted = wanted[:1] * max(1, len(given))
    if given != wanted:
        _wrong_type(f"“{function}” cần ({_named(wanted)}), được cho ({_named(given)}).")
    return gives


def _comparison(sign: str, given: tuple[str, ...]) -> str:
    ordered = (NUMBER, DAY)
    if given[0] != given[1] or given[0] not in (ordered if sign not in ("==", "!=") else (*ordered, TEXT, TRUTH)):
        _wrong_type(f"Không so sánh “{sign}” được giữa {_named(given)}.")
    return TRUTH


def _alike(function: str, given: tuple[str, ...]) -> str:
    values = given[1:] if function == "if" else given
    fits = function == "first" or given[:1] == (TRUTH,)
    if not fits or len(values) < 2 or len(set(values)) > 1 or values[0] in (LIST, COLUMN):
        _wrong_type(f"“{function}” được cho ({_named(given)}), các giá trị phải cùng một kiểu.")
    if function == "if" and len(values) != 2:
        _wrong_type("“if” cần một điều kiện và hai giá trị.")
    return values[0]


def _named(types: tuple[str, ...]) -> str:
    return ", ".join(TYPE_LABELS[each] for each in types)


def _wrong_type(message: str) -> None:
    raise ExpressionError("wrong_type", message)


def evaluate(node: Node, look: Callable[[str], Any], today: date) -> Any:
    """Return the value (Decimal, str, date, bool) or None. `look` gives the answer to a question, or None.

    The answers of a column come as a list. Never raises for an expression that `type_of` passed.
    """
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Name):
        value = look(node.code)
        return Decimal(value) if type(value) is int else value
    if node.function == "today":
        return today
    return _called(node.function, [evaluate(each, look, today) for each in node.inputs])


def _called(function: str, given: list[Any]) -> Any:
    if function in _LENIENT:
        return _LENIENT[function](given)
    if any(value is None for value in given):
        return False if function in COMPARISONS else None
    try:
        return _bounded(_STRICT[function](*given))
    except ArithmeticError:  # divided by nothing
        return None


def _bounded(value: Any) -> Any:
    """Refuse what no form needs, so that no chain of products grows without end."""
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value) > GREATEST):
        return None
    return value


def _numbers(column: Any) -> list[Decimal]:
    return [Decimal(value) for value in column or () if isinstance(value, int | Decimal)]


def _sum(given: list[Any]) -> Decimal | None:
    return _bounded(sum(_numbers(given[0]), Decimal(0)))


def _joined(given: list[Any]) -> str | None:
    text = str(given[0] or "").join(str(value) for value in given[1:] if value)
    return text[:LONGEST_TEXT] or None


def _later(day: date, amount: Decimal) -> date | None:
    try:
        return day + timedelta(days=int(amount))
    except OverflowError:
        return None


def _whole(rounding: str) -> Callable[[Decimal], Decimal]:
    return lambda value: value.to_integral_value(rounding)


_LENIENT: dict[str, Callable[[list[Any]], Any]] = {
    "and": lambda given: all(value is True for value in given),
    "or": lambda given: any(value is True for value in given),
    "not": lambda given: given[0] is not True,
    "if": lambda given: given[1] if given[0] is True else given[2],
    "first": lambda given: next((value for value in given if value is not None), None),
    "sum": _sum,
    "least": lambda given: min(_numbers(given[0]), default=None),
    "greatest": lambda given: max(_numbers(given[0]), default=None),
    "count": lambda given: Decimal(len(given[0] or ())),
    "join": _joined,
}
_STRICT: dict[str, Callable[..., Any]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _EXACT.divide,
    "neg": lambda value: -value,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "round": _whole(ROUND_HALF_UP),
    "floor": _whole(ROUND_FLOOR),
    "ceiling": _whole(ROUND_CEILING),
    "years": lambda earlier, later: Decimal(days.years_between(earlier, later)),
    "months": lambda earlier, later: Decimal(days.months_between(earlier, later)),
    "days": lambda earlier, later: Decimal((later - earlier).days),
    "later": _later,
}
