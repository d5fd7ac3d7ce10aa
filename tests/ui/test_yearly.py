"""The chart by year: what is known is drawn where it belongs, what is not known is not drawn."""

import pytest

from motcua.ui.charts import BOTTOM, TOP
from motcua.ui.yearly import draw


def test_columns_stand_on_a_scale_from_zero_and_points_on_their_own():
    drawn = draw([100.0, 200.0], [50.0, 100.0], marked=[True, False], top=100)
    assert [column["marked"] for column in drawn.columns] == [True, False]
    low, high = (float(column["height"]) for column in drawn.columns)
    assert high == pytest.approx(2 * low, abs=0.2)
    assert [float(y) for _, y in drawn.points] == [pytest.approx((TOP + BOTTOM) / 2, abs=0.1), TOP]
    assert [tick.label for tick in drawn.right] == ["0", "25", "50", "75", "100"]
    assert len(drawn.paths) == 1


def test_the_first_rank_is_on_top():
    drawn = draw([None, None], [1.0, 9.0], marked=[False, False], top=9, best_on_top=True)
    assert drawn.columns == []
    assert [float(y) for _, y in drawn.points] == [TOP, BOTTOM]
    assert [tick.label for tick in drawn.right] == ["1", "9"]


def test_a_gap_has_no_column_and_breaks_the_line():
    drawn = draw([5.0, None, 7.0], [90.0, None, 95.0], marked=[False] * 3, top=100)
    assert (len(drawn.columns), len(drawn.points), drawn.paths) == (2, 2, [])
    assert draw([], [], marked=[], top=100).columns == []
    assert draw([0.0], [None], marked=[False], top=100).right == []
