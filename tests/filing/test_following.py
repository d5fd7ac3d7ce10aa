"""What becomes of filings when their account is joined to another or closed."""

import pytest

from motcua.citizens.actions import close_account, join_account
from motcua.citizens.models import AccountEvent
from motcua.core.reactions import carry_out
from motcua.files.models import StoredFile
from motcua.filing.actions.filling import begin
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.models import Filing
from tests.factories import make_account
from tests.filing.filled import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def present():
    """An account opened by a code, which has proven nothing yet."""
    return make_account(name="Trần Thị Mẹ")


@pytest.fixture
def begun(house, edition, present):
    by = present.acting()
    return fill(begin(by=by, edition=edition, desk=house.centre), by=by)


def follow(account, action):
    assert carry_out(AccountEvent.objects.get(subject=account, action=action)) == []


def test_filings_go_over_into_the_account_in_which_the_identity_was_proven(begun, present, mother, stranger):
    join_account(present, by=present.acting(), into=mother)
    follow(present, "account.join")
    follow(present, "account.join")  # a reaction may run again
    filing = Filing.objects.get(pk=begun.pk)
    assert (filing.account, filing.state) == (mother, State.OPEN)
    assert not Filing.objects.visible_to(stranger.acting()).exists()
    dossier = send(filing, by=mother.acting(), delivery="at_desk", declared=True)
    assert dossier.applicant.account == mother


def test_what_a_closed_account_had_not_sent_is_gone_and_what_it_sent_stays(begun, house, edition, present):
    by = present.acting()
    dossier = send(
        fill(begin(by=by, edition=edition, desk=house.centre), by=by), by=by, delivery="at_desk", declared=True
    )
    kept = StoredFile.objects.get(filing_file__filing=begun)
    close_account(present, by=by)
    follow(present, "account.close")
    given_up = Filing.objects.get(pk=begun.pk)
    assert (given_up.state, given_up.answers, given_up.files.count()) == (State.ABANDONED, {}, 0)
    kept.refresh_from_db()
    assert kept.removed_at is not None
    assert Filing.objects.get(dossier=dossier).state == State.SENT
    assert dossier.papers.filter(file__isnull=False, file__removed_at=None).exists()
