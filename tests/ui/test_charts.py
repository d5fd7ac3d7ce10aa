"""Bars, sparks and lines as SVG attributes."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from motcua.ui import charts

AMOUNTS = st.floats(min_value=0, max_value=1e9, allow_nan=False)


def test_the_parts_of_a_bar_lie_side_by_side():
    assert charts.bar([("ontime", 30), ("soon", 0), ("late", 10)], whole=80) == [
        {"tone": "ontime", "x": "0", "width": "37.5"},
        {"tone": "late", "x": "37.5", "width": "12.5"},
    ]


def test_a_bar_never_leaves_its_scale():
    assert [part["width"] for part in charts.bar([("late", 30)], whole=10)] == ["100"]
    assert charts.bar([("late", 0)]) == []


def test_a_chart_begins_at_zero_and_has_round_lines():
    drawn = charts.lines([[1620, 2180, 1590]])
    assert [tick.label for tick in drawn.ticks] == ["0", "1.000", "2.000", "3.000"]
    assert drawn.ticks[0].y == charts.BOTTOM
    assert drawn.xs[0] == charts.LEFT
    assert drawn.xs[-1] == charts.RIGHT


@example([5e-324])
@given(st.lists(AMOUNTS, min_size=1, max_size=24))
def test_no_point_leaves_the_picture(values):
    drawn = charts.lines([values])
    ys = [float(y) for y in re.findall(r"[ML]\S+ (\S+?)(?=L|$)", drawn.paths[0])]
    assert len(ys) == len(values)
    assert all(charts.TOP - 0.1 <= y <= charts.BOTTOM + 0.1 for y in ys)
    assert 2 <= len(drawn.ticks) <= 6


def test_columns_stand_side_by_side_and_their_parts_on_one_another():
    drawn = charts.columns([[[("", 10), ("done", 30)], [("late", 20)]], [[("", 0)], []]])
    first, second, other = drawn.parts
    assert [part["tone"] for part in drawn.parts] == ["", "done", "late"]
    assert first["x"] == second["x"]
    assert float(first["y"]) == float(second["y"]) + float(second["height"])
    assert float(other["x"]) > float(first["x"]) + float(first["width"])
    assert float(second["y"]) == charts.TOP
    assert [tick.label for tick in drawn.ticks] == ["0", "10", "20", "30", "40"]
    assert len(drawn.xs) == 2


@given(st.lists(st.lists(st.lists(st.floats(-5, 1e9), max_size=3), min_size=1, max_size=3), max_size=40))
def test_no_column_leaves_the_picture(groups):
    drawn = charts.columns([[[("", amount) for amount in column] for column in group] for group in groups])
    for part in drawn.parts:
        x, y, width, height = (float(part[name]) for name in ("x", "y", "width", "height"))
        assert charts.LEFT <= x <= x + width <= charts.RIGHT + 0.2
        assert charts.TOP - 0.2 <= y <= y + height <= charts.BOTTOM + 0.2
    assert len(drawn.xs) == len(groups)


def test_labels_that_would_run_into_one_another_are_left_out():
    assert charts.shown_labels(["a", "b", "c"]) == ["a", "b", "c"]
    shown = charts.shown_labels([str(n) for n in range(31)])
    assert [label for label in shown if label] == [str(n) for n in range(0, 31, 3)]
    assert charts.shown_labels([]) == []


@given(st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=24))
def test_a_spark_stays_in_its_box(values):
    path, (x, y) = charts.spark(values)
    assert path.startswith("M")
    assert 0 <= float(x) <= charts.SPARK_WIDTH
    assert 0 <= float(y) <= charts.SPARK_HEIGHT
