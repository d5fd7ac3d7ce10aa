"""A result corrected after the hand-back lies at the desk until it is given: reminded, written down, once."""

import pytest

from motcua.core.errors import NotPermitted, StaleVersion
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.actions.corrections import KIND, deliver_correction
from motcua.dossiers.actions.deciding import correct_result
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.choices import Action
from motcua.dossiers.offers import offered
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post, system


def corrected(house, dossier=None):
    return correct_result(dossier or make.returned(house), by=house.leader, reason="Sai năm sinh", template="result")


def waiting_at(post):
    return list(Task.objects.visible_to(post).filter(kind=KIND, state=State.OPEN))


def test_the_desk_is_reminded_within_a_working_day(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = corrected(house)
    [task] = waiting_at(house.clerk)
    assert (task.title, task.url_key, task.agency) == ("Giao kết quả đã sửa", dossier.code, house.centre)
    assert f"{task.due_at:%Y-%m-%d}" == "2026-03-03"
    assert dossier.results.last().task == task
    assert Action.DELIVER_CORRECTION in offered(dossier, by=house.clerk)
    assert Action.DELIVER_CORRECTION not in offered(dossier, by=house.leader)


def test_giving_it_is_written_down_and_the_first_hand_back_stays(house):
    dossier = corrected(house)
    first = dossier.returned_at, dossier.returned_to
    dossier = deliver_correction(dossier, by=house.clerk, receiver="Trần Thị Con", means="by_post")
    result = dossier.results.last()
    assert (result.delivered_to, result.delivered_at) == ("Trần Thị Con", dossier.last_event.happened_at)
    assert (dossier.returned_at, dossier.returned_to) == first
    assert result.task.state == State.DONE
    assert waiting_at(house.clerk) == []
    data = assert_recorded(dossier, Action.DELIVER_CORRECTION, by=house.clerk)
    assert (data["result"], data["means"]) == (result.pk, "by_post")
    assert Action.DELIVER_CORRECTION not in offered(dossier, by=house.clerk)


def test_before_the_hand_back_nobody_needs_to_be_reminded(house):
    dossier = corrected(house, make.at_the_desk(house))
    assert not Task.objects.filter(kind=KIND).exists()
    assert dossier.results.last().task is None


def test_a_second_correction_takes_the_place_of_one_not_given_yet(house):
    dossier = corrected(house, corrected(house))
    assert [task.pk for task in waiting_at(house.clerk)] == [dossier.results.last().task_id]
    assert Task.objects.filter(kind=KIND, state=State.CANCELLED).count() == 1


def test_nothing_corrected_nothing_given(house):
    with refused("nothing_to_deliver"):
        deliver_correction(make.returned(house), by=house.clerk, receiver="Ai đó")


def test_it_is_given_once(house):
    dossier = deliver_correction(corrected(house), by=house.clerk, receiver="Trần Thị Mẫu")
    with refused("nothing_to_deliver"):
        deliver_correction(dossier, by=house.clerk, receiver="Trần Thị Mẫu")


@pytest.mark.parametrize(
    ("given", "code"),
    [({"receiver": "  "}, "receiver_needed"), ({"receiver": "x" * 121}, "receiver_needed"),
     ({"receiver": "x", "means": "owl"}, "unknown_means")],
)  # fmt: skip
def test_bad_input_is_refused(house, given, code):
    dossier = corrected(house)
    with refused(code):
        deliver_correction(dossier, by=house.clerk, **given)
    assert len(waiting_at(house.clerk)) == 1


def test_a_state_before_the_hand_back_is_refused(house):
    with refused("wrong_state"):
        deliver_correction(make.at_the_desk(house), by=house.clerk, receiver="x")


@pytest.mark.parametrize("who", ["leader", "specialist", "cashier", "registry"])
def test_only_the_desk_gives_it(house, who):
    with pytest.raises(NotPermitted):
        deliver_correction(corrected(house), by=getattr(house, who), receiver="x")


def test_another_desk_does_not(house):
    with pytest.raises(NotPermitted):
        deliver_correction(corrected(house), by=make_post(), receiver="x")


def test_a_stale_page_is_told(house):
    dossier = corrected(house)
    with pytest.raises(StaleVersion):
        deliver_correction(dossier, by=house.clerk, receiver="x", version=dossier.version - 1)


def test_erased_the_receiver_is_no_longer_named(house):
    dossier = deliver_correction(corrected(house), by=house.clerk, receiver="Trần Thị Con")
    dossier = erase(dossier, by=system(), cause="QĐ 1")
    assert "Trần Thị Con" not in [row.delivered_to for row in dossier.results.all()]
    assert OutgoingDocument.objects.count() == 2
