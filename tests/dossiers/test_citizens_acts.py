"""What a citizen does to a dossier of their own, online: withdraw it, bring what was asked for. Nothing else."""

import pytest

from motcua.agencies.models import Post
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.dossiers.actions import closing, pausing, steps
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier, PrintedPaper
from motcua.dossiers.offers import VERBS, offered
from motcua.files.actions import store
from tests import dossier_factories as make
from tests.dossier_factories import of_account
from tests.factories import make_account
from tests.files.samples import pdf

ASKED = ["Bản vẽ", "Giấy chứng nhận"]


@pytest.fixture
def account(house):
    return make_account()


def asked_for(house, account):
    dossier = of_account(make.in_progress(house), account)
    return pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu")


def paper(account, name):
    return {"name": name, "file": store(by=account.acting(), name=f"{name}.pdf", content=pdf())}


def test_they_withdraw_what_is_theirs_and_the_notice_is_the_desks(house, account):
    dossier = of_account(make.in_progress(house), account)
    done = closing.withdraw(dossier, by=account.acting(), reason="Không cần nữa")
    assert done.state == State.WITHDRAWN
    assert done.last_event.data["account"] == str(account.pk)
    notice = PrintedPaper.objects.get(pk=done.last_event.data["printed"])
    assert notice.values["signer"]["lines"] == [house.centre.name]
    assert "Cổng dịch vụ công" not in str(notice.values)
    assert rendered(notice).startswith(b"%PDF")
    assert not done.steps.filter(state="open").exists()


@pytest.mark.parametrize("state", [State.DECIDED, State.RETURNED, State.STOPPED])
def test_what_has_a_result_or_an_end_is_not_withdrawn(house, account, state):
    dossier = of_account(make.IN_STATE[state](house), account)
    with pytest.raises(StepRefused):
        closing.withdraw(dossier, by=account.acting(), reason="Không cần nữa")


def test_they_bring_what_was_asked_for_and_the_work_goes_on(house, account):
    dossier = asked_for(house, account)
    done = pausing.resume(dossier, by=account.acting(), papers=[paper(account, name) for name in ASKED])
    assert done.state == State.IN_PROGRESS
    assert done.clock_stopped_at is None
    handed = done.papers.filter(supplement__isnull=False)
    assert [each.name for each in handed] == ASKED
    assert all(each.file_id for each in handed)
    assert len(handed) == 2
    assert tasks_of(done) == ["open"]


def tasks_of(dossier):
    return [step.task.state for step in dossier.steps.filter(state="open")]


def test_a_paper_that_is_missing_is_named_unless_they_say_why(house, account):
    dossier = asked_for(house, account)
    with pytest.raises(BadInput) as found:
        pausing.resume(dossier, by=account.acting(), papers=[paper(account, "Bản vẽ")])
    assert found.value.code == "papers_missing"
    assert "Giấy chứng nhận" in found.value.message
    with pytest.raises(BadInput):
        pausing.resume(dossier, by=account.acting(), papers=[{"name": name} for name in ASKED])  # names are no papers
    done = pausing.resume(
        dossier, by=account.acting(), papers=[paper(account, "Bản vẽ")], note="Giấy chứng nhận đang thế chấp"
    )
    assert done.state == State.IN_PROGRESS


def test_what_is_asked_before_receipt_is_brought_and_the_answer_clock_begins_anew(house, account):
    dossier = of_account(make.asked_before_receipt(house), account)
    names = dossier.supplement_requests.get().papers
    done = pausing.resume(dossier, by=account.acting(), papers=[paper(account, name) for name in names])
    assert done.state == State.SUBMITTED
    assert done.steps.get(key=steps.ANSWER, state="open").task.state == "open"


@pytest.mark.parametrize("make_one", [make.suspended, make.to_pay])
def test_they_end_no_other_wait(house, account, make_one):
    dossier = of_account(make_one(house), account)
    with pytest.raises(NotPermitted):
        pausing.resume(dossier, by=account.acting(), papers=[paper(account, "x")])


def test_another_account_and_the_portal_itself_do_nothing(house, account):
    dossier = asked_for(house, account)
    for by in (make_account().acting(), make_account(proven=True).acting(), Post.objects.portal()):
        with pytest.raises(NotPermitted):
            closing.withdraw(dossier, by=by, reason="Phá")
        with pytest.raises(NotPermitted):
            pausing.resume(dossier, by=by, papers=[{"name": "x"}])
    assert Dossier.objects.get(pk=dossier.pk).state == State.WAITING_SUPPLEMENT


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_nothing_else_is_offered_to_them_in_any_state(house, account, state):
    dossier = of_account(make.IN_STATE[state](house), account)
    mine = {str(code).removeprefix("dossier.") for code in offered(dossier, by=account.acting())}
    assert mine <= {"withdraw", "resume"}
    assert offered(dossier, by=make_account().acting()) == []
    assert len(VERBS) > 20
