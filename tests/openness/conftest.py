"""A ward that shows its figures since January."""

from datetime import date

import pytest

from motcua.openness.actions import open_figures


@pytest.fixture
def open_ward(house, set_clock):
    """April has begun; nothing is counted yet."""
    set_clock("2026-04-10T09:00")
    house.publication = open_figures(by=house.leader, agency=house.ward, since=date(2026, 1, 1))
    return house
