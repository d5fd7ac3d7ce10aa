"""The text of an expression read into a tree: `copies * 8000 + if(urgent, 50000, 0)`. Pure; nothing is ever executed.

or_          = and_ {"or" and_}
and_         = not_ {"and" not_}
not_         = ["not"] comparison
comparison   = sum [("==" | "!=" | "<" | "<=" | ">" | ">=") sum]
sum          = product {("+" | "-") product}
product      = sign {("*" | "/") sign}
sign         = ["-"] (number | text | name | name "(" [or_ {"," or_}] ")" | "(" or_ ")")
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

LONGEST = 1_000
MOST_TOKENS = 300
DEEPEST = 30
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,6})?)|(?P<name>[a-z][a-z0-9_]*)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<sign>==|!=|<=|>=|[-+*/<>(),]))",
    re.ASCII,
)


class ExpressionError(ValueError):
    """An expression that means nothing; `code` is stable, the text is Vietnamese."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text or a truth value written in the expression."""

    value: Decimal | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to a question."""

    code: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the fixed list, or an operator under its sign ("not" and "neg" take one value)."""

    function: str
    inputs: tuple["Node", ...]


Node = Constant | Name | Call


def parsed(text: str) -> Node:
    """Return the tree of an expression. Raises ExpressionError bad_expression."""
    if len(text) > LONGEST:
        _wrong(f"Biểu thức dài quá {LONGEST} ký tự.")
    reader = _Reader(_tokens(text))
    node = reader.either()
    if reader.place < len(reader.tokens):
        _wrong(f"Biểu thức thừa từ “{reader.tokens[reader.place][1]}”.")
    return node


def names_in(node: Node) -> set[str]:
    """Return the codes of the questions that an expression reads."""
    found, waiting = set(), [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Name):
            found.add(each.code)
        elif isinstance(each, Call):
            waiting.extend(each.inputs)
    return found


def _wrong(message: str) -> NoReturn:
    raise ExpressionError("bad_expression", message)


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            _wrong(f"Biểu thức có ký tự không dùng được: “{text[place : place + 10].strip()}”.")
        found.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        place = match.end()
        if len(found) > MOST_TOKENS:
            _wrong(f"Biểu thức có quá {MOST_TOKENS} phần.")
    return found


class _Reader:
    """Reads tokens from left to right; one method for each line of the grammar."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def _next(self, *wanted: str) -> str | None:
        """Take the next sign or word if it is one of those wanted."""
        if self.place < len(self.tokens):
            kind, text = self.tokens[self.place]
            if kind in ("sign", "name") and text in wanted:
                self.place += 1
                return text
        return None

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            _wrong(f"Biểu thức lồng nhau quá {DEEPEST} tầng.")
        node = self._both()
        while self._next("or"):
            node = Call("or", (node, self._both()))
        self.depth -= 1
        return node

    def _both(self) -> Node:
        node = self._denied()
        while self._next("and"):
            node = Call("and", (node, self._denied()))
        return node

    def _denied(self) -> Node:
        return Call("not", (self._compared(),)) if self._next("not") else self._compared()

    def _compared(self) -> Node:
        node = self._sum()
        sign = self._next(*COMPARISONS)
        return Call(sign, (node, self._sum())) if sign else node

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._next("+", "-"):
            node = Call(sign, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._signed()
        while sign := self._next("*", "/"):
            node = Call(sign, (node, self._signed()))
        return node

    def _signed(self) -> Node:
        return Call("neg", (self._single(),)) if self._next("-") else self._single()

    def _single(self) -> Node:
        if self._next("("):
            node = self.either()
            self._close()
            return node
        if self.place >= len(self.tokens):
            _wrong("Biểu thức dừng giữa chừng.")
        kind, text = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return Constant(Decimal(text))
        if kind == "text":
            return Constant(text[1:-1])
        if kind == "name" and text not in ("and", "or", "not"):
            return self._named(text)
        _wrong(f"Biểu thức có “{text}” không đúng chỗ.")

    def _named(self, text: str) -> Node:
        if text in ("true", "false"):
            return Constant(text == "true")
        if not self._next("("):
            return Name(text)
        inputs: list[Node] = []
        if self._next(")"):
            return Call(text, ())
        inputs.append(self.either())
        while self._next(","):
            inputs.append(self.either())
        self._close()
        return Call(text, tuple(inputs))

    def _close(self) -> None:
        if not self._next(")"):
            _wrong("Biểu thức thiếu dấu đóng ngoặc.")
