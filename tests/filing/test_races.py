"""Two at the same moment on one filing: two clicks, two tabs, a piece sent twice. Each with a connection of its own."""

from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from motcua.core.errors import BadInput, Refused, StepRefused
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.filing.actions.filling import MOST_OPEN, ChangedElsewhere, abandon, begin, begin_once, keep
from motcua.filing.actions.holding import lay_in
from motcua.filing.actions.receiving import WrongOffset, announce, append, finish
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.models import Filing, FilingEvent, FilingFile, Upload, UploadPiece
from tests.factories import at_home
from tests.filing.filled import fill, png

pytestmark = pytest.mark.django_db(transaction=True)
HOW = {"delivery": "at_desk", "declared": True}


def refusals(results):
    return [each for each in results if isinstance(each, Refused)]


def test_at_the_limit_two_beginnings_are_one(house, edition, mother, together):
    by, give = mother.acting(), {"edition": edition, "desk": house.centre}
    for _ in range(MOST_OPEN - 1):
        begin(by=by, **give)
    results = together(*[partial(begin, by=by, **give)] * 3)
    (refused,) = {each.code for each in refusals(results)}
    assert refused == "too_many_filings"
    assert Filing.objects.being_filled_in().count() == MOST_OPEN


def test_a_page_pressed_twice_begins_one_filing(house, edition, mother, stranger, together):
    given = {"edition": edition, "desk": house.centre, "key": uuid4()}
    results = together(*[partial(begin_once, by=mother.acting(), **given)] * 3)
    assert {each.pk for each in results} == {given["key"]} == {Filing.objects.get().pk}
    assert FilingEvent.objects.count() == 1
    with pytest.raises(BadInput) as told:
        begin_once(by=stranger.acting(), **given)
    assert told.value.code == "key_taken"


def test_of_two_pages_that_keep_one_section_one_is_told_of_the_other(filing, mother, together):
    by = mother.acting()
    texts = {"a": "một", "b": "hai"}
    results = together(*(
        partial(keep, filing, by=by, section="what", answers={"reason": text}, seen=1, tab=tab)
        for tab, text in texts.items()
    ))  # fmt: skip
    (told,) = refusals(results)
    assert isinstance(told, ChangedElsewhere)
    (kept,) = [each for each in results if each is not told]
    assert Filing.objects.get().answers["reason"] == kept.answers["reason"] == told.filing.answers["reason"]


def test_pages_of_different_sections_lose_nothing_of_each_other(filing, mother, together):
    by = mother.acting()
    results = together(
        partial(keep, filing, by=by, section="what", answers={"reason": "Mở quán"}, seen=1, tab="a"),
        partial(keep, filing, by=by, section="who", answers={"name": "Tên Khác"}, seen=1, tab="b"),
    )
    assert refusals(results) == []
    answers = Filing.objects.get().answers
    assert (answers["reason"], answers["name"]) == ("Mở quán", "Tên Khác")


def test_what_is_typed_while_it_is_sent_is_with_it_or_is_refused(filing, mother, together):
    by = mother.acting()
    filing = fill(filing, by=by)
    sent, kept = together(
        partial(send, filing, by=by, **HOW),
        partial(keep, filing, by=by, section="what", answers={"reason": "Mở quán ăn"}, seen=filing.version, tab="t"),
    )
    assert isinstance(sent, Dossier)
    said = Dossier.objects.get().filed_form.answers["reason"]
    assert said == ("Mở quán nước" if isinstance(kept, StepRefused) else "Mở quán ăn")
    assert Filing.objects.get().answers == {}


def test_sent_and_given_up_at_once_it_is_one_of_both(filing, mother, together):
    by = mother.acting()
    filing = fill(filing, by=by)
    results = together(partial(send, filing, by=by, **HOW), partial(abandon, filing, by=by))
    assert len(refusals(results)) == 1
    state = Filing.objects.get().state
    assert Dossier.objects.count() == int(state == State.SENT)
    assert StoredFile.objects.kept().exists() == (state == State.SENT)


def test_the_button_pressed_in_two_tabs_at_once_sends_once(filing, mother, together):
    filing = fill(filing, by=mother.acting())
    tabs = [at_home(Client(), mother) for _ in range(2)]
    given = {"delivery": "at_desk", "declared": "on"}
    answers = together(*(partial(tab.post, f"/nop/{filing.pk}/nop-ho-so/", given) for tab in tabs))
    assert [each.headers["Location"] for each in answers] == [f"/nop/{filing.pk}/da-nop/"] * 2
    assert Dossier.objects.count() == 1
    assert FilingEvent.objects.filter(subject=filing, action="filing.send").count() == 1


def test_a_piece_sent_twice_at_once_is_taken_once(filing, mother, together):
    by, content = mother.acting(), png()
    half = len(content) // 2
    upload = announce(filing, by=by, question="proof", group="", row=0, name="a.png", size=len(content))
    results = together(*[partial(append, upload, by=by, offset=0, piece=content[:half])] * 2)
    (told,) = refusals(results)
    assert isinstance(told, WrongOffset)
    assert told.offset == Upload.objects.get().offset == half
    assert UploadPiece.objects.count() == 1
    whole = append(upload, by=by, offset=half, piece=content[half:])
    done = together(*[partial(finish, whole, by=by)] * 2)
    assert len(refusals(done)) == 1
    assert FilingFile.objects.count() == StoredFile.objects.kept().count() == 1


def test_the_last_place_for_a_file_is_given_once(filing, mother, together):
    by = mother.acting()
    for number in (1, 2):
        lay_in(filing, by=by, question="proof", name=f"{number}.png", content=png(number))
    results = together(*(
        partial(lay_in, filing, by=by, question="proof", name=f"{number}.png", content=png(number)) for number in (3, 4)
    ))  # fmt: skip
    (refused,) = refusals(results)
    assert isinstance(refused, BadInput)
    assert refused.code == "too_many_files"
    assert FilingFile.objects.count() == StoredFile.objects.kept().count() == 3
