"""The same key, also when several machines ask at the same moment: one dossier, one answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from motcua.dossiers.models import Dossier
from tests.dossier_factories import make_house
from tests.exchange.machines import Machine, body_of


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_one_dossier_and_one_answer():
    house = make_house()
    machines = [Machine(house.clerk) for _ in range(4)]
    start = threading.Barrier(len(machines))

    def ask(machine: Machine) -> tuple[int, dict]:
        try:
            start.wait()
            answer = machine.post_json("/dossiers", body_of(house, idempotency_key="cung-luc"))
            return answer.status_code, answer.json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(machines)) as pool:
        answers = list(pool.map(ask, machines))
    assert [status for status, _ in answers] == [201] * len(machines)
    assert all(answer == answers[0][1] for _, answer in answers)
    assert Dossier.objects.count() == 1
