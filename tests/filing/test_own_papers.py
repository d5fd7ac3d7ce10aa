"""The store of an account: found by reading, of one's own people only, and gone where the dossier's file is gone."""

from datetime import date, timedelta

import pytest

from motcua.citizens.actions import declare
from motcua.citizens.models import Applicant
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.dossiers.actions.deciding import correct_result
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.models import Dossier
from motcua.files.actions import remove
from motcua.files.models import StoredFile
from motcua.filing.actions.following import give_up_all, go_over
from motcua.filing.actions.noting import note_paper, sweep_notes
from motcua.filing.actions.sending import send
from motcua.filing.models import PaperNote
from motcua.filing.offers import papers_of_person
from motcua.filing.own_papers import each_once, given, held, issued, read_given, read_issued, without_hidden
from tests import dossier_factories as make
from tests.factories import make_account, system
from tests.filing.filled import fill, png
from tests.filing.shelves import PROOF, at_desk, brought, digitised

pytestmark = pytest.mark.django_db


def shown(by):
    return read_given(each_once(given(by)).order_by("-handed_in_at", "-pk"), by=by)


def test_what_was_filed_online_and_what_a_desk_digitised_are_both_there(filing, house, mother, stranger):
    by = mother.acting()
    online = send(fill(filing, by=by), by=by, delivery="at_desk", declared=True)
    paper = brought(house, at_desk(house, mother))
    found = shown(by)
    assert [(each.name, each.dossier, each.whose) for each in found] == [
        (PROOF, paper.dossier, ""), (PROOF, online, ""),
    ]  # fmt: skip
    assert not shown(stranger.acting())
    assert not shown(make_account(name=mother.name).acting())  # of the same name, proved nothing


def test_the_same_paper_handed_in_twice_stands_once_with_both_times(house, mother):
    by, person = mother.acting(), at_desk(house, mother)
    first, second = brought(house, person), brought(house, person)
    other = brought(house, person, content=png(90))
    assert [each.row for each in shown(by)] == [other, second]
    twice = shown(by)[1]
    assert [code for code, _ in twice.times] == [second.dossier.code, first.dossier.code]


def test_papers_of_a_dossier_for_somebody_else_say_whose_they_are(house, mother):
    by = mother.acting()
    son = declare(by=by, kind="person", name="Trần Văn Con", identity_number="046210000319")
    holder = declare(by=by, own=True, kind="person", name=mother.name, identity_number=mother.identity_number)
    paper = brought(house, son)
    assert not shown(by)
    Dossier.objects.filter(pk=paper.dossier_id).update(submitter=holder)
    assert [each.whose for each in shown(by)] == ["Trần Văn Con"]
    mine = brought(house, at_desk(house, mother))  # the same content, for another person: two papers
    assert [(each.row, each.whose) for each in shown(by)] == [(mine, ""), (paper, "Trần Văn Con")]
    close(paper.dossier)
    Applicant.objects.filter(pk=son.pk).update(restricted_by=house.ward)
    assert [each.row for each in shown(by)] == [mine]
    assert held(by, f"p{paper.pk}") is None


def close(dossier):
    moment = dossier.registered_at
    Dossier.objects.filter(pk=dossier.pk).update(state="withdrawn", closed_at=moment)


def test_what_its_holder_asked_to_hold_back_is_shown_to_them_and_not_used_again(filing, house, mother):
    by, person = mother.acting(), at_desk(house, mother)
    paper = brought(house, person)
    Applicant.objects.filter(pk=person.pk).update(restricted_by=house.ward)
    assert [each.usable for each in papers_of_person(filing, by=by)] == [True]  # while the dossier runs
    close(paper.dossier)
    assert [(each.row, each.usable) for each in shown(by)] == [(paper, False)]
    assert not papers_of_person(filing, by=by)


def test_what_was_erased_destroyed_or_found_harmful_is_not_there(house, mother):
    by, person = mother.acting(), at_desk(house, mother)
    papers = [brought(house, person, content=png(shade)) for shade in (40, 41, 42, 43)]
    remove(papers[0].file, by=system(), cause="QĐ 1")
    StoredFile.objects.filter(pk=papers[1].file_id).update(scan="harmful")
    close(papers[2].dossier)
    erase(Dossier.objects.get(pk=papers[2].dossier_id), by=system(), cause="QĐ 2")
    assert [each.row for each in shown(by)] == [papers[3]]


def test_a_result_is_there_when_it_may_be_fetched_and_a_corrected_one_says_so(house, mother):
    by, person = mother.acting(), at_desk(house, mother)

    def mine(dossier):
        Dossier.objects.filter(pk=dossier.pk).update(applicant=person)
        return dossier

    mine(make.decided(house))  # not yet at the desk
    waiting, owing, back = mine(make.at_the_desk(house)), mine(make.at_the_desk(house)), mine(make.returned(house))
    Dossier.objects.filter(pk=owing.pk).update(money="due")
    found = read_issued(issued(by).order_by("pk"), by=by)
    assert [(each.dossier, each.name, each.usable) for each in found] == [
        (waiting, "Văn bản", True), (back, "Văn bản", True),
    ]  # fmt: skip
    correct_result(back, by=house.leader, template="result", reason="Sai tên")
    rows = read_issued(issued(by).filter(dossier=back).order_by("pk"), by=by)
    assert [(each.replaced, each.usable) for each in rows] == [(True, False), (False, True)]


def test_what_the_holder_says_of_a_paper_is_the_accounts_alone(house, mother, stranger):
    by, person = mother.acting(), at_desk(house, mother)
    brought(house, person)
    paper = brought(house, person)  # the same content: one note for both
    one = held(by, f"p{paper.pk}")
    note_paper(one, by=by, name="Căn cước của tôi", valid_until=today() + timedelta(days=9), hidden=True)
    again = held(by, f"p{paper.pk}")
    assert (again.title, again.name, again.is_hidden) == ("Căn cước của tôi", PROOF, True)
    assert again.validity.until == today() + timedelta(days=9)
    assert not without_hidden(given(by), by).exists()
    assert without_hidden(given(by), by, hidden=True).count() == 2
    assert not PaperNote.objects.visible_to(stranger.acting()).exists()
    assert not PaperNote.objects.visible_to(house.clerk).exists()
    note_paper(again, by=by, name="", valid_until=None, hidden=False)
    assert not PaperNote.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [({"name": "x" * 121}, "name_too_long"), ({"valid_until": date(2001, 1, 1)}, "bad_day"),
     ({"valid_until": date(2199, 1, 1)}, "bad_day")],
)  # fmt: skip
def test_what_cannot_be_is_not_noted(house, mother, said, code):
    by = mother.acting()
    one = held(by, f"p{brought(house, at_desk(house, mother)).pk}")
    with pytest.raises(BadInput) as found:
        note_paper(one, by=by, **{"name": "", "valid_until": None, "hidden": False} | said)
    assert found.value.code == code


def test_notes_go_with_the_account_and_with_what_they_speak_of(house, mother, stranger):
    by = mother.acting()
    paper = brought(house, at_desk(house, mother))
    say = {"name": "Của tôi", "valid_until": None, "hidden": False}
    note_paper(held(by, f"p{paper.pk}"), by=by, **say)
    go_over(mother.pk, stranger.pk)
    assert PaperNote.objects.get().account == stranger
    assert PaperNote.objects.get().name == "Của tôi"
    give_up_all(stranger.pk)
    assert not PaperNote.objects.exists()
    note_paper(held(by, f"p{paper.pk}"), by=by, **say)
    assert sweep_notes() == 0
    remove(paper.file, by=system(), cause="QĐ 1")
    assert sweep_notes() == 1


def test_nobody_who_works_here_has_a_store_and_nonsense_finds_nothing(house, mother):
    paper = brought(house, at_desk(house, mother))
    digitised(house, make.received(house, papers=[{"name": "Khác"}]), content=png(77))
    by = mother.acting()
    for key in ("p0", "p", "x5", "", "p-1", "k999999999999999999999", f"k{paper.pk}", f"p{paper.pk + 10_000}"):
        assert held(by, key) is None
