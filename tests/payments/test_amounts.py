"""From lines to a total: not known, nothing and set by the council are three things."""

import pytest

from motcua.core.errors import BadInput
from motcua.payments.amounts import checked, total


def line(**change):
    return {"name": "Lệ phí cấp bản sao", "kind": "charge", "count": 2, "price": 8_000, "amount": None, **change}


def test_the_amount_is_price_times_count():
    assert checked([line()]) == [
        {
            "name": "Lệ phí cấp bản sao",
            "kind": "charge",
            "count": 2,
            "price": 8_000,
            "amount": 16_000,
            "set_by_council": False,
        }
    ]


def test_an_amount_without_a_price_is_kept():
    assert total(checked([line(price=None, amount=50_000), line()])) == 66_000


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], 0),
        ([line(price=0)], 0),
        ([line(price=None)], None),
        ([line(price=None, set_by_council=True)], None),
        ([line(), line(price=None)], None),
        ([line(price=0, set_by_council=True)], 0),
    ],
)
def test_not_known_is_not_zero(lines, expected):
    assert total(checked(lines)) == expected


def test_what_the_council_sets_stays_marked():
    assert checked([line(price=None, set_by_council=True)])[0]["set_by_council"] is True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "bad_line"),
        ({"name": None}, "bad_line"),
        ({"name": "x" * 201}, "bad_line"),
        ({"kind": "tax"}, "bad_line"),
        ({"count": 0}, "bad_line"),
        ({"count": True}, "bad_line"),
        ({"count": 1.5}, "bad_line"),
        ({"price": -1}, "bad_line"),
        ({"price": "8000"}, "bad_line"),
        ({"price": 10**13}, "bad_line"),
        ({"amount": 15_000}, "amount_mismatch"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(change, code):
    with pytest.raises(BadInput) as refused:
        checked([line(), line(**change)])
    assert refused.value.code == code
    assert "Khoản 2" in refused.value.message


@pytest.mark.parametrize("lines", [None, "x", {}, [line()] * 101])
def test_what_is_no_list_of_lines_is_refused(lines):
    with pytest.raises(BadInput) as refused:
        checked(lines)
    assert refused.value.code == "too_many_lines"


def test_a_line_that_is_no_line_is_refused():
    with pytest.raises(BadInput) as refused:
        checked(["x"])
    assert refused.value.code == "bad_line"
