"""Two at the same moment: numbers without gaps, never the same number called twice, one number a press."""

import uuid

import pytest
from django.db import transaction

from motcua.core.errors import Refused
from motcua.queue import actions
from motcua.queue.choices import State
from motcua.queue.models import Ticket, Window
from tests.queue.halls import call_next

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_at_once_leaves_numbers_without_gaps_and_nobody_called_twice(hall, take, together):
    """People take numbers, some fail half-way; then officers press next together, again and again; then the day ends
    while others still take numbers."""

    def fails():
        with transaction.atomic():
            take()
            raise ZeroDivisionError

    taken = together(*[take] * 6, fails, fails)
    assert sum(isinstance(each, ZeroDivisionError) for each in taken) == 2
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]

    called = []
    for _ in range(3):
        pair = together(lambda: call_next(hall), lambda: call_next(hall, hall.colleague))
        assert [each.state for each in pair] == [State.CALLED] * 2, pair
        called += [each.pk for each in pair]
        for ticket, by in zip(pair, (hall.clerk, hall.colleague), strict=True):
            actions.skip(ticket, by=by)
    assert len(set(called)) == 6

    take()
    window = Window.objects.get(officer=hall.clerk)
    presses = together(*[lambda: actions.call_next(window, by=hall.clerk, version=window.version)] * 3)
    assert sum(isinstance(each, Refused) for each in presses) == 2
    assert Ticket.objects.filter(state=State.CALLED).count() == 1

    sent = uuid.uuid4()
    assert len({each.pk for each in together(*[lambda: take("B", sent=sent)] * 3)}) == 1

    together(lambda: actions.close_day(hall.hall, by=hall.clerk), *[take] * 4)
    assert not Ticket.objects.filter(state__in=(State.WAITING, State.CALLED, State.SERVING)).exists()
    numbers = sorted(Ticket.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
