"""A filing is begun, kept as it is typed, given up: its account's alone."""

from datetime import timedelta

import pytest
from django.db import connection

from motcua.agencies.actions.attempts import TooMany
from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.filing.actions.filling import MOST_OPEN, ChangedElsewhere, abandon, begin, keep, sweep
from motcua.filing.actions.holding import drop_row, lay_in, move, take_out
from motcua.filing.choices import State
from motcua.filing.models import Filing, FilingEvent, FilingFile
from motcua.procedures.models import edition_for
from tests.dossier_factories import AT_ONCE
from tests.filing.filled import ANSWERS, fill, png

pytestmark = pytest.mark.django_db


def test_beginning_fills_in_what_the_account_knows_and_is_told_as_an_event(filing, mother):
    assert filing.answers == {"name": "Trần Thị Mẹ", "number": "046190000318", "phone": mother.phone}
    event = FilingEvent.objects.get(subject=filing)
    assert (event.action, event.data["account"]) == ("filing.begin", str(mother.pk))
    assert "Trần" not in str(event.data)


@pytest.mark.parametrize("post", ["clerk", "specialist", "leader", "administrator"])
def test_nobody_who_works_here_begins_or_sees_a_filing(house, edition, filing, post):
    by = getattr(house, post)
    with pytest.raises(NotPermitted):
        begin(by=by, edition=edition, desk=house.centre)
    assert not Filing.objects.visible_to(by).exists()
    with pytest.raises(NotPermitted):
        abandon(filing, by=by)


def test_only_what_is_offered_online_at_one_of_its_desks_is_begun(house, edition, mother):
    by = mother.acting()
    other = edition_for(AT_ONCE, house.centre, edition.valid_from)
    for wrong, code in (
        ({"edition": other, "desk": house.centre}, "not_online"),
        ({"edition": edition, "desk": house.division}, "unknown_desk"),
        ({"edition": edition, "desk": house.centre, "case": "x"}, "unknown_case"),
    ):
        with pytest.raises(BadInput) as refused:
            begin(by=by, **wrong)
        assert refused.value.code == code
    edition.valid_to = edition.valid_from
    with pytest.raises(BadInput) as refused:
        begin(by=by, edition=edition, desk=house.centre)
    assert refused.value.code == "not_in_force"


def test_one_account_begins_no_more_than_so_many(house, edition, mother, stranger):
    for _ in range(MOST_OPEN):
        begin(by=mother.acting(), edition=edition, desk=house.centre)
    with pytest.raises(BadInput) as refused:
        begin(by=mother.acting(), edition=edition, desk=house.centre)
    assert refused.value.code == "too_many_filings"
    begin(by=stranger.acting(), edition=edition, desk=house.centre)


def test_what_is_typed_is_kept_without_an_event_also_what_is_wrong(filing, mother):
    kept = keep(filing, by=mother.acting(), section="what", answers={"copies": "nhiều"}, seen=1, tab="a", page=2)
    assert kept.answers["copies"] == "nhiều"
    assert kept.answers["name"] == "Trần Thị Mẹ"
    assert (kept.page, kept.version) == (2, 2)
    assert FilingEvent.objects.filter(subject=filing).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM filing_filing")
        assert "nhiều".encode() not in bytes(cursor.fetchone()[0])


def test_two_pages_do_not_overwrite_each_other_silently(filing, mother):
    by = mother.acting()
    keep(filing, by=by, section="what", answers={"reason": "một"}, seen=1, tab="a")
    keep(filing, by=by, section="what", answers={"reason": "một hai"}, seen=1, tab="a")  # its own page goes on
    with pytest.raises(ChangedElsewhere) as told:
        keep(filing, by=by, section="what", answers={"reason": "ba"}, seen=1, tab="b")
    assert told.value.filing.answers["reason"] == "một hai"
    keep(filing, by=by, section="who", answers={"name": "Khác"}, seen=1, tab="b")  # another section is no quarrel
    mine = keep(filing, by=by, section="what", answers={"reason": "ba"}, seen=told.value.filing.version, tab="b")
    assert mine.answers["reason"] == "ba"
    with pytest.raises(ChangedElsewhere):
        keep(filing, by=by, section="what", answers={"reason": "một"}, seen=1, tab="a")


def test_what_a_slow_line_brings_late_undoes_nothing_and_is_no_other_window(filing, mother):
    by, what = mother.acting(), {"section": "what", "tab": "a"}
    keep(filing, by=by, answers={"reason": "một"}, seen=1, turn=1, **what)
    kept = keep(filing, by=by, answers={"reason": "một hai"}, seen=2, turn=3, **what)  # its button is pressed
    late = keep(filing, by=by, answers={"reason": "một h"}, seen=2, turn=2, **what)
    assert (late.answers["reason"], late.version, late.touched) == ("một hai", kept.version, kept.touched)
    again = keep(filing, by=by, section="what", answers={"reason": "ba"}, seen=kept.version, turn=1, tab="b")
    assert again.answers["reason"] == "ba"
    same = keep(filing, by=by, section="what", answers={"reason": "ba"}, seen=again.version, turn=3, tab="b")
    assert same.version == again.version
    late = keep(filing, by=by, section="what", answers={"reason": "b"}, seen=again.version, turn=2, tab="b")
    assert late.answers["reason"] == "ba"  # also where the button changed nothing


def test_far_too_much_is_not_kept(filing, mother):
    with pytest.raises(BadInput) as refused:
        keep(filing, by=mother.acting(), section="what", answers={"reason": "a" * 200_001}, seen=1, tab="a")
    assert refused.value.code == "too_long"


def test_another_citizen_neither_sees_nor_changes_it(filing, stranger, mother):
    by = stranger.acting()
    given = lay_in(filing, by=mother.acting(), question="proof", name="a.png", content=png())
    assert list(Filing.objects.visible_to(mother.acting())) == [filing]
    assert not Filing.objects.visible_to(by).exists()
    assert not StoredFile.objects.visible_to(by).exists()
    assert not StoredFile.objects.visible_to(mother.acting()).exists()  # only through the filing
    for deed in (
        lambda: keep(filing, by=by, section="what", answers={}, seen=99, tab="a"),
        lambda: lay_in(filing, by=by, question="proof", name="a.png", content=png()),
        lambda: take_out(filing, by=by, file=given.file_id),
        lambda: move(filing, by=by, file=given.file_id, by_places=1),
        lambda: drop_row(filing, by=by, group="helpers", row=0),
        lambda: abandon(filing, by=by),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert StoredFile.objects.kept().count() == 1  # what was refused is not left lying


def test_files_are_laid_in_moved_and_taken_out(filing, mother):
    by = mother.acting()
    one, two, three = (lay_in(filing, by=by, question="proof", name=f"{n}.png", content=png(n)) for n in (1, 2, 3))
    with pytest.raises(BadInput) as refused:
        lay_in(filing, by=by, question="proof", name="4.png", content=png(4))
    assert refused.value.code == "too_many_files"
    move(filing, by=by, file=three.file_id, by_places=-1)
    assert [each.file.name for each in filing.files.all()] == ["1.png", "3.png", "2.png"]
    move(filing, by=by, file=one.file_id, by_places=-1)  # the first stays the first
    take_out(filing, by=by, file=two.file_id)
    take_out(filing, by=by, file=two.file_id)  # twice is once
    assert [each.file.name for each in filing.files.all()] == ["1.png", "3.png"]
    assert StoredFile.objects.get(pk=two.file_id).removed_at is not None


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"question": "nothing"}, "unknown_question"),
        ({"question": "reason"}, "unknown_question"),
        ({"question": "helper_card"}, "unknown_question"),
        ({"question": "proof", "group": "helpers"}, "unknown_question"),
        ({"question": "helper_card", "group": "helpers", "name": "a.jpg", "content": b"\xff\xd8\xff"}, "damaged_file"),
        ({"question": "helper_card", "group": "helpers", "name": "a.txt", "content": b"abc"}, "wrong_file_type"),
        ({"question": "proof", "name": "a.exe", "content": b"MZ" + b"0" * 99}, "executable"),
    ],
)
def test_a_file_that_is_not_wanted_there_is_refused_and_not_kept(filing, mother, wanted, code):
    with pytest.raises(BadInput) as refused:
        lay_in(filing, by=mother.acting(), **{"name": "a.png", "content": png()} | wanted)
    assert refused.value.code == code
    assert not FilingFile.objects.exists()
    assert not StoredFile.objects.kept().exists()


def test_files_of_rows_follow_their_rows(filing, mother):
    by = mother.acting()
    for row in range(3):
        lay_in(filing, by=by, question="helper_card", group="helpers", row=row, name=f"{row}.png", content=png(row))
    drop_row(filing, by=by, group="helpers", row=1)
    assert [(each.row, each.file.name) for each in filing.files.all()] == [(0, "0.png"), (1, "2.png")]


def test_uploads_are_counted_by_account_not_by_the_post_all_share(filing, house, edition, mother, stranger, settings):
    settings.UPLOADS_PER_TEN_MINUTES = 2
    by = mother.acting()
    for n in (1, 2):
        lay_in(filing, by=by, question="proof", name=f"{n}.png", content=png(n))
    with pytest.raises(TooMany):
        lay_in(filing, by=by, question="proof", name="3.png", content=png(3))
    theirs = begin(by=stranger.acting(), edition=edition, desk=house.centre)
    lay_in(theirs, by=stranger.acting(), question="proof", name="1.png", content=png())


def test_giving_up_removes_answers_and_files_at_once(filing, mother):
    by = mother.acting()
    filing = fill(filing, by=by)
    done = abandon(filing, by=by)
    assert (done.state, done.answers, done.touched) == (State.ABANDONED, {}, {})
    assert not StoredFile.objects.kept().exists()
    with pytest.raises(StepRefused):
        keep(done, by=by, section="what", answers=ANSWERS["what"], seen=99, tab="a")
    with pytest.raises(StepRefused):
        abandon(done, by=by)


def test_what_nobody_goes_on_with_is_swept_and_nothing_else(filing, house, edition, mother, settings):
    settings.FILING_DAYS = 30
    young = begin(by=mother.acting(), edition=edition, desk=house.centre)
    fill(filing, by=mother.acting())
    Filing.objects.filter(pk=filing.pk).update(saved_at=now() - timedelta(days=30, minutes=1))
    Filing.objects.filter(pk=young.pk).update(saved_at=now() - timedelta(days=29))
    assert sweep() == 1
    states = dict(Filing.objects.values_list("pk", "state"))
    assert states == {filing.pk: State.ABANDONED, young.pk: State.OPEN}
    assert not StoredFile.objects.kept().exists()
    assert not Dossier.objects.exists()
