"""What the holder of an account does to a dossier of theirs: journeys over the pages, and their bad cases."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.actions import deciding, messages, moving, pausing
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier, Message
from motcua.files.blobs import contents
from motcua.files.models import AccessLog, StoredFile
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.dossier_factories import of_account
from tests.factories import at_home, make_account
from tests.files.samples import pdf
from tests.filing.test_pictures import LYING, pages_of, photo
from tests.nonempty import some

ASKED = ["Bản vẽ", "Giấy chứng nhận"]


@pytest.fixture
def account(house):
    return make_account()


@pytest.fixture
def browser(account):
    return at_home(Client(), account)


@pytest.fixture
def dossier(house, account):
    return of_account(make.in_progress(house), account)


def place(dossier, *parts):
    return "/".join(["/cua-toi/ho-so", dossier.code, *map(str, parts), ""])


def scan(name="anh.pdf"):
    return SimpleUploadedFile(name, pdf())


def test_writing_to_the_office_and_reading_its_answer(house, account, browser, dossier):
    assert "Trao đổi với cơ quan" in browser.get(place(dossier)).text
    sent = browser.post(place(dossier, "trao-doi"), {"text": "Cho tôi hỏi", "attached": [scan(), scan("b.pdf")]})
    assert sent.status_code == 302
    message = Message.objects.get()
    assert message.files.count() == 2
    assert "cơ quan chưa xem" in browser.get(place(dossier, "trao-doi")).text
    answer = messages.write_message(dossier, by=house.specialist, text="Chào bà")
    assert "tin mới" in browser.get(place(dossier)).text
    assert "Chào bà" in browser.get(place(dossier, "trao-doi")).text
    answer.refresh_from_db()
    assert answer.seen_at is not None
    assert "tin mới" not in browser.get(place(dossier)).text
    own = message.files.first().file
    assert browser.get(place(dossier, "tep", own.pk)).headers["Content-Disposition"].startswith("attachment")
    assert AccessLog.objects.filter(file=own).count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [({"text": " "}, "Viết nội dung"), ({"text": "x" * 4001}, "4000"), ({"text": "x", "attached": ["exe"]}, "tệp")],
)
def test_what_cannot_be_sent_is_said_and_what_was_typed_stays(browser, dossier, given, said):
    if "attached" in given:
        given = given | {"attached": [SimpleUploadedFile("a.exe", b"MZ\x00\x01")]}
    answer = browser.post(place(dossier, "trao-doi"), given)
    assert answer.status_code == 422
    assert said in answer.text
    assert given["text"].strip()[:50] in answer.text
    assert not Message.objects.exists()


def test_bringing_what_was_asked_for(house, account, browser, dossier):
    pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu hai giấy tờ")
    shown = browser.get(place(dossier))
    assert "Nộp giấy tờ được yêu cầu" in shown.text
    page = browser.get(place(dossier, "bo-sung"))
    for words in (*ASKED, "Thiếu hai giấy tờ"):
        assert words in page.text
    missing = browser.post(place(dossier, "bo-sung"), {"paper-0": [scan()]})
    assert missing.status_code == 422
    assert "Giấy chứng nhận" in missing.text
    assert Dossier.objects.get().state == State.WAITING_SUPPLEMENT
    done = browser.post(place(dossier, "bo-sung"), {"paper-0": [scan(), scan("trang-2.pdf")], "paper-1": [scan()]})
    assert (done.status_code, done.url) == (302, place(dossier))
    found = Dossier.objects.get()
    assert found.state == State.IN_PROGRESS
    assert [each.name for each in found.papers.filter(supplement__isnull=False)] == [
        "Bản vẽ",
        "Bản vẽ",
        "Giấy chứng nhận",
    ]
    assert browser.get(place(dossier, "bo-sung")).status_code == 302  # nothing is asked for any more


def test_what_was_photographed_comes_as_one_upright_file_a_paper_and_the_pictures_are_gone(
    house, account, browser, dossier
):
    pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu hai giấy tờ")
    leaves = [SimpleUploadedFile(f"IMG_{n}.jpg", photo(f"Trang {n}", turned=LYING)) for n in (1, 2)]
    done = browser.post(place(dossier, "bo-sung"), {"paper-0": leaves, "paper-1": [scan(), scan("trang-2.pdf")]})
    assert done.status_code == 302
    drawing, first, second = Dossier.objects.get().papers.filter(supplement__isnull=False).order_by("pk")
    assert (drawing.name, drawing.file.name, drawing.file.media_type) == ("Bản vẽ", "IMG_1.pdf", "application/pdf")
    pages = pages_of(contents(drawing.file))
    assert len(pages) == 2
    assert all(page.height > page.width for page in pages)
    assert {first.file.name, second.file.name} == {"anh.pdf", "trang-2.pdf"}  # what is a PDF stays as it is
    pictures = StoredFile.objects.filter(media_type="image/jpeg")
    assert [each.name for each in pictures] == ["", ""]
    assert all(each.removed_at for each in some(pictures))


def test_saying_why_a_paper_cannot_be_brought(house, account, browser, dossier):
    pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu")
    given = {"paper-0": [scan()], "note": "Giấy chứng nhận đang ở ngân hàng"}
    assert browser.post(place(dossier, "bo-sung"), given).status_code == 302
    assert Dossier.objects.get().events.order_by("pk").last().note() == "Giấy chứng nhận đang ở ngân hàng"


def test_bringing_nothing_and_a_file_that_is_none_are_refused(house, account, browser, dossier):
    pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu")
    assert browser.post(place(dossier, "bo-sung"), {}).status_code == 422
    bad = {"paper-0": [SimpleUploadedFile("a.pdf", b"MZ\x00\x01")], "paper-1": [scan()]}
    assert browser.post(place(dossier, "bo-sung"), bad).status_code == 422
    assert Dossier.objects.get().state == State.WAITING_SUPPLEMENT


def test_withdrawing(house, browser, dossier):
    assert "không lấy lại được" in browser.get(place(dossier, "rut")).text
    assert browser.post(place(dossier, "rut"), {"reason": " "}).status_code == 422
    assert browser.post(place(dossier, "rut"), {"reason": "Không cần nữa"}).status_code == 302
    assert Dossier.objects.get().state == State.WITHDRAWN
    shown = browser.get(place(dossier))
    assert "Rút hồ sơ" not in shown.text
    assert "Thông báo dừng giải quyết" in shown.text
    assert browser.get(place(dossier, "rut")).status_code == 302
    assert "không trao đổi thêm" in browser.get(place(dossier, "trao-doi")).text


def test_the_result_is_fetched_when_it_lies_at_the_desk_and_verified_by_its_code(house, account, browser):
    dossier = of_account(make.decided(house), account)
    assert "Tải về" not in browser.get(place(dossier)).text  # at the registry, not yet to be given
    result = dossier.results.get()
    assert browser.get(place(dossier, "ket-qua", result.pk)).status_code == 404
    moving.hand_over(dossier, by=house.registry)
    shown = browser.get(place(dossier)).text
    assert result.spaced_code in shown
    fetched = browser.get(place(dossier, "ket-qua", result.pk))
    content = b"".join(fetched.streaming_content) if fetched.streaming else fetched.content
    assert content.startswith(b"%PDF")
    code = re.search(r"<strong>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})</strong>", shown)[1]
    same = browser.post(f"/xac-minh/{code}/", {"file": SimpleUploadedFile("k.pdf", content)})
    assert "Tệp này giống hệt bản lưu" in same.text


def test_a_corrected_result_is_marked(house, account, browser):
    dossier = of_account(make.at_the_desk(house), account)
    deciding.correct_result(dossier, by=house.leader, reason="Sai năm sinh", template="result")
    assert browser.get(place(dossier)).text.count("Văn bản này đã được thay thế") == 1


def test_papers_printed_for_them_are_fetched_and_internal_ones_are_not_there(house, account, browser, dossier):
    receipt = dossier.printed_papers.get(form="receipt")
    assert browser.get(place(dossier)).text.count("Giấy tiếp nhận hồ sơ và hẹn trả kết quả") == 1
    assert browser.get(f"/cua-toi/ho-so/{dossier.code}/giay-in/{receipt.pk}.pdf").status_code == 200
    final = of_account(make.at_the_desk(house), account)
    inner = final.printed_papers.get(form="result")
    assert browser.get(f"/cua-toi/ho-so/{final.code}/giay-in/{inner.pk}.pdf").status_code == 404


def test_a_stranger_and_another_account_find_nothing_there(house, account, dossier):
    pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu")
    for part in ("", "trao-doi/", "bo-sung/", "rut/"):
        address = f"/cua-toi/ho-so/{dossier.code}/{part}"
        assert at_home(Client(), make_account()).get(address).status_code == 404
        assert Client().get(address).url.startswith("/dang-nhap-cong-dan/")


def test_the_pages_cost_a_fixed_number_of_queries(house, account, browser, dossier, django_assert_max_num_queries):
    for number in range(12):
        messages.write_message(dossier, by=account.acting(), text=f"Tin {number}")
    for part in ("", "trao-doi/", "rut/"):
        browser.get(f"/cua-toi/ho-so/{dossier.code}/{part}")
        with django_assert_max_num_queries(12):
            browser.get(f"/cua-toi/ho-so/{dossier.code}/{part}")


def test_a_stranger_to_vietnamese_does_it_in_english(house, browser, dossier):
    pausing.request_supplement(dossier, by=house.specialist, papers=ASKED, reason="Thiếu")
    browser.cookies[COOKIE] = "en"
    for part, words in (("", "You can"), ("trao-doi/", "Write to the office"), ("bo-sung/", "Why papers are needed"),
                        ("rut/", "It cannot be undone")):  # fmt: skip
        assert words in browser.get(f"/cua-toi/ho-so/{dossier.code}/{part}").text


def test_what_is_owed_keeps_the_result_back(house, account, browser):
    dossier = of_account(make.at_the_desk(house), account)
    Dossier.objects.filter(pk=dossier.pk).update(money="due")
    assert browser.get(place(dossier, "ket-qua", dossier.results.get().pk)).status_code == 404
