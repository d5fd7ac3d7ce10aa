"""A ward with its desk and somebody who answers for personal data, and people who ask about theirs."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.core.reactions import carry_out
from motcua.privacy import actions
from motcua.privacy.models import RightsRequest

NUMBER, OTHER = "046190000318", "046085011227"
ASKED = {"right": "export", "name": "Trần Thị Mẫu", "identity_number": NUMBER, "proof": "card", "asked": "Cho tôi xem"}


@pytest.fixture
def ward(house: SimpleNamespace, set_clock: Any) -> SimpleNamespace:
    """The registry clerk answers for the ward's personal data."""
    set_clock("2026-03-02T09:10+07:00")
    house.duty = actions.name_duty(
        by=house.leader, office=house.ward, post=house.registry, source="QĐ 7/QĐ-UBND", valid_from=date(2026, 3, 1)
    )
    house.answerer = house.registry
    return house


@pytest.fixture
def ask(ward: SimpleNamespace) -> Callable[..., RightsRequest]:
    """`ask(right="erasure")`: somebody stands at the desk."""
    return lambda **more: actions.receive(by=ward.clerk, **ASKED | more)


@pytest.fixture
def granted(ward: SimpleNamespace, ask: Callable[..., RightsRequest]) -> Callable[..., RightsRequest]:
    """`granted(right="erasure")`: decided, and done by the job."""

    def run(**more: Any) -> RightsRequest:
        found = actions.grant(ask(**more), by=ward.answerer, reason="Đúng người, đúng quyền")
        assert carry_out(found.last_event) == []
        found.refresh_from_db()
        return found

    return run
