"""A paper given before is laid in with one tick: a file of its own, marked, once, and never another person's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from motcua.citizens.actions import declare
from motcua.core.clock import local, now, today
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.dossiers.actions.intake import receive
from motcua.dossiers.actions.moving import hand_over
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.reading import readable
from motcua.exchange.shown import whole
from motcua.files.actions import remove
from motcua.files.models import StoredFile
from motcua.filing.actions.filling import abandon, begin, keep
from motcua.filing.actions.holding import asked_at, lay_in, take_out
from motcua.filing.actions.noting import note_paper
from motcua.filing.actions.reusing import reuse
from motcua.filing.actions.sending import send
from motcua.filing.models import Filing, FilingFile
from motcua.filing.offers import offers_at, papers_of_person
from motcua.filing.own_papers import held
from tests import dossier_factories as make
from tests.crowd import together
from tests.factories import at_home, make_account, signed_in, system
from tests.filing.filled import ANSWERS, fill, png
from tests.filing.shelves import PROOF, at_desk, brought

pytestmark = pytest.mark.django_db
HOW = {"delivery": "at_desk", "declared": True}


@pytest.fixture
def paper(house, mother):
    return brought(house, at_desk(house, mother))


@pytest.fixture
def home(mother):
    return at_home(Client(), mother)


def offered(filing, by, question="proof"):
    there = [bytes(each.file.sha256) for each in filing.files.select_related("file")]
    found = offers_at(filing, asked_at(filing, question), papers_of_person(filing, by=by), there=there, on=today())
    return [each.held.key for each in found]


def tick(home, filing, *keys, go="stay", place="q-proof"):
    page = home.get(f"/nop/{filing.pk}/phan/3/")
    given = {"go": go, "seen": page.context["seen"], "tab": "t", "shown": "proof"}
    return home.post(f"/nop/{filing.pk}/phan/3/", given | {"dung-lai": [f"{place}:{key}" for key in keys]})


def test_one_tick_lays_it_in_and_the_mark_goes_with_it_to_the_desk(filing, house, mother, paper, home, client):
    by, code, day = mother.acting(), paper.dossier.code, local(paper.handed_in_at)
    page = home.get(f"/nop/{filing.pk}/phan/3/").text
    assert f'value="q-proof:p{paper.pk}"' in page
    assert f"nộp trong hồ sơ {code}, ngày {day:%d/%m/%Y}" in " ".join(page.split())
    fill(filing, by=by, proof=False)
    assert tick(home, filing, f"p{paper.pk}", go="next").status_code == 302
    laid = FilingFile.objects.select_related("file").get()
    assert laid.file_id != paper.file_id
    assert bytes(laid.file.sha256) == bytes(paper.file.sha256)
    assert (laid.reused_from, laid.reused_on) == (paper.dossier, day.date())
    page = home.get(f"/nop/{filing.pk}/phan/3/").text
    assert "dung-lai" not in page  # it is there: not offered again
    assert f"từ hồ sơ {code}" in page
    dossier = send(Filing.objects.get(pk=filing.pk), by=by, **HOW)
    kept = dossier.papers.get(name=PROOF)
    assert (kept.reused_from, kept.reused_on) == (paper.dossier, day.date())
    receive(dossier, by=house.clerk)
    told = dossier.printed_papers.get(form="receipt").values["papers"]
    assert [each["name"] for each in told] == ["Tờ khai", f"{PROOF} (dùng lại từ hồ sơ {code})"]
    shown = signed_in(client, house.clerk).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert f'<a href="/xu-ly/ho-so/{code}/">{code}</a>, ngày {day:%d/%m/%Y}' in shown
    remove(StoredFile.objects.get(pk=paper.file_id), by=system(), cause="QĐ 1")
    kept.refresh_from_db()
    assert kept.file.removed_at is None


def test_who_may_not_read_the_first_dossier_sees_the_mark_without_a_link(filing, house, mother, paper, client):
    by = mother.acting()
    reuse(fill(filing, by=by, proof=False), by=by, question="proof", paper=f"p{paper.pk}")
    dossier = send(Filing.objects.get(pk=filing.pk), by=by, **HOW)
    hand_over(receive(dossier, by=house.clerk), by=house.clerk)
    shown = signed_in(client, house.specialist).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert f"từ hồ sơ {paper.dossier.code}, ngày" in shown
    assert f"/xu-ly/ho-so/{paper.dossier.code}/" not in shown


def test_machines_read_which_papers_were_used_again(filing, house, mother, paper):
    by = mother.acting()
    reuse(fill(filing, by=by, proof=False), by=by, question="proof", paper=f"p{paper.pk}")
    dossier = send(Filing.objects.get(pk=filing.pk), by=by, **HOW)
    told = whole(readable(dossier.code, by=house.clerk), by=house.clerk, now=now())["papers"]
    day = local(paper.handed_in_at).date().isoformat()
    assert [(each["reused_from"], each["reused_on"]) for each in told] == [(None, None), (paper.dossier.code, day)]


def test_dossiers_with_reused_papers_can_be_counted(filing, house, mother, paper):
    by = mother.acting()
    reuse(fill(filing, by=by, proof=False), by=by, question="proof", paper=f"p{paper.pk}")
    send(Filing.objects.get(pk=filing.pk), by=by, **HOW)
    with_one = DossierPaper.objects.exclude(reused_from=None).values("dossier").distinct()
    assert (with_one.count(), Dossier.objects.count()) == (1, 2)


def test_ticked_twice_and_reused_again_it_keeps_where_it_was_handed_in_first(filing, house, edition, mother, paper):
    by = mother.acting()
    assert reuse(filing, by=by, question="proof", paper=f"p{paper.pk}") == reuse(
        filing, by=by, question="proof", paper=f"p{paper.pk}"
    )
    assert filing.files.count() == 1
    second = send(fill(filing, by=by, proof=False), by=by, **HOW)
    third = begin(by=by, edition=edition, desk=house.centre)
    last = second.papers.get(name=PROOF)
    assert offered(third, by) == [f"p{last.pk}"]  # the same content once: as it was handed in last
    laid = reuse(third, by=by, question="proof", paper=f"p{last.pk}")
    assert laid.reused_from == paper.dossier


def test_nobodys_paper_is_offered_in_a_filing_for_somebody_else(filing, house, edition, mother, stranger, paper):
    by = mother.acting()
    assert offered(filing, by) == [f"p{paper.pk}"]
    son = declare(by=by, kind="person", name="Trần Văn Con", identity_number="046210000319")
    holder = declare(by=by, own=True, kind="person", name=mother.name, identity_number=mother.identity_number)
    sons = brought(house, son, content=png(60))
    Dossier.objects.filter(pk=sons.dossier_id).update(submitter=holder)
    assert offered(filing, by) == [f"p{paper.pk}"]
    other = {"capacity": "guardian", "name": "Trần Văn Con", "identity_number": "046 210 000 319"}
    filing = begin(by=by, edition=edition, desk=house.centre, for_whom="person")
    said = {f"for_whom_{key}": value for key, value in other.items()}
    filing = keep(filing, by=by, section="for_whom", answers=said, seen=99, tab="t")
    assert offered(filing, by) == [f"p{sons.pk}"]
    filing.other |= {"identity_number": "046210000320"}  # a namesake
    assert offered(filing, by) == []
    filing.other = {"kind": "person", "name": "Trần Văn Con"}
    assert offered(filing, by) == []
    others = begin(by=stranger.acting(), edition=edition, desk=house.centre)
    assert offered(others, stranger.acting()) == []


def test_nothing_is_offered_while_the_answers_name_another_person(filing, mother, paper):
    by = mother.acting()
    for typed in ({"name": "Trần Văn Con"}, {"number": "046210000319"}):
        said = keep(filing, by=by, section="who", answers=ANSWERS["who"] | typed, seen=99, tab="t")
        assert offered(said, by) == []
    assert offered(keep(filing, by=by, section="who", answers=ANSWERS["who"], seen=99, tab="t"), by)


def test_an_unproven_account_is_offered_what_it_filed_itself(house, edition):
    account = make_account(name="Trần Thị Mẹ")
    by = account.acting()
    nobody = {"who": {"name": "Trần Thị Mẹ", "number": "046190000318", "phone": account.phone}}
    first = send(fill(begin(by=by, edition=edition, desk=house.centre), by=by, but=nobody), by=by, **HOW)
    filing = begin(by=by, edition=edition, desk=house.centre)
    filing = keep(filing, by=by, section="who", answers=nobody["who"], seen=99, tab="t")
    assert offered(filing, by) == [f"p{first.papers.get(name=PROOF).pk}"]
    nameless = make_account(name="")
    assert offered(begin(by=nameless.acting(), edition=edition, desk=house.centre), nameless.acting()) == []


def test_only_what_fits_the_question_is_offered(filing, house, mother, edition):
    by, person = mother.acting(), at_desk(house, mother)
    brought(house, person, name="Giấy khác")
    fits = brought(house, person, content=png(50))
    hidden = brought(house, person, content=png(51))
    waiting = brought(house, person, content=png(52))
    note_paper(held(by, f"p{hidden.pk}"), by=by, name="", valid_until=None, hidden=True)
    StoredFile.objects.filter(pk=waiting.file_id).update(scan="waiting")
    assert offered(filing, by) == [f"p{fits.pk}"]
    with pytest.raises(BadInput, match="không dùng lại được"):
        reuse(filing, by=by, question="proof", paper=f"p{hidden.pk}")
    with pytest.raises(BadInput):
        reuse(filing, by=by, question="reason", paper=f"p{fits.pk}")
    asked = asked_at(filing, "proof")
    limits = asked.limits | {"types": ["pdf"]}
    store = papers_of_person(filing, by=by)
    narrow = replace(asked, limits=limits)
    assert not offers_at(filing, narrow, store, on=today())
    small = replace(asked, limits={"max_size": 1})
    assert not offers_at(filing, small, store, on=today())


def test_what_holds_no_more_is_offered_with_a_warning_only(filing, house, mother, paper, home):
    by = mother.acting()
    fresh = brought(house, at_desk(house, mother), content=png(66))
    note_paper(held(by, f"p{paper.pk}"), by=by, name="", valid_until=today(), hidden=False)
    assert "Cơ quan có thể không nhận" not in home.get(f"/nop/{filing.pk}/phan/3/").text
    note = held(by, f"p{paper.pk}").note
    note.valid_until = today() - timedelta(days=1)
    note.save()
    assert offered(filing, by) == [f"p{fresh.pk}", f"p{paper.pk}"]  # what holds stands first
    page = home.get(f"/nop/{filing.pk}/phan/3/").text
    assert page.count("Hết hiệu lực sau ngày") == page.count("Cơ quan có thể không nhận") == 1


def test_a_paper_the_edition_takes_for_some_months_only_is_over_after_them(house, mother, monkeypatch):
    papers = [{"name": "Tờ khai", "originals": 1},
              {"name": PROOF, "copies": 2, "valid_months": 6, "valid_basis": "Nghị định 1/2026/NĐ-CP"}]  # fmt: skip
    first, *others = make.FACTS["procedures"]
    monkeypatch.setattr(make, "FACTS", make.FACTS | {"procedures": [first | {"papers": papers}, *others]})
    other = make.make_house()
    by = mother.acting()
    row = brought(other, at_desk(other, mother))
    DossierPaper.objects.filter(pk=row.pk).update(handed_in_at=row.handed_in_at - timedelta(days=400))
    one = held(by, f"p{row.pk}")
    assert one.months == 6
    assert one.validity.at_most
    assert one.validity.is_over(today())


def test_a_result_is_used_again_where_a_form_asks_for_it(filing, house, mother, monkeypatch):
    by, person = mother.acting(), at_desk(house, mother)
    dossier = make.returned(house)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=person)
    asked = asked_at(filing, "proof")
    named = replace(asked, paper="", label={"vi": "Văn bản"})
    monkeypatch.setattr("motcua.filing.actions.reusing.asked_at", lambda *given: named)
    result = dossier.results.get()
    assert result.file is None  # nobody opened it yet
    laid = reuse(filing, by=by, question="proof", paper=f"k{result.pk}")
    assert (laid.reused_from, laid.reused_on) == (dossier, result.document.date)
    assert laid.file.media_type == "application/pdf"
    result.refresh_from_db()
    assert bytes(result.file.sha256) == bytes(laid.file.sha256)


def test_it_is_taken_out_again_like_any_file_and_pictures_keep_their_source(filing, house, mother, paper):
    by = mother.acting()
    laid = reuse(filing, by=by, question="proof", paper=f"p{paper.pk}")
    take_out(filing, by=by, file=laid.file_id)
    assert StoredFile.objects.get(pk=paper.file_id).removed_at is None
    assert StoredFile.objects.get(pk=laid.file_id).removed_at is not None
    second = brought(house, at_desk(house, mother), content=png(99))
    fill(filing, by=by, proof=False)
    for key in (paper.pk, second.pk):
        reuse(filing, by=by, question="proof", paper=f"p{key}")
    lay_in(filing, by=by, question="proof", name="moi.png", content=png(5))
    dossier = send(Filing.objects.get(pk=filing.pk), by=by, **HOW)
    kept = list(dossier.papers.filter(name=PROOF).values_list("reused_from", flat=True))
    assert kept == [paper.dossier_id, second.dossier_id, None]  # not bound into one


def test_others_and_late_comers_are_refused(filing, house, mother, stranger, paper):
    with pytest.raises(NotPermitted):
        reuse(filing, by=stranger.acting(), question="proof", paper=f"p{paper.pk}")
    by = mother.acting()
    abandon(filing, by=by)
    with pytest.raises(StepRefused):
        reuse(filing, by=by, question="proof", paper=f"p{paper.pk}")
    assert not FilingFile.objects.exists()


def test_foreign_papers_and_nonsense_are_not_there(filing, house, mother, stranger, home, paper):
    theirs = brought(house, declare(by=stranger.acting(), own=True, kind="person", name=stranger.name), content=png(8))
    for key in (f"p{theirs.pk}", "p0", f"k{paper.pk}", "x1", ""):
        assert tick(home, filing, key).status_code == 404
    assert tick(home, filing, f"p{paper.pk}", place="p-proof").status_code == 404
    told = tick(home, filing, f"p{paper.pk}", place="q-reason")
    assert told.status_code == 422
    assert not FilingFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_lay_it_in_once(transactional_db, filing, mother, paper):
    def press():
        return reuse(filing, by=mother.acting(), question="proof", paper=f"p{paper.pk}")

    one, other = together(press, press)
    assert one == other
    assert FilingFile.objects.count() == 1
    assert StoredFile.objects.kept().filter(sha256=bytes(paper.file.sha256)).count() == 2


def test_the_page_costs_the_same_with_two_papers_and_with_twenty(
    filing, house, mother, home, django_assert_max_num_queries
):
    person = at_desk(house, mother)
    for shade in range(2):
        brought(house, person, content=png(100 + shade))
        done = make.returned(house)
        keep_pdf(done.results.get().printed, by=house.clerk)
        Dossier.objects.filter(pk__in=[done.pk, make.at_the_desk(house).pk]).update(applicant=person)
    home.get(f"/nop/{filing.pk}/phan/3/")
    with django_assert_max_num_queries(12) as few:
        home.get(f"/nop/{filing.pk}/phan/3/")
    for shade in range(6):
        brought(house, person, content=png(110 + shade))
    with django_assert_max_num_queries(len(few)):
        page = home.get(f"/nop/{filing.pk}/phan/3/").text
    assert page.count('name="dung-lai"') == 8
