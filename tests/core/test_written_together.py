"""An event and the rows beside it are one statement: both or neither, with what the database gave the event."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.core.gathering import gathered, insert_with
from motcua.dossiers.models import DossierEvent
from motcua.indicators.actions import Of, facts
from motcua.indicators.models import Fact
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db


def pair(house, amount=1):
    dossier = make.received(house)
    last = dossier.last_event
    event = DossierEvent(
        subject=dossier, action="x", by=last.by, version=9, happened_at=last.happened_at, data={"a": 1}
    )
    day = last.happened_at.date()
    rows = facts(Of(house.ward.pk, "1", "F", "post"), {("m", day): amount, ("n", day): 2}, known_on=day)
    return event, rows


def test_one_statement_writes_both(house):
    event, rows = pair(house)
    with CaptureQueriesContext(connection) as asked:
        insert_with(event, rows)
    assert len(asked.captured_queries) == 1
    stored = DossierEvent.objects.get(pk=event.pk)
    assert (stored.recorded_at, stored.xid, stored.data) == (event.recorded_at, event.xid, {"a": 1})
    assert sorted(Fact.objects.filter(procedure="1").values_list("measure", "amount")) == [("m", 1), ("n", 2)]
    with pytest.raises(TypeError, match="never changed"):
        event.save()


def test_what_is_refused_beside_refuses_both(house):
    event, rows = pair(house, amount=2**70)
    before = DossierEvent.objects.count()
    with pytest.raises(DataError), transaction.atomic():
        insert_with(event, rows)
    assert (DossierEvent.objects.count(), Fact.objects.filter(procedure="1").count()) == (before, 0)


def test_nothing_beside_and_in_a_group_it_is_as_ever(house):
    event, rows = pair(house)
    insert_with(event, [])
    assert event.pk
    other, _ = pair(house)
    with transaction.atomic(), gathered():
        insert_with(other, rows)
        assert not Fact.objects.filter(procedure="1").exists()
    assert Fact.objects.filter(procedure="1").count() == 2
    assert DossierEvent.objects.filter(pk=other.pk).exists()
