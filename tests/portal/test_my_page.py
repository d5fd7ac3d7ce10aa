"""My page on the portal: dossiers, data, devices, closing; and that no cache keeps what an account sees."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.citizens.actions import correct_account
from motcua.citizens.models import Account, AccountEvent, AccountSession
from motcua.core.errors import BadInput
from motcua.dossiers.models import Dossier
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.citizens.test_accounts import declared
from tests.factories import at_home, make_account, make_post, signed_in
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome

pytestmark = pytest.mark.django_db
MINE = "/cua-toi/"
PAGES = (MINE, "/cua-toi/du-lieu/", "/cua-toi/du-lieu/sua/", "/cua-toi/du-lieu/dong/", "/cua-toi/thiet-bi/",
         "/cua-toi/bao-tin/")  # fmt: skip


@pytest.fixture
def account():
    return make_account(name="Trần Thị Dân", email="dan@example.vn")


@pytest.fixture
def home(client, account):
    return at_home(client, account)


def give(account, *dossiers):
    person = declared(account=account)
    for dossier in dossiers:
        Dossier.objects.filter(pk=dossier.pk).update(applicant=person)


def later(account):
    AccountSession.objects.filter(account=account).update(proved_at=Now() - timedelta(hours=1))


def test_strangers_are_led_to_the_door_and_back(client):
    answer = client.get(f"{MINE}?tu=x")
    assert answer.headers["Location"] == "/dang-nhap-cong-dan/?next=%2Fcua-toi%2F%3Ftu%3Dx"
    assert "next=%2Fcua-toi" in answer.headers["Location"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_asked_of_me_stands_first(home, account, house):
    waiting, others = make.waiting(house), [make.in_progress(house), make.returned(house)]
    give(account, *others, waiting)
    page = home.get(MINE).text
    assert page.index(waiting.code) < min(page.index(each.code) for each in others)
    assert "Bạn cần bổ sung giấy tờ" in page
    assert "Đã trả kết quả" in page


def test_my_dossier_is_told_with_what_is_asked(home, account, house):
    waiting = make.waiting(house)
    give(account, waiting)
    page = home.get(f"{MINE}ho-so/{waiting.code}/").text
    assert "Bản vẽ" in page
    assert home.get(f"{MINE}ho-so/{make.waiting(house).code}/").status_code == 404


def test_the_list_goes_by_twenties_at_the_same_cost(home, account, house):
    give(account, *(make.received(house) for _ in range(2)))
    home.get(MINE)
    with CaptureQueriesContext(connection) as few:
        home.get(MINE)
    give(account, *(make.received(house) for _ in range(20)))
    with CaptureQueriesContext(connection) as many:
        page = home.get(MINE).text
    assert len(many) == len(few) <= 12
    assert page.count('class="offer"') == 20
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert home.get(MINE + following).text.count('class="offer"') == 2
    assert home.get(f"{MINE}?tu=khong-co").status_code == 404


def test_no_page_costs_more_than_twelve_queries(home, account, house):
    give(account, make.waiting(house))
    for path in (*PAGES, f"{MINE}ho-so/{Dossier.objects.get().code}/", "/", "/dang-nhap-cong-dan/"):
        home.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert home.get(path).status_code in (200, 302)
        assert len(asked) <= 12, path


@pytest.mark.parametrize("path", ["/", "/thu-tuc/", "/thu-tuc/tim/?q=sinh", "/tra-cuu/"])
def test_what_an_account_sees_is_kept_by_no_cache(home, account, path):
    page = home.get(path)
    assert account.name in page.text
    assert page.headers.get("Cache-Control", "private") != "max-age=300, public"
    if "public" in Client().get(path).headers.get("Cache-Control", ""):
        assert "no-store" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]
    assert account.name not in Client().get(path).text


def test_who_is_logged_in_stands_above_every_page_and_strangers_are_offered_the_door(home, client, account):
    assert "Đăng xuất" in home.get("/thu-tuc/").text
    stranger = Client().get("/thu-tuc/").text
    assert "/dang-nhap-cong-dan/" in stranger
    assert "Đăng xuất" not in stranger


def test_an_official_and_a_citizen_may_be_in_one_browser(home, account):
    signed_in(home, make_post())
    assert account.name in home.get(MINE).text
    home.post("/dang-xuat-cong-dan/")
    assert home.get(MINE).status_code == 302
    assert home.get("/xu-ly/").status_code == 200


def test_logging_out_ends_the_session_for_whoever_has_the_cookie(home, account):
    thief = Client()
    thief.cookies.update(home.cookies)
    assert home.get("/dang-xuat-cong-dan/").status_code == 405
    assert home.post("/dang-xuat-cong-dan/").headers["Location"] == "/"
    assert thief.get(MINE).status_code == 302


def test_who_is_in_goes_on_from_the_door_and_never_out_of_the_site(home):
    door = "/dang-nhap-cong-dan/"
    assert home.get(door, {"next": "/cua-toi/du-lieu/"}).headers["Location"] == "/cua-toi/du-lieu/"
    assert home.get(door, {"next": "https://example.com/"}).headers["Location"] == MINE


def test_my_details_are_corrected_and_the_event_does_not_tell_them(home, account):
    page = home.post("/cua-toi/du-lieu/sua/", {"name": "Trần Thị Sửa", "address": "Tổ 9", "language": "en"})
    assert page.status_code == 302
    account.refresh_from_db()
    assert (account.name, account.address, account.language) == ("Trần Thị Sửa", "Tổ 9", "en")
    event = AccountEvent.objects.get(subject=account, action="account.correct")
    assert sorted(event.data["fields"]) == ["address", "language", "name"]
    assert "Sửa" not in str(event.data)
    assert page.cookies[COOKIE].value == "en"


@pytest.mark.parametrize(
    ("given", "code"),
    [({"name": "x" * 201}, "name_too_long"), ({"address": "x" * 501}, "address_too_long"),
     ({"language": "fr"}, "unknown_language")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(home, account, given, code):
    with pytest.raises(BadInput) as found:
        correct_account(account, by=account.acting(), **given)
    assert found.value.code == code
    page = home.post("/cua-toi/du-lieu/sua/", {"language": "vi"} | given)
    assert page.status_code == 422


def test_a_proven_name_stays_as_the_state_says_it(client):
    account = make_account(proven=True, name="Trần Thị Dân")
    home = at_home(client, account)
    assert 'name="name"' not in home.get("/cua-toi/du-lieu/sua/").text
    home.post("/cua-toi/du-lieu/sua/", {"name": "Người Khác", "address": "Tổ 9", "language": "vi"})
    correct_account(account, by=account.acting(), name="Người Khác")
    account.refresh_from_db()
    assert account.name == "Trần Thị Dân"


def test_everything_is_taken_along_as_one_file(home, account, house):
    dossier = make.waiting(house)
    give(account, dossier)
    answer = home.get("/cua-toi/du-lieu/du-lieu-cua-toi.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    told = json.loads(answer.content)
    assert told["account"]["name"] == "Trần Thị Dân"
    assert told["account"]["email"] == "dan@example.vn"
    assert told["declared"][0]["phone"] == "0912345678"
    assert told["dossiers"][0]["code"] == dossier.code
    assert told["sessions"][0]["way"] == "Mã dùng một lần"
    assert told["deeds"][0]["what"] == "Mở tài khoản trên cổng"


def test_a_closed_account_keeps_nothing_personal_and_its_dossiers_stay(home, account, house):
    dossier = make.waiting(house)
    give(account, dossier)
    assert "lưu theo pháp luật" in home.get("/cua-toi/du-lieu/dong/").text
    assert home.post("/cua-toi/du-lieu/dong/").headers["Location"] == "/"
    closed = Account.objects.get(pk=account.pk)
    assert closed.state == "closed"
    assert [closed.name, closed.phone, closed.email, closed.address] == ["", "", "", ""]
    assert not AccountSession.objects.filter(account=account).exists()
    assert home.get(MINE).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).applicant.name == "Trần Thị Dân"
    assert make_account(email="dan@example.vn").email == "dan@example.vn"  # free again


def test_closing_asks_again_who_is_there_when_it_was_long_ago(home, account):
    later(account)
    answer = home.post("/cua-toi/du-lieu/dong/")
    assert answer.headers["Location"].startswith("/cua-toi/xac-nhan/?next=")
    assert Account.objects.get(pk=account.pk).state == "open"


def test_other_devices_are_logged_out(home, account):
    phone, desk = at_home(Client(), account), at_home(Client(), account)
    page = home.get("/cua-toi/thiet-bi/").text
    assert page.count('class="offer"') == 3
    named = AccountSession.objects.filter(account=account).order_by("pk")[1]
    home.post("/cua-toi/thiet-bi/ket-thuc/", {"session": named.name})
    assert phone.get(MINE).status_code == 302
    assert desk.get(MINE).status_code == 200
    home.post("/cua-toi/thiet-bi/ket-thuc/", {})
    assert desk.get(MINE).status_code == 302
    assert home.get(MINE).status_code == 200


def test_every_page_of_mine_speaks_english(home, account, house):
    give(account, make.waiting(house), make.in_progress(house), make.returned(house))
    home.cookies[COOKIE] = "en"
    at_home(Client(), account)
    for path in (*PAGES, "/cua-toi/xac-nhan/", f"{MINE}ho-so/{Dossier.objects.first().code}/"):
        chrome = Chrome()
        chrome.feed(home.get(path).text)
        left = [words for words in chrome.said if VIETNAMESE.search(words) and words not in (*OURS, account.name)]
        assert not left, (path, left)
