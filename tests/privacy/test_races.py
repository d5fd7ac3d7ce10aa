"""Two at once: a package is given out once, a request is decided or taken back, not both."""

from collections.abc import Callable
from typing import Any

import pytest

from motcua.core.errors import StepRefused
from motcua.core.reactions import carry_out
from motcua.privacy import actions
from motcua.privacy.choices import State
from motcua.privacy.models import RightsRequest
from tests import dossier_factories as make
from tests.privacy.conftest import ASKED

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(verb: Callable[[], Any]) -> str:
    try:
        verb()
    except StepRefused:
        return "refused"
    return "done"


def test_of_two_clerks_one_hands_over_and_of_two_decisions_one_holds(together: Callable[..., list[Any]]) -> None:
    house = make.make_house()
    found = actions.grant(actions.receive(by=house.clerk, **ASKED), by=house.leader, reason="Đúng")
    assert carry_out(found.last_event) == []
    twice = [lambda: outcome(lambda: actions.hand_over(found, by=house.clerk))] * 2
    assert sorted(together(*twice)) == ["done", "refused"]
    other = actions.receive(by=house.clerk, **ASKED)
    ways = [
        lambda: outcome(lambda: actions.grant(other, by=house.leader, reason="Đúng")),
        lambda: outcome(lambda: actions.withdraw(other, by=house.clerk, note="Thôi")),
    ]
    assert sorted(together(*ways)) == ["done", "refused"]
    assert RightsRequest.objects.get(pk=other.pk).state in (State.WORKING, State.WITHDRAWN)
