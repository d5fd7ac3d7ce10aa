"""How long things took: the fewest days by which a share was finished, told in whole days."""

import random
from fractions import Fraction

import pytest

from motcua.reports.durations import GROSS, HALF, NET, NINE_OF_TEN, OVER, Spread, measures, spread_of, words


def test_a_share_is_reached_on_the_first_day_by_which_so_many_were_finished():
    spread = Spread({0: 1, 2: 4, 3: 4, 10: 1})
    assert spread.number == 10
    assert [spread.within(Fraction(n, 10)) for n in range(1, 11)] == [0, 2, 2, 2, 2, 3, 3, 3, 3, 10]
    assert spread.within(Fraction(91, 100)) == 10


def test_one_alone_is_all_of_them_and_of_none_there_is_nothing():
    assert (Spread({7: 1}).within(HALF), Spread({7: 1}).within(NINE_OF_TEN)) == (7, 7)
    assert (Spread({}).within(HALF), Spread({}).number, Spread({3: 0}).within(HALF)) == (None, 0, None)


def test_what_took_longer_than_is_told_apart_is_said_so():
    assert Spread({1: 1, OVER: 9}).within(NINE_OF_TEN) == OVER == 61
    assert [words(days) for days in (None, 0, 1, 60, OVER)] == ["–", "trong ngày", "1 ngày", "60 ngày", "hơn 60 ngày"]


@pytest.mark.parametrize("share", [0, -1, Fraction(11, 10)])
def test_no_share_is_less_than_something_or_more_than_all(share):
    with pytest.raises(ValueError, match="a share"):
        Spread({1: 1}).within(Fraction(share))


def test_the_facts_of_each_kind_are_read_apart_and_never_below_nothing():
    numbers = {"took.net.0": 2, "took.net.61": 1, "took.gross.0": 5, "took.net.4": -1, "received": 9}
    assert spread_of(NET, numbers).counts == {0: 2, 61: 1}
    assert spread_of(GROSS, numbers).counts == {0: 5}
    assert measures(NET)[:2] + measures(NET)[-1:] == ["took.net.0", "took.net.1", "took.net.61"]
    assert len(measures(GROSS)) == 62


def test_any_lot_agrees_with_the_sorted_list_of_its_days():
    dice = random.Random(6)
    for _ in range(200):
        days = sorted(dice.choices(range(62), k=dice.randint(1, 40)))
        spread = Spread({each: days.count(each) for each in set(days)})
        for share in (HALF, NINE_OF_TEN, Fraction(1)):
            least = -(-share.numerator * len(days) // share.denominator)  # so many have to be done
            assert spread.within(share) == days[least - 1]
