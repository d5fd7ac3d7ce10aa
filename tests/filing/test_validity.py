"""Until when a paper may be used."""

from datetime import date

import pytest

from motcua.filing.validity import Validity, months_after, validity_of

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [(DAY, 6, date(2026, 9, 30)), (DAY, 11, date(2027, 2, 28)), (date(2026, 1, 15), 6, date(2026, 7, 15)),
     (date(2026, 12, 1), 1, date(2027, 1, 1)), (DAY, 12, date(2027, 3, 31))],
)  # fmt: skip
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months, last):
    assert months_after(day, months) == last


def test_the_earlier_of_word_and_rule_holds():
    early, late = date(2026, 5, 1), date(2027, 1, 1)
    rule = {"months": 6, "since": DAY, "issued": True}
    assert validity_of(said=early, **rule) == Validity(early)
    assert validity_of(said=late, **rule) == Validity(date(2026, 9, 30))
    assert validity_of(said=None, **rule | {"issued": False}) == Validity(date(2026, 9, 30), at_most=True)
    assert validity_of(said=late, **rule | {"months": None}) == Validity(late)
    assert validity_of(said=None, **rule | {"months": None}) == Validity()


def test_it_holds_through_its_last_day_and_what_nobody_knows_is_not_over():
    assert not Validity(DAY).is_over(DAY)
    assert Validity(DAY).is_over(date(2026, 4, 1))
    assert not Validity().is_over(date(2099, 1, 1))
