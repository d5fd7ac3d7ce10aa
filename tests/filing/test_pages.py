"""The pages of a filing, as a browser without script walks them: from the procedure's page to the desk's inbox."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from motcua.citizens.models import Unmasking
from motcua.dossiers.actions import closing, deciding, moving
from motcua.dossiers.actions.intake import receive
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.filing.actions.filling import keep
from motcua.filing.models import Filing, FilingFile
from tests.dossier_factories import AT_ONCE, STANDARD
from tests.factories import at_home, signed_in
from tests.filing.filled import fill, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(mother):
    return at_home(Client(), mother)


def part(filing, number, *, home, **given):
    """Send the page of a section as a browser does: what it showed, changed where somebody typed."""
    address = f"/nop/{filing.pk}/phan/{number}/"
    page = home.get(address)
    hidden = {name: page.context[name] for name in ("seen", "tab")}
    return home.post(address, {**hidden, "go": "next", **given})


def upload(name="giay.png", content=None):
    return SimpleUploadedFile(name, content or png(), content_type="image/png")


def test_a_citizen_files_and_the_office_settles_it(house, home, mother):
    """From the procedure's page to the result in hand, without a line of script."""
    first = home.get(f"/thu-tuc/{STANDARD}/{house.ward.code}/").text
    before = re.search(r'href="(/nop/[^"]+)"', first)[1]
    assert "Giấy tờ chứng minh" in home.get(before).text
    start = re.search(r'href="(/nop/[^"]+/bat-dau/)"', home.get(before).text)[1]
    answer = home.post(start)
    filing = Filing.objects.get()
    assert answer.headers["Location"] == f"/nop/{filing.pk}/"
    assert "0 / 4" in home.get(f"/nop/{filing.pk}/").text
    assert part(filing, 0, home=home, **{"q-adult": "true"}).headers["Location"].endswith("/phan/1/")
    assert 'value="Trần Thị Mẹ"' in home.get(f"/nop/{filing.pk}/phan/1/").text
    given = {"q-name": "Trần Thị Mẹ", "q-number": "046190000318", "q-phone": "0912345678"}
    assert part(filing, 1, home=home, **given).headers["Location"].endswith("/phan/2/")
    assert part(filing, 2, home=home, **{"q-reason": "Mở quán", "q-copies": "2"}).headers["Location"].endswith("/3/")
    assert part(filing, 3, home=home, **{"q-proof": upload()}).headers["Location"].endswith("/kiem-tra/")
    checked = home.get(f"/nop/{filing.pk}/kiem-tra/").text
    assert "giay.png" in checked
    assert "16.000" in checked
    refused = home.post(f"/nop/{filing.pk}/nop-ho-so/", {"delivery": "at_desk"})
    assert refused.status_code == 422
    assert "cam đoan" in refused.text
    sent = home.post(f"/nop/{filing.pk}/nop-ho-so/", {"delivery": "online", "declared": "on"})
    assert sent.headers["Location"] == f"/nop/{filing.pk}/da-nop/"
    dossier = Dossier.objects.get()
    done = home.get(sent.headers["Location"]).text
    assert dossier.code in re.sub("<[^>]+>", "", done)
    assert dossier.delivery == "online"
    paper = home.get(f"/nop/{filing.pk}/da-nop/xac-nhan.pdf")
    assert paper.content.startswith(b"%PDF")
    desk = signed_in(Client(), house.clerk)
    assert dossier.code in desk.get("/xu-ly/").text
    page = desk.get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Mở quán" in page
    assert "giay.png" in page
    assert "046190000318" not in page  # masked, like every number, until somebody asks on record
    printed = desk.get(f"/xu-ly/ho-so/{dossier.code}/to-khai.pdf")
    assert "046190000318" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed.content)).pages)
    assert Unmasking.objects.get().by == house.clerk
    assert home.get(f"/nop/{filing.pk}/da-nop/to-khai.pdf").content == printed.content
    _to_the_end(dossier, house)
    assert "Đã trả kết quả" in home.get(re.search(r'href="[^"]*(/t/[^"]+)"', done)[1]).text


def _to_the_end(dossier, house):
    dossier = moving.hand_over(receive(dossier, by=house.clerk), by=house.clerk)
    dossier = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    dossier = moving.hand_over(deciding.sign(dossier, by=house.leader, template="result"), by=house.registry)
    assert closing.return_result(dossier, by=house.clerk, receiver="Trần Thị Mẹ").state == State.RETURNED


def test_every_address_is_closed_to_strangers_and_to_another_citizen(filing, home, mother, stranger, house):
    fill(filing, by=mother.acting())
    file = FilingFile.objects.get().file_id
    addresses = [
        f"/nop/{filing.pk}/{rest}"
        for rest in ("", "phan/0/", "phan/0/luu/", f"tep/{file}/", "kiem-tra/", "nop-ho-so/", "da-nop/",
                     "da-nop/xac-nhan.pdf", "da-nop/to-khai.pdf", "bo/", "ban-moi/")
    ]  # fmt: skip
    other, official = at_home(Client(), stranger), signed_in(Client(), house.clerk)
    for address in addresses:
        for method in ("get", "post"):
            found = getattr(other, method)(address, {"go": "next"})
            assert found.status_code in (404, 405), (method, address)
            for client in (Client(), official):
                assert getattr(client, method)(address).status_code in (302, 405), (method, address)
    assert filing.pk in Filing.objects.filter(state="open").values_list("pk", flat=True)
    assert not Dossier.objects.exists()
    assert home.get(f"/nop/{filing.pk}/tep/{file}/").content == png()
    theirs = Filing.objects.create(account=stranger, edition=filing.edition, desk=filing.desk)
    assert other.get(f"/nop/{theirs.pk}/tep/{file}/").status_code == 404
    assert str(filing.pk) not in other.get("/nop/").text
    assert str(filing.pk) in home.get("/nop/").text


def test_wrong_answers_stay_on_the_page_and_are_told_at_their_places(filing, home):
    answer = part(filing, 2, home=home, **{"q-reason": "", "q-copies": "99"})
    assert answer.status_code == 422
    assert 'href="#id_q-reason"' in answer.text
    assert "Lớn quá; nhiều nhất là 20." in answer.text
    assert Filing.objects.get().answers["copies"] == "99"  # kept all the same


def test_who_may_not_apply_is_told_why_and_sends_nothing(filing, home):
    answer = part(filing, 0, home=home, **{"q-adult": "false"})
    assert answer.headers["Location"].endswith("/kiem-tra/")
    assert "chưa đủ 18 tuổi" in home.get(answer.headers["Location"]).text
    refused = home.post(f"/nop/{filing.pk}/nop-ho-so/", {"delivery": "at_desk", "declared": "on"})
    assert refused.status_code == 422
    assert not Dossier.objects.exists()


def test_a_moment_later_it_is_kept_without_a_button(filing, home):
    page = home.get(f"/nop/{filing.pk}/phan/2/")
    sent = {"q-reason": "Mở", "seen": page.context["seen"], "tab": page.context["tab"]}
    answer = home.post(f"/nop/{filing.pk}/phan/2/luu/", sent)
    assert answer.json()["seen"] == 2
    again = home.post(f"/nop/{filing.pk}/phan/2/luu/", sent | {"q-reason": "Mở quán"})  # the page's own, in between
    assert again.status_code == 200
    assert Filing.objects.get().answers["reason"] == "Mở quán"
    assert "Mở quán" in home.get(f"/nop/{filing.pk}/phan/2/").text


def test_a_question_that_comes_up_while_one_types_is_asked_and_not_blamed(filing, home):
    page = home.get(f"/nop/{filing.pk}/phan/2/")
    shown = re.search(r'name="shown" value="([^"]*)"', page.text)[1]
    assert "hall" not in shown.split()
    assert "reason" in shown.split()
    typed = {"q-reason": "Hội nghị", "tab": "a", "seen": str(filing.version), "shown": shown}
    assert home.post(f"/nop/{filing.pk}/phan/2/luu/", typed).status_code == 200
    asked = home.post(f"/nop/{filing.pk}/phan/2/", typed | {"go": "next"}, follow=True)
    assert asked.redirect_chain == [(f"/nop/{filing.pk}/phan/2/", 302)]
    assert "Tên hội trường" in asked.text
    assert "Chưa trả lời" not in asked.text
    again = re.search(r'name="shown" value="([^"]*)"', asked.text)[1]
    blamed = home.post(f"/nop/{filing.pk}/phan/2/", typed | {"go": "next", "shown": again})
    assert "Chưa trả lời" in blamed.text


def test_what_the_page_says_last_decides_what_is_read_of_it(filing, home, mother):
    """In passing, somebody chose what hides a question that the page still shows; that was kept a moment later."""
    keep(filing, by=mother.acting(), section="what", answers={"reason": "Hội nghị"}, seen=1, tab="")
    page = home.get(f"/nop/{filing.pk}/phan/2/")
    shown = re.search(r'name="shown" value="([^"]*)"', page.text)[1]
    assert "hall" in shown.split()
    mine = {"tab": page.context["tab"], "seen": page.context["seen"], "shown": shown, "q-hall": "Hội trường A"}
    address = f"/nop/{filing.pk}/phan/2/"
    assert home.post(f"{address}luu/", mine | {"q-reason": "Việc khác", "q-hall": ""}).status_code == 200
    assert home.post(f"{address}luu/", mine | {"q-reason": "Hội nghị"}).status_code == 200
    assert Filing.objects.get().answers["hall"] == "Hội trường A"
    assert home.post(f"{address}luu/", mine | {"q-reason": "Việc khác", "q-hall": ""}).status_code == 200
    onward = home.post(address, mine | {"q-reason": "Hội nghị", "q-hall": "Hội trường B", "go": "next"})
    assert (onward.status_code, onward.headers["Location"]) == (302, f"/nop/{filing.pk}/phan/3/")
    assert Filing.objects.get().answers["hall"] == "Hội trường B"


def test_two_windows_are_told_and_shown_both(filing, home, mother):
    address = f"/nop/{filing.pk}/phan/2/"
    one, two = home.get(address), home.get(address)
    sent = [{"seen": page.context["seen"], "tab": page.context["tab"], "go": "next"} for page in (one, two)]
    home.post(address, sent[0] | {"q-reason": "Bản ở cửa sổ một"})
    quiet = home.post(f"{address}luu/", sent[1] | {"q-reason": "Bản ở cửa sổ hai"})
    assert (quiet.status_code, quiet.json()["code"]) == (409, "changed_elsewhere")
    told = home.post(address, sent[1] | {"q-reason": "Bản ở cửa sổ hai"})
    assert told.status_code == 409
    assert told.text.count("Bản ở cửa sổ một") == 1
    assert told.text.count("Bản ở cửa sổ hai") == 2  # in the table, and in the form that keeps it
    assert Filing.objects.get().answers["reason"] == "Bản ở cửa sổ một"
    mine = {name: told.context[name] for name in ("seen", "tab")}
    home.post(address, mine | {"q-reason": "Bản ở cửa sổ hai", "go": "next"})
    assert Filing.objects.get().answers["reason"] == "Bản ở cửa sổ hai"


def test_rows_come_and_go_with_their_files(filing, home):
    address = f"/nop/{filing.pk}/phan/2/"
    assert part(filing, 2, home=home, go="add-helpers").headers["Location"] == address
    part(filing, 2, home=home, go="add-helpers", **{"q-helpers-0-helper": "Một"})
    both = {"q-helpers-0-helper": "Một", "q-helpers-1-helper": "Hai", "q-helpers-1-helper_card": upload("hai.png")}
    part(filing, 2, home=home, go="stay", **both)
    assert "hai.png" in home.get(address).text
    part(filing, 2, home=home, go="drop-helpers-0", **{"q-helpers-0-helper": "Một", "q-helpers-1-helper": "Hai"})
    kept = Filing.objects.get()
    assert kept.answers["helpers"] == [{"helper": "Hai"}]
    assert [(each.row, each.file.name) for each in kept.files.all()] == [(0, "hai.png")]


def test_files_are_put_in_order_and_taken_out_by_buttons(filing, home):
    part(filing, 3, home=home, go="stay", **{"q-proof": [upload("a.png"), upload("b.png", png(3))]})
    second = filing.files.last()
    part(filing, 3, home=home, go=f"up-{second.file_id}")
    assert [each.file.name for each in filing.files.all()] == ["b.png", "a.png"]
    part(filing, 3, home=home, go=f"out-{second.file_id}")
    assert [each.file.name for each in filing.files.all()] == ["a.png"]


def test_a_file_that_is_refused_is_told_at_its_place_and_the_others_stay(filing, home):
    answer = part(filing, 3, home=home, go="stay", **{"q-proof": [upload(), upload("x.png", b"MZ" + b"0" * 90)]})
    assert answer.status_code == 422
    assert "x.png:" in answer.text
    assert [each.file.name for each in filing.files.all()] == ["giay.png"]


@pytest.mark.parametrize("garbage", [
    {"seen": "x", "tab": "a" * 999}, {"seen": "-1"}, {"go": "drop-helpers-99999999"}, {"go": "out-x"}, {"go": "to-9"},
    {"q-helpers-0-helper": "x" * 9000}, {"q-reason": "\x00\ud7ff"}, {"q-copies": ["1", "2"]},
    {"q-nothing": SimpleUploadedFile("a.png", b"1")}, {"q-helpers-999-helper_card": SimpleUploadedFile("a.png", b"1")},
])  # fmt: skip
def test_nonsense_is_answered_in_words(filing, home, garbage):
    assert home.post(f"/nop/{filing.pk}/phan/2/", garbage).status_code in (302, 422)


@pytest.mark.parametrize(
    "path", ["phan/4/", "phan/99999999999/", "phan/-1/", "tep/00000000-0000-0000-0000-000000000000/"]
)
def test_what_is_not_there_is_404(filing, home, path):
    assert home.get(f"/nop/{filing.pk}/{path}").status_code == 404


def test_what_is_not_offered_online_has_no_button_and_no_page(house, home):
    assert "/nop/" not in home.get(f"/thu-tuc/{AT_ONCE}/{house.ward.code}/").text
    for path in (f"/nop/{AT_ONCE}/{house.ward.code}/", f"/nop/{AT_ONCE}/{house.ward.code}/bat-dau/", "/nop/9.9/x/"):
        assert home.get(path).status_code == 404


def test_given_up_it_is_gone(filing, home, mother):
    fill(filing, by=mother.acting())
    assert "xóa ngay" in home.get(f"/nop/{filing.pk}/bo/").text
    assert home.post(f"/nop/{filing.pk}/bo/").headers["Location"] == "/nop/"
    assert home.get(f"/nop/{filing.pk}/").status_code == 410
    assert home.get(f"/nop/{filing.pk}/phan/0/").status_code == 302
    assert str(filing.pk) not in home.get("/nop/").text


def test_sent_it_leads_to_its_confirmation_from_everywhere(filing, home, mother):
    fill(filing, by=mother.acting())
    how = {"delivery": "at_desk", "declared": "on"}
    first, second = (home.post(f"/nop/{filing.pk}/nop-ho-so/", how) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"/nop/{filing.pk}/da-nop/"
    assert Dossier.objects.count() == 1
    for path in ("", "kiem-tra/", "phan/1/", "nop-ho-so/"):
        answer = home.get(f"/nop/{filing.pk}/{path}", follow=True)
        assert answer.redirect_chain[-1][0] == f"/nop/{filing.pk}/da-nop/"


def test_no_page_asks_more_than_twelve_questions(filing, home, mother, django_assert_max_num_queries):
    fill(filing, by=mother.acting(), but={"what": {"helpers": [{"helper": str(n)} for n in range(20)]}})
    for path in ("", "phan/0/", "phan/1/", "phan/2/", "phan/3/", "kiem-tra/", "nop-ho-so/", "bo/"):
        home.get(f"/nop/{filing.pk}/{path}")
        with django_assert_max_num_queries(12):
            assert home.get(f"/nop/{filing.pk}/{path}").status_code == 200
    with django_assert_max_num_queries(12):
        home.get("/nop/")
    home.post(f"/nop/{filing.pk}/nop-ho-so/", {"delivery": "at_desk", "declared": "on"})
    for path in ("da-nop/", "da-nop/xac-nhan.pdf", "da-nop/to-khai.pdf"):
        with django_assert_max_num_queries(12):
            home.get(f"/nop/{filing.pk}/{path}")
