"""An official fills in for somebody at the counter: with consent, for one dossier, seen by nobody else."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.actions import withdraw_consent
from motcua.citizens.choices import ConsentState
from motcua.citizens.models import Consent
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.fields import blinds
from motcua.core.reactions import carry_out
from motcua.counter.holdings import HELPED
from motcua.dossiers.choices import Channel
from motcua.dossiers.choices import State as Life
from motcua.dossiers.models import Dossier
from motcua.filing.actions.filling import keep, sweep
from motcua.filing.actions.helping import MOST_HELPED, help_at_counter, let_go, take_over
from motcua.filing.actions.sending import send
from motcua.filing.choices import Action, ForWhom, Means, State
from motcua.filing.models import Filing
from motcua.notify.models import Outgoing
from motcua.privacy.registry import Known
from motcua.tasks.models import Task
from tests.factories import make_account, make_post
from tests.filing.filled import fill

OLD_MAN = {"name": "Nguyễn Văn Lão", "identity_number": "048040001234", "birth_date": "1940-02-03", "phone": "",
           "email": "", "address": "Tổ 5, phường Thử"}  # fmt: skip
SAME = {"who": {"name": OLD_MAN["name"], "number": OLD_MAN["identity_number"], "phone": ""}}


@pytest.fixture
def colleague(house: Any) -> Post:
    return make_post(Role.RECEPTIONIST, agency=house.centre)


def begun(house: Any, edition: Any, *, by: Post | None = None, **more: Any) -> Filing:
    given = {"person": OLD_MAN, "text": 1, "means": Means.SIGNED} | more
    return help_at_counter(by=by or house.clerk, edition=edition, **given)


def test_the_person_the_consent_and_the_form_are_taken_down_and_recorded(house, edition):
    filing = begun(house, edition)
    assert (filing.for_whom, filing.helper, filing.account, filing.desk) == (
        ForWhom.HELPED, house.clerk, None, house.centre,
    )  # fmt: skip
    assert filing.other == {name: value for name, value in OLD_MAN.items() if value} | {"kind": "person"}
    assert filing.answers["name"] == OLD_MAN["name"]
    assert filing.answers["number"] == OLD_MAN["identity_number"]
    consent = filing.consent
    assert consent is not None
    assert (consent.kind, consent.text, consent.by, consent.holds) == ("assisted", 1, house.clerk, True)
    assert consent.applicant.name == OLD_MAN["name"]
    event = filing.events.get()
    assert (event.action, event.by) == (Action.HELP, house.clerk)
    assert event.data["means"] == "signed"
    assert event.data["consent"] == consent.pk
    assert OLD_MAN["name"] not in str(event.data)


def test_a_spoken_consent_names_its_witness_in_the_note_of_the_event(house, edition):
    filing = begun(house, edition, means=Means.SPOKEN, note="Phạm Thị Chứng")
    assert filing.consent_means == Means.SPOKEN
    assert filing.events.get().note_key is not None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"means": "phone"}, "unknown_means"),
        ({"means": Means.SPOKEN}, "witness_needed"),
        ({"text": 2}, "other_version"),
        ({"case": "x"}, "unknown_case"),
        ({"person": OLD_MAN | {"identity_number": ""}}, "identity_needed"),
        ({"person": OLD_MAN | {"identity_number": "123"}}, "bad_identity_number"),
        ({"person": OLD_MAN | {"name": ""}}, "name_needed"),
    ],
)
def test_without_consent_or_identity_nothing_begins(house, edition, wrong, code):
    with pytest.raises(BadInput) as caught:
        begun(house, edition, **wrong)
    assert caught.value.code == code
    assert not Filing.objects.exists()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("who", ["specialist", "leader", "head", "cashier"])
def test_only_a_desk_helps(house, edition, who):
    with pytest.raises(NotPermitted):
        begun(house, edition, by=getattr(house, who))


def test_another_offices_desk_does_not_file_there(house, edition):
    with pytest.raises(BadInput) as caught:
        begun(house, edition, by=make_post(Role.RECEPTIONIST))
    assert caught.value.code == "unknown_desk"


def test_nobody_has_more_open_than_can_be_looked_after(house, edition, monkeypatch):
    monkeypatch.setattr("motcua.filing.actions.helping.MOST_HELPED", 1)
    begun(house, edition)
    with pytest.raises(BadInput) as caught:
        begun(house, edition)
    assert (caught.value.code, MOST_HELPED) == ("too_many_filings", 40)


def test_sent_it_is_an_online_dossier_of_the_citizen_before_the_desk(house, edition):
    filing = fill(begun(house, edition), by=house.clerk, but=SAME)
    dossier = send(filing, by=house.clerk, delivery="at_desk", declared=True)
    assert (dossier.channel, dossier.helped_at, dossier.desk, dossier.state) == (
        Channel.ONLINE, house.centre, house.centre, Life.SUBMITTED,
    )  # fmt: skip
    assert dossier.answer_due_at is not None
    applicant = dossier.applicant
    assert (applicant.name, applicant.identity_number, applicant.account) == (
        OLD_MAN["name"], OLD_MAN["identity_number"], None,
    )  # fmt: skip
    assert applicant.address == OLD_MAN["address"]
    born = dossier.events.order_by("pk")[0]
    assert born.by == house.clerk
    assert Task.objects.visible_to(house.clerk).get().url_key == dossier.code
    sent = Filing.objects.get(pk=filing.pk)
    assert (sent.state, sent.other, sent.answers) == (State.SENT, None, {})
    assert send(filing, by=house.clerk, delivery="at_desk", declared=True) == dossier
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize(("phone", "kinds"), [("0912345678", ["dossiers.submitted"]), ("", [])])
def test_who_gave_a_phone_is_told_and_who_gave_none_is_not(house, edition, phone, kinds):
    person = OLD_MAN | {"phone": phone}
    but = {"who": SAME["who"] | {"phone": phone}}
    filing = fill(begun(house, edition, person=person), by=house.clerk, but=but)
    dossier = send(filing, by=house.clerk, delivery="at_desk", declared=True)
    assert carry_out(dossier.events.order_by("pk")[0]) == []
    assert [each.kind for each in Outgoing.objects.all()] == kinds


def test_once_the_state_says_who_they_are_the_dossier_is_theirs(house, edition):
    dossier = send(
        fill(begun(house, edition), by=house.clerk, but=SAME), by=house.clerk, delivery="at_desk", declared=True
    )
    same = make_account(proven=True, name=OLD_MAN["name"], identity_number=OLD_MAN["identity_number"])
    namesake = make_account(proven=True, name=OLD_MAN["name"])
    unproven = make_account(name=OLD_MAN["name"])
    assert list(Dossier.objects.visible_to(same.acting())) == [dossier]
    for other in (namesake, unproven):
        assert not Dossier.objects.visible_to(other.acting()).exists()


def test_nobody_else_reads_or_changes_what_is_open(house, edition, colleague, mother):
    filing = begun(house, edition)
    assert list(Filing.objects.visible_to(house.clerk)) == [filing]
    for by in (colleague, house.leader, house.head, mother.acting(), make_post(Role.RECEPTIONIST)):
        assert not Filing.objects.visible_to(by).exists()
        with pytest.raises(NotPermitted):
            keep(filing, by=by, section="who", answers={"name": "x"}, seen=1, tab="t")
        with pytest.raises(NotPermitted):
            send(filing, by=by, delivery="at_desk", declared=True)


def test_a_colleague_at_the_desk_takes_it_over_and_the_first_one_reads_it_no_more(house, edition, colleague):
    filing = begun(house, edition)
    assert list(Filing.objects.of_colleagues(colleague)) == [filing]
    assert not Filing.objects.of_colleagues(house.clerk).exists()
    taken = take_over(filing, by=colleague)
    assert taken.helper == colleague
    event = taken.events.order_by("pk").last()
    assert event is not None
    assert (event.action, event.by, event.data["before"]) == (Action.TAKE_OVER, colleague, house.clerk.pk)
    assert not Filing.objects.visible_to(house.clerk).exists()
    with pytest.raises(NotPermitted):
        keep(filing, by=house.clerk, section="who", answers={}, seen=1, tab="t")
    dossier = send(fill(taken, by=colleague, but=SAME), by=colleague, delivery="at_desk", declared=True)
    assert dossier.events.order_by("pk")[0].by == colleague


def test_only_a_colleague_at_the_same_desk_takes_over(house, edition, filing):
    helped = begun(house, edition)
    for by in (make_post(Role.RECEPTIONIST), house.head, house.leader, house.clerk, house.cashier):
        assert helped not in Filing.objects.of_colleagues(by)
        with pytest.raises(NotPermitted):
            take_over(helped, by=by)
    with pytest.raises(NotPermitted):  # what citizens fill in themselves is nobody's to take
        take_over(filing, by=house.clerk)


def test_taken_over_from_an_old_page_or_sent_it_is_refused(house, edition, colleague):
    third = make_post(Role.RECEPTIONIST, agency=house.centre)
    filing = begun(house, edition)
    take_over(filing, by=colleague, version=filing.version)
    with pytest.raises(StaleVersion):
        take_over(filing, by=third, version=filing.version)
    done = Filing.objects.get(pk=filing.pk)
    send(fill(done, by=colleague, but=SAME), by=colleague, delivery="at_desk", declared=True)
    with pytest.raises(StepRefused):
        take_over(filing, by=third)


def test_given_up_everything_goes_and_the_consent_only_if_taken_back(house, edition):
    kept, gone = begun(house, edition), begun(house, edition)
    let_go(kept, by=house.clerk, withdrawn=False)
    let_go(gone, by=house.clerk, withdrawn=True)
    for filing, state in ((kept, ConsentState.GIVEN), (gone, ConsentState.WITHDRAWN)):
        now = Filing.objects.select_related("consent").get(pk=filing.pk)
        assert (now.state, now.other, now.answers) == (State.ABANDONED, None, {})
        assert now.consent is not None
        assert now.consent.state == state


def test_a_consent_taken_back_ends_what_hangs_on_it(house, edition):
    filing = fill(begun(house, edition), by=house.clerk, but=SAME)
    assert filing.consent is not None
    withdrawn = withdraw_consent(filing.consent, by=house.clerk)
    with pytest.raises(BadInput) as caught:  # also before the reaction has run
        send(Filing.objects.get(pk=filing.pk), by=house.clerk, delivery="at_desk", declared=True)
    assert caught.value.code == "consent_withdrawn"
    assert carry_out(withdrawn.events.order_by("pk").last()) == []
    assert Filing.objects.get(pk=filing.pk).state == State.ABANDONED
    assert not filing.files.exists()


def test_what_nobody_goes_on_with_is_swept(house, edition, set_clock):
    set_clock("2026-03-02T09:00")
    filing = begun(house, edition)
    set_clock("2026-12-30T09:00")
    assert sweep() == 1
    swept = Filing.objects.get(pk=filing.pk)
    assert (swept.state, swept.other) == (State.ABANDONED, None)


def test_the_database_asks_for_the_consent_of_who_is_helped(house, edition):
    filing = begun(house, edition)
    for wrong in ({"consent": None}, {"consent_means": ""}, {"consent_means": "x"}, {"helper": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Filing.objects.filter(pk=filing.pk).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_take_over_at_once_one_has_it(house, edition, colleague, together):
    third = make_post(Role.RECEPTIONIST, agency=house.centre)
    filing = begun(house, edition)

    def take(by: Post) -> str:
        try:
            take_over(filing, by=by, version=filing.version)
        except StaleVersion:
            return "stale"
        return "taken"

    assert sorted(together(lambda: take(colleague), lambda: take(third))) == ["stale", "taken"]


def test_what_is_being_filled_in_for_a_person_is_told_and_erased(house, edition):
    number = OLD_MAN["identity_number"]
    theirs, other = begun(house, edition), begun(house, edition, person=OLD_MAN | {"identity_number": "048040001235"})
    known = Known(house.ward, (number,), tuple(blinds("identity", number)), ())
    (row,) = HELPED.tell(known)
    assert (row["Thủ tục"], row["Người khai giúp"]) == ("Cấp giấy phép thử", house.clerk.person.name)
    assert HELPED.erase is not None
    (result,) = HELPED.erase(known, by=Post.objects.system(), cause="DL26-1")
    assert result.count == 1
    states = dict(Filing.objects.values_list("pk", "state"))
    assert states == {theirs.pk: State.ABANDONED, other.pk: State.OPEN}
