"""One person declared twice: merged and parted again, by whom, with what follows; nobody else's data moves."""

import threading
import time

import pytest
from django.db import transaction

from motcua.agencies.choices import Role
from motcua.citizens.actions import declare, record_consent, restrict
from motcua.citizens.choices import ConsentKind
from motcua.citizens.consents import present_text
from motcua.citizens.models import Applicant
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.dossiers.actions import merging
from motcua.dossiers.actions.closing import withdraw
from motcua.dossiers.actions.correcting import correct_applicant
from motcua.dossiers.actions.intake import register
from motcua.dossiers.choices import MergeCause
from motcua.dossiers.models import Dossier, Merge
from tests.dossier_factories import intake_of, received
from tests.factories import make_account, make_post, make_ward, system

pytestmark = pytest.mark.django_db
WHY = "Đã đối chiếu thẻ căn cước"
RIGHT, WRONG = "046190000318", "046190000381"
NAME = "Trần Thị Mẫu"


@pytest.fixture
def head(house):
    return make_post(Role.RECEPTIONIST, agency=house.centre, title="Trưởng bộ phận một cửa")


@pytest.fixture
def two(house):
    """The person as they are, and a dossier under a number with two digits changed round."""
    kept = declare(by=house.clerk, kind="person", name=NAME, identity_number=RIGHT, phone="0912345274")
    gone = declare(by=house.clerk, kind="person", name="Trần Thị Mâu", identity_number=WRONG, phone="0912345274")
    return kept, gone


def merged(head, two, cause=MergeCause.MISTYPED):
    return merging.merge(by=head, kept=two[0], gone=two[1], cause=cause, note=WHY)


def test_dossiers_are_found_under_who_was_kept_and_each_tells_so(house, head, two):
    kept, gone = two
    own, brought = received(house, applicant=gone), received(house, applicant=kept, submitter=gone)
    done = merged(head, two)
    own.refresh_from_db()
    brought.refresh_from_db()
    assert (own.applicant, brought.submitter) == (kept, kept)
    assert own.folded == kept.folded
    assert list(Dossier.objects.search("tran thi mau").order_by("pk")) == [own, brought]
    event = own.events.order_by("-pk")[0]
    assert event.data["before"] == str(gone.pk)
    assert event.data["named"] == ["applicant"]
    assert done.events.get().note() == WHY
    gone.refresh_from_db()
    assert (gone.merged_into, gone.misdeclared) == (kept, True)
    assert not Applicant.objects.found_by_identity(WRONG).exists()


def test_undoing_brings_back_exactly_what_was_moved(house, head, two):
    kept, gone = two
    before = [received(house, applicant=kept), received(house, applicant=gone, submitter=kept)]
    terms = list(Dossier.objects.order_by("pk").values_list("applicant", "submitter", "terms", "folded"))
    done = merged(head, two)
    since = received(house, applicant=Applicant.objects.get(pk=kept.pk))
    merging.undo(done, by=head, note="Hai chị em")
    rows = Dossier.objects.exclude(pk=since.pk).order_by("pk")
    assert list(rows.values_list("applicant", "submitter", "terms", "folded")) == terms
    since.refresh_from_db()
    assert since.applicant == kept
    assert Applicant.objects.found_by_identity(WRONG).get() == gone
    assert len(before) == 2
    with pytest.raises(StepRefused):
        merging.undo(Merge.objects.get(pk=done.pk), by=head, note="lần nữa")


def test_undoing_is_refused_and_tells_what_changed_since(house, head, two):
    kept, gone = two
    dossier = received(house, applicant=gone)
    done = merged(head, two)
    right = declare(by=house.clerk, kind="person", name="Trần Thị Khác", identity_number=RIGHT)
    correct_applicant(dossier, by=system(), before=[kept], after=right, cause="DL26-1")
    with pytest.raises(merging.ChangedSince, match=str(dossier.code)):
        merging.undo(done, by=head, note=WHY)
    dossier.refresh_from_db()
    assert dossier.applicant == right
    assert Merge.objects.get(pk=done.pk).undone_at is None


def test_undoing_is_refused_after_who_was_kept_was_merged_on(house, head, two):
    done = merged(head, two)
    third = declare(by=house.clerk, kind="person", name=NAME, identity_number=RIGHT, phone="0912345999")
    merging.merge(by=head, kept=third, gone=two[0], cause=MergeCause.SAME_NUMBER, note=WHY)
    with pytest.raises(merging.ChangedSince, match="gộp tiếp"):
        merging.undo(done, by=head, note=WHY)


def test_consents_follow_and_come_back(house, head, two):
    kept, gone = two
    consent = record_consent(by=house.clerk, applicant=gone, text=present_text(ConsentKind.ASSISTED).version)
    done = merged(head, two)
    consent.refresh_from_db()
    assert consent.applicant == kept
    merging.undo(done, by=head, note=WHY)
    consent.refresh_from_db()
    assert consent.applicant == gone


def test_a_restriction_of_processing_follows_and_goes_back(house, head, two):
    kept, gone = two
    closed = withdraw(received(house, applicant=kept), by=house.clerk, reason="Không cần nữa")
    restrict([gone.pk], office=house.ward, by=system())
    assert list(Dossier.objects.search("tran thi mau")) == [closed]
    done = merged(head, two)
    kept.refresh_from_db()
    assert kept.restricted_by == house.ward
    assert not Dossier.objects.search("tran thi mau").exists()
    merging.undo(done, by=head, note=WHY)
    kept.refresh_from_db()
    assert kept.restricted_by is None
    assert list(Dossier.objects.search("tran thi mau")) == [closed]


def test_an_old_number_still_leads_to_its_person_a_mistyped_one_to_nobody(house, head, two):
    kept, gone = two
    index, dossier = bytes(gone.identity_index), received(house, applicant=gone)
    done = merged(head, two, MergeCause.OLD_NUMBER)
    assert set(Applicant.objects.of_person([index])) == {kept, gone}
    assert list(Dossier.objects.of_numbers([index])) == [dossier]
    merging.undo(done, by=head, note=WHY)
    merged(head, two, MergeCause.MISTYPED)
    assert not Applicant.objects.of_person([index]).exists()
    assert not Dossier.objects.of_numbers([index]).exists()
    assert set(Applicant.objects.of_person([bytes(kept.identity_index)])) == {kept, gone}


def test_two_proven_numbers_are_two_people(head, two):
    for number in (RIGHT, WRONG):
        make_account(proven=True, identity_number=number, name="Ai đó")
    with pytest.raises(BadInput) as refused:
        merged(head, two)
    assert refused.value.code == "both_proven"


def test_nobody_comes_to_see_dossiers_on_the_portal_by_a_merge_unless_they_proved_who_they_are(house, head):
    account = make_account(name=NAME)
    kept = declare(by=account.acting(), kind="person", name=NAME, identity_number=RIGHT, own=True)
    gone = declare(by=house.clerk, kind="person", name=NAME, phone="0912345274")
    for pair, code in (((kept, gone), "account_not_proven"), ((gone, kept), "another_account")):
        with pytest.raises(BadInput) as refused:
            merging.merge(by=head, kept=pair[0], gone=pair[1], cause=MergeCause.NO_NUMBER, note=WHY)
        assert refused.value.code == code
    proven = make_account(proven=True, identity_number="046190000999", name=NAME)
    own = declare(by=proven.acting(), kind="person", name=NAME, identity_number="046190000999", own=True)
    dossier = received(house, applicant=gone)
    done = merging.merge(by=head, kept=own, gone=gone, cause=MergeCause.NO_NUMBER, note=WHY)
    assert list(Dossier.objects.visible_to(proven.acting())) == [dossier]
    merging.undo(done, by=head, note=WHY)
    assert not Dossier.objects.visible_to(proven.acting()).exists()


def test_what_cannot_be_one_person_is_refused(house, head, two):
    kept, gone = two
    firm = declare(by=house.clerk, kind="organisation", name="Công ty Mẫu")
    for pair, cause, note, code in (
        ((kept, kept), MergeCause.SAME_NUMBER, WHY, "same_declaration"),
        ((kept, firm), MergeCause.NO_NUMBER, WHY, "two_kinds"), ((kept, gone), "lạ", WHY, "unknown_cause"),
        ((kept, gone), MergeCause.SAME_NUMBER, WHY, "cause_does_not_fit"),
        ((kept, gone), MergeCause.NO_NUMBER, WHY, "cause_does_not_fit"),
        ((kept, gone), MergeCause.MISTYPED, " ", "reason_needed"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            merging.merge(by=head, kept=pair[0], gone=pair[1], cause=cause, note=note)
        assert refused.value.code == code
    merged(head, two)
    with pytest.raises(BadInput, match="đã gộp"):
        merged(head, two)


def test_only_heads_of_desks_and_administrators_merge_and_only_what_is_their_units(house, head, two):
    received(house, applicant=two[1])
    for refused in (house.clerk, house.specialist, house.leader, house.inspector):
        with pytest.raises(NotPermitted):
            merged(refused, two)
    elsewhere = make_ward()
    other = make_post(Role.RECEPTIONIST, agency=elsewhere["centre"], title="Phó Giám đốc Trung tâm")
    with pytest.raises(BadInput) as told:
        merged(other, two)
    assert told.value.code == "elsewhere"
    done = merged(house.administrator, two)
    with pytest.raises(NotPermitted):
        merging.undo(done, by=other, note=WHY)
    merging.undo(done, by=house.administrator, note=WHY)


@pytest.mark.django_db(transaction=True)
def test_an_intake_under_way_for_who_is_merged_moves_too(house, head, two, together):
    """The intake declared first and is held up; the merge waits for it, then moves its dossier."""
    kept, gone = two
    declared = threading.Event()

    def take_in():
        with transaction.atomic():
            same = declare(by=house.clerk, kind="person", name=gone.name, identity_number=WRONG, phone="0912345274")
            assert same == gone
            declared.set()
            time.sleep(0.5)
            return register(by=house.clerk, intake=intake_of(house, applicant=same))

    def merge_now():
        assert declared.wait(10)
        return merged(head, two)

    dossier, done = together(take_in, merge_now)
    dossier.refresh_from_db()
    assert dossier.applicant == kept
    assert done.moved.get().dossier == dossier


@pytest.mark.django_db(transaction=True)
def test_an_intake_that_begins_while_one_merges_declares_anew(house, head, two, together):
    merging_now = threading.Event()

    def merge_now():
        with transaction.atomic():
            done = merged(head, two)
            merging_now.set()
            time.sleep(0.5)
            return done

    def take_in():
        assert merging_now.wait(10)
        with transaction.atomic():
            new = declare(by=house.clerk, kind="person", name=two[1].name, identity_number=WRONG, phone="0912345274")
            return register(by=house.clerk, intake=intake_of(house, applicant=new))

    _, dossier = together(merge_now, take_in)
    assert dossier.applicant not in two
    assert dossier.applicant.merged_into is None
