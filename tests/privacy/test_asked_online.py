"""What a citizen asks online about what an office keeps: by the proven alone, once, in the same register and clocks."""

import pytest
from django.db import IntegrityError, transaction

from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.reactions import carry_out
from motcua.core.rebuilding import differences
from motcua.dossiers.models import Dossier
from motcua.privacy import actions
from motcua.privacy.actions.asking import MOST_WAITING, ask, ask_online
from motcua.privacy.choices import Proof, Right, State
from motcua.privacy.models import RightsRequest
from motcua.privacy.people import desks_of
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.citizens.test_accounts import declared
from tests.factories import make_account
from tests.privacy.conftest import ASKED, NUMBER

pytestmark = pytest.mark.django_db
NAME = "Trần Thị Mẫu"


@pytest.fixture
def account(ward):
    """Somebody proven, of whom the ward's desk received a dossier."""
    found = make_account(proven=True, name=NAME, identity_number=NUMBER)
    dossier = make.received(ward)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=declared(desk=ward.clerk, number=NUMBER, name=NAME))
    return found


def asked(account, ward, **more):
    return ask(account, by=account.acting(), **{"right": "erasure", "desk": ward.centre, "asked": "Xóa giúp"} | more)


def test_it_lies_in_the_register_with_its_clocks_before_whoever_answers(account, ward, ask):
    found = asked(account, ward)
    at_desk = ask(right="erasure")
    assert (found.due_at, found.answer_due_at) == (at_desk.due_at, at_desk.answer_due_at)
    assert (found.name, found.identity_number, found.proof) == (NAME, NUMBER, Proof.ACCOUNT)
    assert (found.office, found.desk, found.answerer, found.account) == (ward.ward, ward.centre, ward.registry, account)
    assert found.task in Task.objects.visible_to(ward.registry)
    assert found in RightsRequest.objects.visible_to(ward.clerk)
    event = found.events.get()
    assert (event.action, event.data["account"]) == ("rights.ask", str(account.pk))
    assert NAME not in str(event.data)
    assert [each for each in differences() if each.table == "privacy_rightsrequest"] == []


def test_only_the_proven_ask_and_only_for_themselves(account, ward):
    unproven = make_account(name=NAME)
    for by, of in ((unproven.acting(), unproven), (make_account(proven=True).acting(), account), (ward.clerk, account)):
        with pytest.raises(NotPermitted):
            ask(of, by=by, right="erasure", desk=ward.centre, asked="Xóa")
    with pytest.raises(NotPermitted):
        ask_online(by=ward.clerk, right="erasure", desk=ward.centre, asked="Xóa", wanted=None)
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"right": "export"}, "unknown_right"), ({"right": "all"}, "unknown_right"), ({"desk": None}, "unknown_desk"),
     ({"asked": " "}, "text_needed"), ({"asked": "x" * 2_001}, "text_too_long"),
     ({"right": "correction"}, "nothing_wanted"), ({"right": "correction", "wanted": {"phone": "abc"}}, "bad_phone")],
)  # fmt: skip
def test_what_cannot_be_asked(account, ward, wrong, code):
    with pytest.raises(BadInput) as refused:
        asked(account, ward, **wrong)
    assert refused.value.code == code
    assert not RightsRequest.objects.exists()


def test_an_office_that_keeps_nothing_of_them_is_not_asked(account, ward):
    elsewhere = make.make_house()
    assert desks_of(account) == [ward.centre]
    with pytest.raises(BadInput) as refused:
        asked(account, ward, desk=elsewhere.centre)
    assert refused.value.code == "unknown_desk"


def test_twice_is_once_and_there_is_a_most(account, ward):
    first = asked(account, ward)
    with pytest.raises(BadInput) as refused:
        asked(account, ward)
    assert refused.value.code == "asked_already"
    assert asked(account, ward, right="restriction").code != first.code
    for _ in range(MOST_WAITING - 2):  # others that wait, of whatever office
        RightsRequest.objects.filter(pk=first.pk).update(right=Right.OBJECTION)
        first = asked(account, ward)
    with pytest.raises(BadInput) as refused:
        asked(account, ward, right="correction", wanted={"phone": "0912345678"})
    assert refused.value.code == "too_many_requests"


def test_the_desk_cannot_say_that_an_account_proved_it(ward):
    with pytest.raises(BadInput) as refused:
        actions.receive(by=ward.clerk, **ASKED | {"proof": "account"})
    assert refused.value.code == "unknown_proof"


def test_who_asked_withdraws_and_nobody_else_does(account, ward):
    found, other = asked(account, ward), make_account(proven=True)
    with pytest.raises(NotPermitted):
        actions.withdraw(found, by=other.acting(), note="x")
    assert found not in RightsRequest.objects.visible_to(other.acting())
    with pytest.raises(StaleVersion):
        actions.withdraw(found, by=account.acting(), note="x", version=found.version + 1)
    assert actions.withdraw(found, by=account.acting(), note="Rút").state == State.WITHDRAWN
    with pytest.raises(StepRefused):
        actions.withdraw(found, by=account.acting(), note="Rút")


def test_what_a_desk_took_down_is_not_taken_by_an_account(account, ask):
    found = actions.refuse(ask(right="erasure"), by=ask().answerer, reason="Còn cần")
    with pytest.raises(NotPermitted):
        actions.hand_over(found, by=account.acting())


def test_a_granted_correction_is_done_told_and_taken_in_the_account(account, ward):
    found = asked(account, ward, right="correction", wanted={"phone": "0987 654 321"})
    found = actions.grant(found, by=ward.registry, reason="Đúng")
    assert carry_out(found.last_event) == []
    found.refresh_from_db()
    assert found.results[0]["fate"] == "corrected"
    assert Dossier.objects.get().applicant.phone == "0987654321"
    found = actions.hand_over(found, by=account.acting())
    assert (found.state, found.account) == (State.CLOSED, account)


def test_a_granted_erasure_forgets_the_account_too(account, ward):
    found = actions.grant(asked(account, ward), by=ward.registry, reason="Đúng")
    assert carry_out(found.last_event) == []
    found = actions.hand_over(RightsRequest.objects.get(pk=found.pk), by=account.acting())
    assert (found.forgotten_at is not None, found.account, found.name) == (True, None, "")
    assert not RightsRequest.objects.visible_to(account.acting()).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=found.pk).update(account=account)
