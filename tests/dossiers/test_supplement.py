"""Asking for what is missing, suspending, and going on."""

import pytest

from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.pausing import request_supplement, resume, suspend
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import DossierEvent
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused

ASKED = {"papers": ["Bản vẽ", " Hợp đồng  thuê đất "], "reason": "Bản vẽ chưa ký"}


def test_it_names_papers_and_reason_and_puts_the_step_to_sleep(house):
    dossier = request_supplement(make.in_progress(house), by=house.specialist, **ASKED)
    assert (dossier.state, dossier.supplements) == (State.WAITING_SUPPLEMENT, 1)
    assert dossier.clock_stopped_at == dossier.pauses.get().started_at == dossier.last_event.happened_at
    request = dossier.supplement_requests.get()
    assert (request.papers, request.reason, request.round) == (["Bản vẽ", "Hợp đồng thuê đất"], "Bản vẽ chưa ký", 1)
    paper = dossier.printed_papers.get(form="supplement")
    assert (paper.values["items"], paper.values["reason"]) == (request.papers, request.reason)
    assert Task.objects.get(role="specialist").state == "waiting"
    data = assert_recorded(dossier, Action.REQUEST_SUPPLEMENT, by=house.specialist)
    assert (data["count"], "Bản vẽ" in str(data)) == (2, False)


def test_the_citizens_papers_are_listed_and_the_work_goes_on(house):
    dossier = resume(make.waiting(house), by=house.clerk, papers=[{"name": "Bản vẽ", "originals": 1, "copies": 2}])
    assert (dossier.state, dossier.clock_stopped_at) == (State.IN_PROGRESS, None)
    paper = dossier.papers.last()
    assert (paper.name, paper.order, paper.supplement.answered_at) == ("Bản vẽ", 3, dossier.last_event.happened_at)
    assert Task.objects.get(role="specialist").state == "open"
    assert_recorded(dossier, Action.RESUME, by=house.clerk)


def test_how_often_is_data_of_the_edition(house):
    dossier = resume(make.waiting(house), by=house.clerk, papers=[{"name": "Bản vẽ"}])
    with refused("too_many_supplements"):
        request_supplement(dossier, by=house.specialist, **ASKED)
    twice = resume(make.waiting(house, make.RESTARTING), by=house.clerk, papers=[{"name": "Bản vẽ"}])
    twice = request_supplement(twice, by=house.specialist, **ASKED)
    assert twice.supplement_requests.last().round == 2
    twice = resume(twice, by=house.clerk, papers=[{"name": "Bản vẽ"}])
    with refused("too_many_supplements"):
        request_supplement(twice, by=house.specialist, **ASKED)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("papers_needed", {"papers": []}),
        ("papers_needed", {"papers": [" "]}),
        ("bad_papers", {"papers": ["x" * 501]}),
        ("reason_needed", {"reason": ""}),
    ],
)
def test_bad_requests_are_refused(house, code, changed):
    with refused(code):
        request_supplement(make.in_progress(house), by=house.specialist, **ASKED | changed)


def test_who_may_ask(house):
    dossier = make.in_progress(house)
    for by in (house.clerk, house.head, house.leader):
        with pytest.raises(NotPermitted):
            request_supplement(dossier, by=by, **ASKED)
    with pytest.raises(NotPermitted):
        request_supplement(make.submitted(house), by=house.specialist, **ASKED)


def test_going_on_needs_the_papers_and_a_pause(house):
    dossier = make.waiting(house)
    with refused("papers_needed"):
        resume(dossier, by=house.clerk)
    with refused("bad_papers"):
        resume(dossier, by=house.clerk, papers=[{"name": ""}])
    with pytest.raises(NotPermitted):
        resume(dossier, by=house.registry, papers=[{"name": "Bản vẽ"}])
    with refused("wrong_state"):
        resume(make.in_progress(house), by=house.clerk)


def test_a_suspension_names_its_legal_basis(house):
    dossier = make.in_progress(house)
    with refused("reason_needed"):
        suspend(dossier, by=house.head, basis=" ")
    for by in (house.clerk, house.specialist):
        with pytest.raises(NotPermitted):
            suspend(dossier, by=by, basis="Khoản 2 Điều 5")
    dossier = suspend(dossier, by=house.head, basis="Khoản 2 Điều 5")
    assert (dossier.state, dossier.pauses.get().basis) == (State.SUSPENDED, "Khoản 2 Điều 5")
    assert_recorded(dossier, Action.SUSPEND, by=house.head)
    with refused("wrong_state"):
        suspend(dossier, by=house.head, basis="Khoản 2 Điều 5")
    assert resume(dossier, by=house.head).state == State.IN_PROGRESS


def test_a_pause_ends_where_it_began(house):
    received = suspend(make.received(house), by=house.leader, basis="Khoản 2 Điều 5")
    assert resume(received, by=house.clerk).state == State.RECEIVED
    assert DossierEvent.objects.filter(subject=received).count() == 3


def test_what_is_owed_is_not_resumed_away(house):
    with refused("payment_missing"):
        resume(make.to_pay(house), by=house.clerk)
