"""Two at once: a package is given out once, a request is decided or taken back, not both."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from motcua.core.errors import StepRefused
from motcua.core.reactions import carry_out
from motcua.dossiers.models import DossierEvent
from motcua.privacy import actions
from motcua.privacy.choices import State
from motcua.privacy.models import RightsRequest
from tests import dossier_factories as make
from tests.factories import system
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


def test_two_workers_destroy_a_list_once(together: Callable[..., list[Any]], set_clock: Callable[[str], Any]) -> None:
    set_clock("2026-03-02T09:10+07:00")
    house = make.make_house()
    given = {"record": "dossier", "code": "", "years": 5, "source": "QĐ 12", "valid_from": date(2026, 1, 1)}
    actions.set_rule(by=house.inspector, **given)
    for _ in range(2):
        make.withdrawn(house)
    set_clock("2032-03-05T09:00+07:00")
    found = actions.approve(actions.propose(by=house.registry, office=house.ward), by=house.leader)
    together(*[lambda: outcome(lambda: actions.carry_out_list(found.pk, by=system()))] * 2)
    assert list(found.items.values_list("outcome", flat=True)) == ["destroyed"] * 2
    assert found.events.filter(action="destruction.finish").count() == 1
    assert DossierEvent.objects.filter(action="dossier.erase").count() == 2
