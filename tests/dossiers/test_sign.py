"""The result: signed under a number of the register, settled at once, corrected."""

from datetime import datetime

import pytest

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.actions.deciding import correct_result, settle_at_once, sign
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.ui.printing import print_paper
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post
from tests.ui.paper_samples import sample

PDF = print_paper("refusal", sample("refusal"))


def test_signing_takes_a_number_and_decides(house, set_clock):
    set_clock("2026-03-03T09:00")
    dossier = sign(make.to_sign(house), by=house.leader, template="result", abstract="Cấp giấy phép thử")
    assert (dossier.state, dossier.step, dossier.outcome) == (State.DECIDED, "register", "positive")
    document = OutgoingDocument.objects.get()
    assert (document.number, document.abstract, document.signer) == (1, "Cấp giấy phép thử", house.leader)
    assert document.register.agency == house.ward
    assert dossier.decided_at == dossier.results.get().signed_at == dossier.last_event.happened_at
    values = dossier.printed_papers.get(form="result").values
    assert (values["number"], values["doc_type"]) == (document.notation, "Quyết định")
    data = assert_recorded(dossier, Action.SIGN, by=house.leader)
    assert data["number"] == 1


def test_a_file_is_the_result_itself(house):
    file = store(by=house.leader, name="giay-phep.pdf", content=PDF, purpose=Purpose.RESULT)
    dossier = sign(make.to_sign(house), by=house.leader, file=file, doc_type="specialised", outcome="negative")
    result = dossier.results.get()
    assert (result.file, result.printed, dossier.outcome) == (file, None, "negative")


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("result_needed", {}),
        ("result_needed", {"template": "other"}),
        ("unknown_outcome", {"template": "result", "outcome": "maybe"}),
        ("unknown_type", {"template": "result", "doc_type": "song"}),
        ("too_long", {"template": "result", "abstract": "x" * 501}),
    ],
)
def test_bad_results_are_refused_and_take_no_number(house, code, given):
    dossier = make.to_sign(house)
    with refused(code):
        sign(dossier, by=house.leader, **given)
    assert not OutgoingDocument.objects.exists()
    assert Dossier.objects.get(pk=dossier.pk).state == State.IN_PROGRESS


def test_only_the_leader_at_whose_step_it_lies_signs(house):
    dossier = make.to_sign(house)
    for by in (house.head, house.specialist, house.clerk, make_post(Role.LEADER)):
        with pytest.raises(NotPermitted):
            sign(dossier, by=by, template="result")
    with pytest.raises(NotPermitted):
        sign(make.in_progress(house), by=house.leader, template="result")


def test_numbers_run_through_the_year(house):
    numbers = [make.decided(house).results.get().document.number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_an_immediate_procedure_is_settled_in_one_go(house, set_clock):
    set_clock("2026-03-03T09:00")
    given = {"signer": house.leader.person.username, "receiver": "Trần Thị Mẫu", "template": "result"}
    dossier = settle_at_once(make.received(house, make.AT_ONCE), by=house.clerk, **given)
    assert (dossier.state, dossier.outcome, dossier.returned_to) == (State.RETURNED, "positive", "Trần Thị Mẫu")
    assert dossier.decided_at == dossier.returned_at == dossier.closed_at
    assert clock.local(dossier.appointed_due) == datetime(2026, 3, 3, 17, 0, tzinfo=clock.LOCAL)
    assert not dossier.steps.filter(state="open").exists()
    assert dossier.results.get().signed_by == house.leader
    assert_recorded(dossier, Action.SETTLE_AT_ONCE, by=house.clerk)


def test_other_procedures_signers_and_people_may_not_settle_at_once(house):
    given = {"signer": house.leader.person.username, "receiver": "Trần Thị Mẫu", "template": "result"}
    with pytest.raises(NotPermitted):
        settle_at_once(make.received(house), by=house.clerk, **given)
    dossier = make.received(house, make.AT_ONCE)
    with pytest.raises(NotPermitted):
        settle_at_once(dossier, by=house.specialist, **given)
    for signer in ("nobody", house.specialist.person.username, make_post(Role.LEADER).person.username):
        with refused("unknown_signer"):
            settle_at_once(dossier, by=house.clerk, **given | {"signer": signer})
    with refused("receiver_needed"):
        settle_at_once(dossier, by=house.clerk, **given | {"receiver": " "})
    assert not OutgoingDocument.objects.exists()


@pytest.mark.parametrize("state", [State.DECIDED, State.RETURNED])
def test_a_wrong_result_is_corrected_under_a_new_number_and_the_old_one_kept(house, state):
    dossier = make.IN_STATE[state](house)
    before = (dossier.decided_at, dossier.returned_at)
    dossier = correct_result(dossier, by=house.leader, reason="Sai năm sinh", template="result", note="Sai năm sinh")
    old, new = dossier.results.all()
    assert (old.document.number, new.document.number, new.replaces, old.replaced_by) == (1, 2, old, new)
    assert (dossier.state, dossier.decided_at, dossier.returned_at) == (state, *before)
    data = assert_recorded(dossier, Action.CORRECT_RESULT, by=house.leader)
    assert (data["replaces"], "năm sinh" in str(data)) == (old.pk, False)
    dossier = correct_result(dossier, by=house.leader, reason="Sai họ tên", template="result")
    assert dossier.results.last().replaces == new


def test_who_corrects_and_why(house):
    dossier = make.returned(house)
    with refused("reason_needed"):
        correct_result(dossier, by=house.leader, reason="", template="result")
    for by in (house.clerk, house.head, house.registry, make_post(Role.LEADER)):
        with pytest.raises(NotPermitted):
            correct_result(dossier, by=by, reason="Sai", template="result")
    with refused("wrong_state"):
        correct_result(make.to_sign(house), by=house.leader, reason="Sai", template="result")
    assert OutgoingDocument.objects.count() == 1
