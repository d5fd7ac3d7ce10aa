"""What the portal holds of a person is told to them and erased with them."""

import pytest

from motcua.agencies.models import Post
from motcua.core.fields import blinds
from motcua.filing.actions.filling import begin, empty_again
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.erasures import empty_filings
from motcua.filing.models import Filing
from motcua.portal.holdings import FILINGS, FORMS
from motcua.privacy.registry import Known
from tests.filing.filled import fill

pytestmark = pytest.mark.django_db
NUMBER = "046190000318"


def known(house, *declarations):
    return Known(house.ward, (NUMBER,), tuple(blinds("identity", NUMBER)), declarations)


def test_what_is_being_filled_in_is_told_and_erased(filing, house, edition, mother, stranger):
    fill(filing, by=mother.acting())
    theirs = begin(by=stranger.acting(), edition=edition, desk=house.centre)
    (row,) = FILINGS.tell(known(house))
    assert row["Thủ tục"] == "Cấp giấy phép thử"
    (result,) = FILINGS.erase(known(house), by=Post.objects.system(), cause="DL26-1")
    assert result.count == 1
    states = dict(Filing.objects.values_list("pk", "state"))
    assert states == {filing.pk: State.ABANDONED, theirs.pk: State.OPEN}
    assert Filing.objects.get(pk=filing.pk).answers == {}


def test_what_was_answered_is_told(filing, house, mother):
    dossier = send(fill(filing, by=mother.acting()), by=mother.acting(), delivery="at_desk", declared=True)
    rows = FORMS.tell(known(house, dossier.applicant))
    assert {"Mã hồ sơ": dossier.code, "Câu hỏi": "Lý do", "Câu trả lời": "Mở quán nước"} in rows


def test_an_older_copy_forgets_again_what_was_given_up_and_nothing_that_was_sent(filing, house, edition, mother):
    by = mother.acting()
    sent = fill(begin(by=by, edition=edition, desk=house.centre), by=by)
    send(sent, by=by, delivery="at_desk", declared=True)
    fill(filing, by=by)
    assert empty_filings([str(filing.pk), str(sent.pk)], cause="") == ""
    filing.refresh_from_db()
    assert (filing.state, filing.answers, filing.files.count()) == (State.ABANDONED, {}, 0)
    empty_again(filing)  # twice is once
    assert Filing.objects.get(pk=sent.pk).state == State.SENT
