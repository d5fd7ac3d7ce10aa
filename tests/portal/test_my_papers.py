"""Giấy tờ của tôi: what was given and received, a page of each, in both languages, and in the file one takes along."""

import json
import re
from copy import copy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models.base import ModelState
from django.test import Client

from motcua.core.clock import today
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.filing.actions.noting import note_paper
from motcua.filing.models import PaperNote
from motcua.filing.own_papers import held
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.factories import at_home, make_account
from tests.filing.filled import png
from tests.filing.shelves import PROOF, brought
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome

pytestmark = pytest.mark.django_db
PAPERS = "/cua-toi/giay-to/"


def returned(house, person):
    dossier = make.returned(house)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=person)
    return dossier


def test_papers_and_results_stand_in_two_lists_and_open(home, house, person):
    paper, dossier = brought(house, person), returned(house, person)
    assert "Giấy tờ của tôi" in home.get("/cua-toi/").text
    given, results = home.get(PAPERS).text, home.get(f"{PAPERS}?loai=ket-qua").text
    assert PROOF in given
    said = re.sub(r"<[^>]+>", "", given)
    assert paper.dossier.code in said
    assert dossier.code not in said
    result = dossier.results.get()
    assert result.document.notation in results
    one = home.get(f"{PAPERS}p{paper.pk}/").text
    assert f'href="/cua-toi/ho-so/{paper.dossier.code}/tep/{paper.file_id}/"' in one
    assert home.get(f"/cua-toi/ho-so/{paper.dossier.code}/tep/{paper.file_id}/").content == png(31)
    other = home.get(f"{PAPERS}k{result.pk}/").text
    assert result.spaced_code in other
    assert f'href="/cua-toi/ho-so/{dossier.code}/ket-qua/{result.pk}/"' in other


def test_an_account_without_papers_is_told_how_they_come(client):
    page = at_home(client, make_account()).get(PAPERS).text
    assert "khi bạn đã chứng minh danh tính" in page


def test_what_i_say_of_a_paper_is_kept_and_shown(home, house, person):
    paper = brought(house, person)
    at = f"{PAPERS}p{paper.pk}/"
    last = today() + timedelta(days=12)
    answer = home.post(at, {"name": "Căn cước", "valid_until": f"{last:%d/%m/%Y}"})
    assert answer.headers["Location"] == at
    page = home.get(PAPERS).text
    assert "Căn cước" in page
    assert f"Còn hiệu lực đến hết ngày {last:%d/%m/%Y}" in page
    home.post(at, {"hidden": "on"})
    assert f"p{paper.pk}" not in home.get(PAPERS).text
    assert f"p{paper.pk}" in home.get(f"{PAPERS}?an").text
    assert f"p{paper.pk}" not in home.get(f"{PAPERS}?loai=ket-qua&an").text
    home.post(at, {})
    assert not PaperNote.objects.exists()


@pytest.mark.parametrize("said", [{"name": "x" * 121}, {"valid_until": "32/13/2026"}, {"valid_until": "1/1/2001"}])
def test_what_cannot_be_is_refused_in_the_form(home, house, person, said):
    answer = home.post(f"{PAPERS}p{brought(house, person).pk}/", said)
    assert answer.status_code == 422
    assert not PaperNote.objects.exists()


@pytest.mark.parametrize("ask", ["?tu=x", "?loai=ket-qua&tu=W10", "?tu=" + "A" * 3000])
def test_a_page_that_there_is_not_is_not_found(home, ask):
    assert home.get(f"{PAPERS}{ask}").status_code == 404


def test_anothers_paper_is_not_there(house, person, home):
    paper, dossier = brought(house, person), returned(house, person)
    other = at_home(Client(), make_account(proven=True, name="Lê Văn Bình", identity_number="001190000222"))
    for key in (f"p{paper.pk}", f"k{dossier.results.get().pk}", "p1x", "q7"):
        assert other.get(f"{PAPERS}{key}/").status_code == 404
        assert other.post(f"{PAPERS}{key}/", {"name": "Của tôi"}).status_code == 404
    assert not PaperNote.objects.exists()
    assert Client().get(PAPERS).headers["Location"].startswith("/dang-nhap-cong-dan/")


def like(row, number):
    """One more paper of the same dossier, with another content."""
    file = copy(row.file)
    file.pk, file.place, file.sha256, file._state = uuid4(), f"x{number}", bytes([number]) * 32, ModelState()
    file.name = "a.png"
    file.save(force_insert=True)
    DossierPaper(dossier=row.dossier, order=number + 2, name=PROOF, file=file, handed_in_at=row.handed_in_at).save()


def test_a_page_costs_the_same_with_two_rows_and_with_twenty(home, house, person, django_assert_max_num_queries):
    for shade in range(2):
        brought(house, person, content=png(shade))
        returned(house, person)
    for path in (PAPERS, f"{PAPERS}?loai=ket-qua"):
        home.get(path)
    few = {}
    for path in (PAPERS, f"{PAPERS}?loai=ket-qua"):
        with django_assert_max_num_queries(12) as few[path]:
            home.get(path)
    row = Dossier.objects.filter(applicant=person, papers__name=PROOF).first().papers.select_related("file").get()
    for number in range(23):
        like(row, number)
    with django_assert_max_num_queries(len(few[PAPERS])):
        page = home.get(PAPERS)
    assert page.text.count('class="offer"') == 20
    cursor = page.context["page"].next
    assert home.get(f"{PAPERS}?tu={cursor}").text.count('class="offer"') == 5


def test_the_lists_are_in_the_file_of_my_data_without_content(home, house, person, account):
    paper, dossier = brought(house, person), returned(house, person)
    by = account.acting()
    note_paper(held(by, f"p{paper.pk}"), by=by, name="Căn cước", valid_until=None, hidden=False)
    told = json.loads(home.get("/cua-toi/du-lieu/du-lieu-cua-toi.json").content)
    assert [(each["name"], each["own_name"], each["dossier"], each["file"]["name"]) for each in told["papers"]] == [
        (PROOF, "Căn cước", paper.dossier.code, "quet.png")
    ]
    assert told["results"][0]["dossier"] == dossier.code
    assert told["results"][0]["verification_code"] == dossier.results.get().spaced_code


def test_every_page_of_papers_and_receipts_speaks_english(home, house, person, account):
    paper, dossier = brought(house, person), returned(house, person)
    by = account.acting()
    note_paper(held(by, f"p{paper.pk}"), by=by, name="", valid_until=today() + timedelta(days=5), hidden=False)
    home.cookies[COOKIE] = "en"
    paths = (PAPERS, f"{PAPERS}?loai=ket-qua", f"{PAPERS}?an", f"{PAPERS}p{paper.pk}/",
             f"{PAPERS}k{dossier.results.get().pk}/", "/cua-toi/bien-lai/")  # fmt: skip
    for path in paths:
        chrome = Chrome()
        chrome.feed(home.get(path).text)
        left = [words for words in chrome.said if VIETNAMESE.search(words) and words not in (*OURS, account.name)]
        assert not left, (path, left)
    answer = home.post(f"{PAPERS}p{paper.pk}/", {"valid_until": "1/1/2001"})
    assert "cannot expire before" in answer.text
