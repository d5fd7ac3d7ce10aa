"""A dossier is moved to a new route at the moment in which somebody else acts: one of them is told, nothing is torn."""

from datetime import timedelta
from functools import partial

import pytest

from motcua.core import clock
from motcua.core.errors import Refused
from motcua.dossiers.actions import moving
from motcua.dossiers.actions.rerouting import move_route
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.rerouted import PLAIN, REASON, new_route, paired, plain_house, renamed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def under_way(set_clock):
    """Dossiers at the specialist's, and a route without that step that is in force."""
    set_clock("2026-03-02T08:00")
    house = plain_house()
    house.dossiers = [make.received(house, PLAIN) for _ in range(3)]
    set_clock((clock.now() + timedelta(days=1)).isoformat())
    house.edition = new_route(house, renamed())
    return house


def move(house, dossier, **more):
    given = paired(dossier, house.edition, xem="tham_dinh") | {"by": house.reform} | more
    return partial(move_route, dossier, note=REASON, version=dossier.version, **given)


def one_hand(dossier):
    stored = Dossier.objects.get(pk=dossier.pk)
    row = stored.steps.get(state="open")
    assert stored.step == row.key
    assert stored.content.route.find(row.key) is not None
    assert Task.objects.filter(url_key=stored.code, kind="dossier.step").unfinished().get() == row.task
    return stored


def test_of_moving_and_handing_on_one_wins_and_the_other_is_told(under_way, together):
    for dossier in under_way.dossiers:
        on = partial(moving.hand_over, dossier, by=under_way.specialist, version=dossier.version)
        results = together(move(under_way, dossier), on)
        assert sorted(result.code for result in results if isinstance(result, Refused)) == ["stale_version"], results
        stored = one_hand(dossier)
        assert stored.step == ("tham_dinh" if stored.route_edition_id else "duyet")
        assert stored.version == dossier.version + 1 == stored.events.count()


def test_who_hands_on_without_having_looked_goes_on_by_the_route_that_holds(under_way, together):
    for dossier in under_way.dossiers:
        on = partial(moving.hand_over, dossier, by=under_way.specialist)
        results = together(move(under_way, dossier), on)
        assert isinstance(results[1], Dossier), results
        stored = one_hand(dossier)
        assert stored.step == ("ky" if stored.route_edition_id else "duyet")


def test_of_two_officers_at_once_the_second_is_told(under_way, together):
    for dossier in under_way.dossiers:
        results = together(move(under_way, dossier), move(under_way, dossier, by=under_way.administrator))
        assert sorted(result.code for result in results if isinstance(result, Refused)) == ["stale_version"], results
        assert one_hand(dossier).step == "tham_dinh"
