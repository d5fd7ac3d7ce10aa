"""What expressions mean, and that nothing in them is ever run."""

import operator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.questions.expressions import ExpressionError, evaluate, names_in, parsed, type_of
from tests.questions.forms_for_tests import TODAY, ask, ran

ANSWERS = {
    "n": Decimal("2.5"), "m": 7, "t": "Huế", "d": date(2000, 2, 29), "y": True, "col": [1, Decimal("2.5")], "g": [1, 2],
}  # fmt: skip
TYPES = {"n": "number", "m": "number", "t": "text", "d": "day", "y": "truth", "col": "column", "g": "list"}
SILENT = {"x": "number", "w": "text", "v": "truth", "u": "day", "empty": "column"}


def value(text):
    node = parsed(text)
    type_of(node, TYPES | SILENT)
    return evaluate(node, ANSWERS.get, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("12 / 4 / 3", 1), ("-n + 3", Decimal("0.5")),
        ("2 - -3", 5), ("0.1 + 0.2 == 0.3", True), ("m / 0", None), ("m / 2", Decimal("3.5")),
        ("1 / 3 * 3 < 1.1", True),
        ("n < m and m <= 7", True), ("not y or n > 2", True), ("not (y and n > 2)", False), ("t == 'Huế'", True),
        ('t != "Huế"', False), ("d == d", True), ("y == true", True), ("if(y, n, m)", Decimal("2.5")),
        ("if(n > m, n, m)", 7), ("min(n, m, 1)", 1), ("max(n)", Decimal("2.5")), ("round(n)", 3), ("round(-n)", -3),
        ("floor(n)", 2), ("ceiling(n)", 3), ("sum(col)", Decimal("3.5")), ("least(col)", 1),
        ("greatest(col)", Decimal("2.5")), ("count(g)", 2), ("sum(empty)", 0), ("least(empty)", None),
        ("years(d, today())", 26), ("months(d, today())", 320), ("years(today(), d)", -26), ("days(d, d)", 0),
        ("later(d, 1)", date(2000, 3, 1)), ("later(d, 900000000)", None), ("join(' ', t, w, 'xưa')", "Huế xưa"),
        ("join(', ', w)", None), ("x + 1", None), ("x < 1", False), ("not (x < 1)", True), ("x == x", False),
        ("first(x, n)", Decimal("2.5")), ("first(x, x)", None), ("v and y", False), ("v or y", True), ("not v", True),
        ("if(v, 1, 2)", 2), ("999999999999999 * 999999999999999", None), ("years(u, d)", None),
    ],
)  # fmt: skip
def test_an_expression_is_worth(text, expected):
    found = value(text)
    assert found == expected
    assert type(found) is type(expected) or (isinstance(found, Decimal) and isinstance(expected, int))


MEANINGLESS = {
    "bad_expression": (
        "", "1 2", "1 +", "(1", "1)", "n < m < 3", "f(1,", "'a", "a.b", "a[0]", "a = 1", "lambda: 1", "1 if y else 2",
        "2 ** 9", "n % 2", "(" * 40 + "1" + ")" * 40, "1+" * 400 + "1", "1" * 1001, "__import__('os')",
    ),
    "unknown_function": ("exec('1')", "open('f')", "eval(t)"),
    "unknown_reference": ("q + 1", "if(y, q, 1)"),
    "wrong_type": (
        "t + 1", "y + 1", "t < 'a'", "d == n", "sum(n)", "count(n)", "min()", "round(n, 1)", "if(n, 1, 2)",
        "if(y, 1, 'a')", "if(y, 1)", "if(y, 1, 2, 3)", "first(n)", "first(g, g)", "years(d, n)", "not n", "n and y",
        "join(1, t)", "today(1)", "g == g", "later(d, d)", "-t",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in MEANINGLESS.items() for text in texts])
def test_an_expression_that_means_nothing_is_refused(code, text):
    with pytest.raises(ExpressionError) as refused:
        value(text)
    assert refused.value.code == code
    assert refused.value.message


def test_the_questions_that_it_reads():
    assert names_in(parsed("if(a > 1, sum(b), c * c) + 1")) == {"a", "b", "c"}


@given(st.text(alphabet="an1 .+-*/<>=!(),'\"“éifsumtoday_", max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        found = value(text)
    except ExpressionError as error:
        found = error.code
    assert found is None or isinstance(found, str | bool | Decimal | date)


SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def joined(parts):
    """One text of two, and what it must be worth."""
    (one, first), sign, (other, second) = parts
    return f"({one} {sign} {other})", SIGNS[sign](first, second)


leaves = st.integers(0, 50).map(lambda number: (str(number), number))


@given(st.recursive(leaves, lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(joined), max_leaves=8))
def test_arithmetic_is_exact(pair):
    text, expected = pair
    assert value(text) == expected


def test_a_sum_of_money_is_rounded_to_the_dong_and_a_number_to_its_decimals():
    questions = [
        ask("n", "number", limits={"decimals": 2}),
        ask("half", "money", computed="n / 2"),
        ask("third", "number", computed="n / 3", limits={"decimals": 3}),
        ask("older", "yes_no", computed="n > 1"),
        ask("told", computed="if(older, 'lớn', 'nhỏ')"),
    ]
    assert ran(*questions, answers={"n": 5})["values"] == {
        "n": 5, "half": 3, "third": 1.667, "older": True, "told": "lớn",
    }  # fmt: skip
    assert ran(*questions, answers={})["values"] == {"older": False, "told": "nhỏ"}


def test_what_is_computed_cannot_be_answered():
    assert ran(ask("n", "number", computed="1 + 1"), answers={"n": 99})["values"] == {"n": 2}


def test_what_is_computed_later_may_decide_what_is_asked_when_nothing_waits_in_a_circle():
    asked = [
        ask("born", "date"),
        ask("age", "number", computed="years(born, today())", shown=False),
        ask("guardian", required=True, show_if={"question": "age", "less_than": 18}),
    ]
    assert ran(*asked, answers={"born": "2010-01-01"})["errors"] == {"guardian": "required"}
    assert ran(*asked, answers={"born": "2000-01-01"})["visible"] == ["born"]
