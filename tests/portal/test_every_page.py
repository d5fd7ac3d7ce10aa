"""Every page of the portal with twenty rows of everything: how many questions it asks; and what is left in Vietnamese
where somebody chose English."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.portal.languages import COOKIE
from tests import kept
from tests.browser.online import answers_of
from tests.factories import at_home
from tests.portal.everything import Everything, unseen
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome

pytestmark = pytest.mark.django_db
MOST = 12
ROWS = 20


def texts_in(answer):
    inner = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ()
    return [answer] if isinstance(answer, str) else [text for each in inner for text in texts_in(each)]


@pytest.fixture(scope="module")
def kept_everything(django_db_setup, django_db_blocker):
    monkeypatch = pytest.MonkeyPatch()
    with kept.for_module(django_db_blocker):
        yield Everything(monkeypatch, rows=ROWS)
    monkeypatch.undo()


@pytest.fixture
def everything(kept_everything, db):
    return kept_everything


@pytest.fixture
def home(everything):
    return at_home(Client(), everything.account)


def test_every_address_of_the_portal_is_looked_at(everything):
    assert unseen(everything) == set()


def test_no_page_asks_more_than_twelve_questions(everything, home):
    asked = {}
    for client, pages in ((home, everything.pages()), (Client(), everything.pages_of_strangers())):
        for path in (path for found in pages.values() for path in found):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code in (200, 404, 410, 422), path
            asked[path] = len(queries)
    assert {path: count for path, count in asked.items() if count > MOST} == {}


# what is nobody's to translate: what was answered, names of units and of the money, an example of Vietnamese words
DATA = (
    *{part for answer in answers_of("birth").values() for part in texts_in(answer)},
    "Phường Vỹ Dạ, Quận Thuận Hóa, Thành phố Huế", "Phường Phú Xuân, Thành phố Huế", "đồng", "Lê Thị Thử",
    "Trung tâm Phục vụ hành chính công phường Thử", "ngày mười hai, tháng chín, năm hai nghìn không trăm hai mươi sáu",
)  # fmt: skip


def left_in(page: str) -> list[str]:
    """What a page in English says in Vietnamese without marking it."""
    chrome = Chrome()
    chrome.feed(page)
    return [text for text in chrome.said if text not in OURS and VIETNAMESE.search(without_data(text))]


def without_data(text: str) -> str:
    for each in sorted((*DATA, "Một Cửa"), key=len, reverse=True):
        text = text.replace(each, "")
    return text


def test_no_vietnamese_is_left_unmarked_on_any_page_in_english(everything, home):
    stranger, left = Client(), []
    stranger.cookies[COOKIE] = home.cookies[COOKIE] = "en"
    for client, pages in ((home, everything.pages()), (stranger, everything.pages_of_strangers())):
        for path in (path for found in pages.values() for path in found):
            page = client.get(path).text
            if '<html lang="en">' not in page:
                left.append(f"{path}: not in English")
            left += sorted({f"{path}: {text}" for text in left_in(page)})
    assert not left, "\n".join(left)


def wrong_ways(everything):
    """(address, what is sent) of forms that are refused."""
    asked, working = (f"/cua-toi/ho-so/{getattr(everything.dossiers, name).code}/" for name in ("asked", "working"))
    filing = f"/nop/{everything.open.pk}/"
    wrong_files = {"q-birth_proof_file": ""}
    return [
        (f"{asked}bo-sung/", {}), (f"{working}trao-doi/", {}), (f"{working}trao-doi/", {"text": "x" * 5000}),
        (f"{working}rut/", {}), (f"{filing}nop-ho-so/", {}), (f"{filing}phan/1/", {"go": "next", "q-asker_name": ""}),
        (f"{filing}phan/2/", {"go": "next", "q-child_born": "31/31/2026"}), (f"{filing}phan/5/", wrong_files),
        ("/tra-cuu/", {}), ("/tra-cuu/", {"code": "H1-261123-0001", "check": "0000"}), ("/xac-minh/", {"code": "x"}),
        ("/cua-toi/lien-he/", {"contact": "khong phai"}), ("/cua-toi/lien-he/", {"contact": ""}),
        ("/cua-toi/lien-he/ma/", {"code": "1"}), ("/cua-toi/du-lieu/sua/", {"language": "xx", "address": "x" * 501}),
        ("/cua-toi/xac-nhan/?lan=1", {"code": "000000"}), ("/cua-toi/khoa/", {"name": ""}),
    ]  # fmt: skip


def test_what_is_refused_is_told_in_english(everything, home):
    home.cookies[COOKIE], left = "en", []
    for path, sent in wrong_ways(everything):
        answer = home.post(path, sent)
        assert answer.status_code in (200, 404, 409, 422), (path, answer.status_code)
        left += sorted({f"{path} {str(sent)[:60]}: {text}" for text in left_in(answer.text)})
    assert not left, "\n".join(left)


def test_pages_that_refuse_are_in_english_for_whoever_chose_it(everything):
    """A form that stood open too long (403) on a page of the portal."""
    strict = at_home(Client(enforce_csrf_checks=True), everything.account)
    strict.cookies[COOKIE] = "en"
    page = strict.post("/cua-toi/du-lieu/sua/", {"name": "x"})
    assert page.status_code == 403
    assert '<html lang="en">' in page.text
    assert left_in(page.text) == []
