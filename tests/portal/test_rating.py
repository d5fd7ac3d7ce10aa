"""Rating a settled dossier on the portal: by link, by code and four digits, from the account; never shown to others."""

import re

import pytest
from django.test import Client

from motcua.dossiers import notices
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.values import tracking_url
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.dossier_factories import of_account
from tests.factories import at_home, make_account
from tests.portal.test_tracking import ask

ANSWERS = {"satisfied": "satisfied", "reception": "2", "publicity": "1", "attitude": "2", "feedback": "none"}
SECRET = "Ông tiếp dân bắt chờ"


@pytest.fixture
def settled(house):
    return make.returned(house)


def page_of(dossier) -> str:
    return f"/t/{dossier.tracking_token}/danh-gia/"


def names(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page)))


def test_code_and_four_digits_lead_to_the_questions_and_an_answer_is_kept(client, settled):
    told = ask(client, settled.code, "5274").text
    url = re.search(r'href="(/t/[^"]+/danh-gia/)"', told)[1]
    asked = client.get(url)
    assert names(asked.text) == ["satisfied", "reception", "publicity", "attitude", "feedback"]
    assert "checked" not in asked.text
    assert asked.headers["Referrer-Policy"] == "same-origin"
    answer = client.post(url, ANSWERS | {"words": SECRET}, follow=True)
    assert "Đã ghi nhận đánh giá của bạn" in answer.text
    rating = Rating.objects.get()
    assert (rating.scores, rating.words, rating.account) == (
        {"reception": 2, "publicity": 1, "attitude": 2}, SECRET, None,
    )  # fmt: skip
    assert Dossier.objects.get().rated_points == 5


def test_whoever_opens_the_link_later_reads_nothing_of_what_was_said(client, settled):
    client.post(page_of(settled), ANSWERS | {"words": SECRET, "satisfied": "dissatisfied"})
    for url in (page_of(settled), f"/t/{settled.tracking_token}"):
        shown = Client().get(url).text
        assert SECRET not in shown
        assert "checked" not in shown
    assert "Không hài lòng" not in client.get(f"/t/{settled.tracking_token}").text


def test_what_is_missing_is_named_and_nothing_typed_is_lost(client, settled):
    given = {name: value for name, value in ANSWERS.items() if name != "attitude"} | {"words": SECRET}
    answer = client.post(page_of(settled), given)
    assert answer.status_code == 422
    assert 'href="#id_attitude"' in answer.text
    assert SECRET in answer.text
    assert answer.text.count("checked") == 4
    for odd in ({"attitude": "3"}, {"attitude": "x"}, {"satisfied": "\0"}, {"words": "x" * 1001}):
        assert client.post(page_of(settled), ANSWERS | odd).status_code == 422, odd
    assert not Rating.objects.exists()


def test_before_there_is_a_result_the_link_leads_to_where_the_dossier_stands(client, house):
    dossier = make.in_progress(house)
    assert client.get(page_of(dossier)).headers["Location"] == f"/t/{dossier.tracking_token}"
    assert client.post(page_of(dossier), ANSWERS).headers["Location"] == f"/t/{dossier.tracking_token}"
    assert "danh-gia" not in client.get(f"/t/{dossier.tracking_token}").text
    assert not Rating.objects.exists()


def test_after_the_last_day_the_page_says_so_and_takes_nothing(client, house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    set_clock("2026-08-02T09:00")
    assert "danh-gia" not in client.get(f"/t/{dossier.tracking_token}").text
    assert "Không còn nhận đánh giá" in client.get(page_of(dossier)).text
    assert client.post(page_of(dossier), ANSWERS).status_code == 422
    assert not Rating.objects.exists()


def test_a_wrong_link_is_not_there_and_guessing_is_counted_like_tracking(client, settled):
    assert client.get("/t/" + "x" * 22 + "/danh-gia/").status_code == 404
    codes = [client.post(page_of(settled), {}, REMOTE_ADDR="198.51.100.9").status_code for _ in range(31)]
    assert (codes[0], codes[-1]) == (422, 429)
    assert client.get(page_of(settled), REMOTE_ADDR="198.51.100.10").status_code == 200


def test_from_the_account_one_sees_ones_answers_and_changes_them(house, settled):
    account = make_account()
    of_account(settled, account)
    browser, url = at_home(Client(), account), f"/cua-toi/ho-so/{settled.code}/danh-gia/"
    assert url in browser.get(f"/cua-toi/ho-so/{settled.code}/").text
    assert browser.post(url, ANSWERS | {"words": SECRET}).headers["Location"] == url
    shown = browser.get(url).text
    assert SECRET in shown
    assert shown.count("checked") == 5
    browser.post(url, ANSWERS | {"satisfied": "dissatisfied", "words": ""})
    rating = Rating.objects.get()
    assert (rating.satisfied, rating.words, rating.account) == ("dissatisfied", "", account)
    assert Client().post(page_of(settled), ANSWERS).status_code == 422  # whoever finds the slip
    assert "Đã ghi nhận" in Client().get(page_of(settled)).text
    assert "<form" not in Client().get(page_of(settled)).text.split("<h1")[1]


def test_a_strangers_account_finds_nothing(house, settled):
    of_account(settled, make_account())
    stranger, url = at_home(Client(), make_account()), f"/cua-toi/ho-so/{settled.code}/danh-gia/"
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, ANSWERS).status_code == 404
    working = of_account(make.in_progress(house), account := make_account())
    back = at_home(Client(), account).get(f"/cua-toi/ho-so/{working.code}/danh-gia/")
    assert back.headers["Location"] == f"/cua-toi/ho-so/{working.code}/"


def test_in_english_the_questions_are_english_too(client, settled):
    client.cookies[COOKIE] = "en"
    asked = client.get(page_of(settled)).text
    for words in ("Rate how it was settled", "Attitude of the staff", "Neither satisfied", "I gave no feedback"):
        assert words in asked
    assert "Thái độ" not in asked
    assert "Choose an answer" in client.post(page_of(settled), {}).text


def test_the_api_for_the_public_does_not_tell_the_key(client, settled):
    told = client.get(f"/api/v1/tracking/{settled.code}?check=5274")
    assert told.status_code == 200
    assert settled.tracking_token not in told.text


def test_the_notices_that_there_is_a_result_ask_for_a_rating(client, house):
    for notice in (notices.READY, notices.RETURNED):
        assert "Mời bạn đánh giá việc giải quyết hồ sơ theo địa chỉ dưới đây." in notice.vi.body
        assert "tell us how we did" in notice.en.body
        assert notice.vi.body.index("đánh giá") < notice.vi.body.index("{link}")
    dossier = make.at_the_desk(house)
    assert page_of(dossier) in client.get(f"/t/{tracking_url(dossier).rpartition('/t/')[2]}").text


def test_the_page_costs_the_same_whatever_was_said(client, settled, django_assert_max_num_queries):
    client.get(page_of(settled))
    with django_assert_max_num_queries(8):
        client.get(page_of(settled))
    client.post(page_of(settled), ANSWERS)
    with django_assert_max_num_queries(8):
        client.get(page_of(settled))
