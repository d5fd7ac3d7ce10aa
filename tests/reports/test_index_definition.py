"""The definition of the index: what is known stands, what is proposed is marked, what does not add up is refused."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.core.errors import BadInput
from motcua.reports.index_definition import restated, shipped, stated_of

DAY = date(2027, 1, 1)


def stated(**changes):
    return stated_of(shipped()) | changes


def test_the_shipped_one_adds_up_and_marks_what_nobody_confirmed():
    found = shipped()
    assert sum(group.points for group in found.groups) == 100
    for group in found.groups:
        assert sum(each.weight.points for each in group.indicators) == group.points, group.key
    known = {each.id: each.weight.points for each in found.indicators() if not each.proposed and not each.shown_only}
    assert known == {"1.2": 4, "2.1": 20, "5.4": 6}
    thresholds = {each.id: int(each.weight.threshold) for each in found.indicators() if each.has_threshold}
    assert thresholds == {"2.1": 100, "3.1": 80, "3.3": 50, "3.5": 80, "4.2": 80, "4.3": 80, "5.4": 90}
    assert found.find("3.3").times == "1.4"
    assert found.find("9.9") is None


def test_another_version_states_weights_and_thresholds():
    points = stated()["points"] | {"4.1": "7.5", "4.4": "0.5"}
    more = {"points": points, "thresholds": {"3.3": "60"}, "peers_minimum": 5}
    found = restated(shipped(), number=1, valid_from=DAY, source="Công văn 1", stated=stated(**more))
    assert (found.find("4.1").weight.points, found.find("3.3").weight.threshold) == (Decimal("7.5"), Decimal(60))
    assert (found.find("3.1").weight.threshold, found.peers_minimum, found.number) == (Decimal(80), 5, 1)
    assert not any(each.proposed for each in found.indicators())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": {**stated()["points"], "1.1": "5"}}, "points_do_not_add_up"),
        ({"points": {**stated()["points"], "1.1": "4.001"}}, "bad_number"),
        ({"points": {**stated()["points"], "1.1": "NaN"}}, "bad_number"),
        ({"points": {**stated()["points"], "1.1": "-1"}}, "bad_number"),
        ({"points": {"1.1": "18"}}, "bad_number"),
        ({"points": {**stated()["points"], "7.7": "1"}}, "unknown_indicator"),
        ({"points": None}, "bad_definition"),
        ({"thresholds": {"3.3": "0"}}, "bad_threshold"),
        ({"thresholds": {"3.3": "100.01"}}, "bad_number"),
        ({"thresholds": {"2.2": "50"}}, "unknown_indicator"),
        ({"peers_minimum": -1}, "bad_minimum"),
        ({"peers_minimum": True}, "bad_minimum"),
    ],
)
def test_what_does_not_add_up_is_refused(changes, code):
    with pytest.raises(BadInput) as refused:
        restated(shipped(), number=1, valid_from=DAY, source="Công văn 1", stated=stated(**changes))
    assert refused.value.code == code
