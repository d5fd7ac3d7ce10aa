"""Following a dossier from outside: what is told, what never is, and that guessing leads nowhere."""

import re

import pytest

from motcua.dossiers.actions import extending, intake, pausing
from motcua.dossiers.models import Dossier
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.portal.test_languages import Chrome

TRACK = "/tra-cuu/"
NAME, IDENTITY, PHONE, ADDRESS = "Trần Thị Mẫu", "046190000318", "0912345274", "Tổ dân phố Mẫu"


def ask(client, code, check, address="203.0.113.7"):
    return client.post(TRACK, {"code": code, "check": check}, REMOTE_ADDR=address)


def link(client, dossier):
    return client.get(f"/t/{dossier.tracking_token}")


def plain(answer) -> str:
    """The page without the token against forgery, which differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)


@pytest.mark.parametrize("check", ["5274", "0318"])
def test_the_code_with_four_digits_of_phone_or_identity_number_opens(client, house, check):
    dossier = make.in_progress(house)
    answer = ask(client, dossier.code, check)
    assert answer.status_code == 200
    assert "Cấp giấy phép thử" in answer.text
    assert "Thẩm định, đề xuất kết quả" in answer.text


def test_the_submitter_s_digits_open_too(client, house):
    submitter = make.applicant_of(house.clerk, number="046190007777", name="Lê Văn Nộp", phone="0905551234")
    dossier = make.received(house, submitter=submitter, submitter_role="con")
    assert ask(client, dossier.code, "1234").status_code == 200


@pytest.mark.parametrize("written", ["{lower}", " {code} "])
def test_the_code_may_be_written_carelessly(client, house, written):
    dossier = make.in_progress(house)
    assert ask(client, written.format(code=dossier.code, lower=dossier.code.lower()), "5274").status_code == 200


def test_a_wrong_pair_and_an_unknown_code_answer_alike(client, house):
    dossier = make.in_progress(house)
    wrong, unknown = ask(client, dossier.code, "0000"), ask(client, "X" * len(dossier.code), "0000")
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert plain(wrong).replace(dossier.code, "") == plain(unknown).replace("X" * len(dossier.code), "")


def test_a_draft_and_a_token_nobody_has_are_not_there(client, house):
    assert client.get("/t/" + "x" * 22).status_code == 404
    assert "Quét lại mã QR".lower() in client.get("/t/" + "x" * 22).text.lower()


@pytest.mark.parametrize(
    "state", ["submitted", "received", "in_progress", "waiting", "to_sign", "decided", "at_the_desk", "returned"]
)
def test_no_state_tells_who_it_is_or_who_works_on_it(client, house, state):
    dossier = getattr(make, state)(house)
    page = link(client, dossier).text
    assert dossier.code in page
    for private in (NAME, IDENTITY, PHONE, ADDRESS, house.specialist.person.name, "Đủ điều kiện", "Còn thiếu"):
        assert private not in page


def told(answer) -> str:
    return re.search(r'<h2 id="k1">([^<]+)</h2>', answer.text)[1]


@pytest.mark.parametrize(
    ("state", "heading", "sentence"),
    [
        ("submitted", "Hồ sơ đang chờ tiếp nhận", "Bạn được trả lời trước"),
        ("in_progress", "Hẹn trả", "Bạn không phải làm gì thêm."),
        ("waiting", "Bạn cần bổ sung giấy tờ", "<strong>Bản vẽ</strong>"),
        ("at_the_desk", "Đã có kết quả", "Mời bạn mang giấy hẹn đến nhận"),
        ("returned", "Đã trả kết quả", "Kết quả đã được trả lúc"),
    ],
)
def test_each_state_is_told_in_one_heading_and_plain_sentences(client, house, state, heading, sentence):
    answer = link(client, getattr(make, state)(house))
    assert told(answer).startswith(heading)
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"delivery": "online"}, "tải về ở “Cửa của tôi”"),
        ({"delivery": "by_post"}, "Bạn chọn nhận qua bưu chính"),
        ({"money": "due"}, "Bạn còn phải nộp phí, lệ phí trước khi nhận kết quả."),
        ({"money": "due", "delivery": "online"}, "Chờ bạn nộp phí"),
    ],
)
def test_how_the_result_comes_and_what_is_owed_is_told(client, house, changed, sentence):
    dossier = make.at_the_desk(house)
    assert sentence not in link(client, dossier).text
    Dossier.objects.filter(pk=dossier.pk).update(**changed)
    assert sentence in link(client, dossier).text


def test_lateness_is_said_with_an_apology_and_the_new_day(client, house, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    dossier = make.in_progress(house)
    set_clock("2026-03-20T09:00+07:00")
    answer = link(client, dossier)
    assert told(answer) == "Hồ sơ đang chậm so với ngày hẹn"
    assert "Chúng tôi xin lỗi" in answer.text
    extending.apologise(dossier, by=house.head, due=make.today().replace(day=27), reason="Nhiều hồ sơ")
    assert "Cơ quan hẹn lại bạn thứ\xa0Sáu 27/03/2026" in link(client, dossier).text


def test_refused_says_so_without_the_reason(client, house):
    dossier = intake.refuse(make.submitted(house), by=house.clerk, reason="Không thuộc thẩm quyền")
    answer = link(client, dossier)
    assert told(answer) == "Hồ sơ không được tiếp nhận"
    assert "thẩm quyền" not in answer.text


def test_a_suspension_is_told_and_asks_nothing(client, house):
    dossier = pausing.suspend(make.in_progress(house), by=house.head, basis="Điều 1 Luật thử")
    answer = link(client, dossier)
    assert told(answer) == "Hồ sơ tạm dừng theo quy định"
    assert "Bạn không phải làm gì thêm." in answer.text


def test_the_way_is_shown_without_names(client, house):
    page = link(client, make.in_progress(house)).text
    assert page.count('class="is-done"') == 2
    assert page.count('class="is-now"') == 1


def test_the_day_is_explained(client, house):
    assert "Thời hạn 10 ngày làm việc" in link(client, make.in_progress(house)).text


def test_a_link_is_not_kept_passed_on_or_indexed(client, house):
    headers = link(client, make.in_progress(house)).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


def test_one_network_may_not_ask_without_end_and_others_still_may(client, house):
    dossier = make.in_progress(house)
    answers = [ask(client, dossier.code, f"{number:04}").status_code for number in range(31)]
    assert answers[:30] == [404] * 30
    assert answers[30] == 429
    assert ask(client, dossier.code, "5274").status_code == 429
    assert client.get(f"/t/{dossier.tracking_token}", REMOTE_ADDR="203.0.113.7").status_code == 429
    assert ask(client, dossier.code, "5274", address="198.51.100.9").status_code == 200


@pytest.mark.parametrize(
    ("code", "check", "said"), [("", "5274", "Nhập mã hồ sơ"), ("A-1", "", "Nhập 4 số cuối"), ("A-1", "52", "đủ 4")]
)
def test_what_is_missing_is_asked_for_and_the_rest_kept(client, house, code, check, said):
    answer = ask(client, code, check)
    assert answer.status_code == 422
    assert said in answer.text
    assert not code or f'value="{code}"' in answer.text


def test_the_digits_never_stand_in_an_address(client, house):
    dossier = make.in_progress(house)
    answer = client.get(TRACK, {"code": dossier.code, "check": "5274"})
    assert answer.status_code == 200
    assert "Cấp giấy phép thử" not in answer.text


def test_home_names_the_desks_that_exist_today(client, house):
    page = client.get("/").text
    assert house.centre.name in page
    assert house.division.name not in page


def test_what_citizens_see_may_only_be_read(client, house):
    assert client.post("/").status_code == 405
    assert client.put(TRACK).status_code == 405


VIETNAMESE = re.compile(r"\w*[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]\w*", re.I)


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("submitted", "Your file waits to be accepted"),
        ("in_progress", "Promised for "),
        ("waiting", "You are asked for more papers"),
        ("at_the_desk", "The result is ready"),
        ("returned", "The result was handed over"),
    ],
)
def test_a_stranger_follows_a_file_in_english(client, house, state, heading):
    """Headings and sentences; what an office named in Vietnamese stays and says so."""
    client.cookies[COOKIE] = "en"
    answer = link(client, getattr(make, state)(house))
    assert '<html lang="en">' in answer.text
    assert told(answer).startswith(heading)
    chrome = Chrome()
    chrome.feed(answer.text)
    ours = [text for text in chrome.said if house.centre.name not in text and text != "Tiếng Việt"]
    assert [text for text in ours if VIETNAMESE.search(text.replace("Một Cửa", ""))] == []
    assert any("thử" in text for text in chrome.marked)  # the procedure's name


def test_what_is_missing_is_asked_for_in_english(client, house):
    client.cookies[COOKIE] = "en"
    page = client.post("/tra-cuu/", {"code": "", "check": ""}).text
    assert "Enter the file code" in page
    assert "Enter the last 4 digits" in page
    assert "Nhập" not in page
    assert "Enter all of the last 4 digits" in client.post("/tra-cuu/", {"code": "H57-1", "check": "12"}).text


def test_the_leaf_of_the_calendar_is_in_the_language_of_the_page(client, house, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    dossier = make.in_progress(house)
    page = link(client, dossier).text
    for words in ("Thứ\xa0Hai", "tháng 3, 2026", "trước 17:00"):
        assert words in page
    client.cookies[COOKIE] = "en"
    answer = link(client, dossier)
    chrome = Chrome()
    chrome.feed(answer.text)
    for words in ("Monday", "March 2026", "before 17:00"):
        assert words in chrome.said
    client.cookies[COOKIE] = "xx"
    assert "tháng 3, 2026" in link(client, dossier).text


def test_too_many_questions_are_refused_in_english(client, house):
    client.cookies[COOKIE] = "en"
    answers = [client.get("/t/" + "x" * 22, REMOTE_ADDR="203.0.113.99") for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].text
    assert "Đã tra cứu quá nhiều" not in answers[-1].text


def test_a_wrong_pair_is_said_in_english(client, house):
    client.cookies[COOKIE] = "en"
    answer = client.post("/tra-cuu/", {"code": "000.00.01.H57-260101-0001", "check": "0000"})
    assert answer.status_code == 404
    assert "No file was found" in answer.text
