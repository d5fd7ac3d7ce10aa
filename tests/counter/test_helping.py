"""Filling in an online form for somebody at the counter, page by page, from the consent to the dossier at the desk."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from motcua.agencies.choices import Role
from motcua.citizens.models import Consent, IdentityLookup
from motcua.core.errors import BadInput
from motcua.dossiers.models import Dossier
from motcua.filing.actions.filling import keep
from motcua.filing.actions.helping import help_at_counter
from motcua.filing.actions.reusing import reuse
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.models import Filing, Upload
from tests import dossier_factories
from tests.dossier_factories import AT_ONCE, STANDARD, make_house
from tests.factories import make_post, signed_in
from tests.filing.conftest import online_facts
from tests.filing.filled import fill, png
from tests.filing.test_helping import OLD_MAN, SAME

URL = "/tiep-nhan/khai-giup/"
GIVEN = {"identity_number": "048040001234", "name": "Nguyễn Văn Lão", "birth_date": "03/02/1940", "phone": "",
         "email": "", "address": "Tổ 5, phường Thử", "text": "1", "means": "signed", "agreed": "on"}  # fmt: skip


@pytest.fixture
def house(db: None, monkeypatch: Any) -> Any:
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts())
    return make_house()


@pytest.fixture
def helped(house: Any) -> Filing:
    edition = Filing._meta.get_field("edition").related_model.objects.get(code=STANDARD)
    filing: Filing = help_at_counter(by=house.clerk, edition=edition, person=OLD_MAN, text=1, means="signed")
    return filing


def begin(desk: Client, **more: Any) -> Any:
    given = {name: value for name, value in (GIVEN | more).items() if value is not None}
    return desk.post(f"{URL}thu-tuc/{STANDARD}/", given)


def part(desk: Client, filing: Filing, number: int, **given: Any) -> Any:
    """Send the page of a section as a browser does: what it showed, changed where somebody typed."""
    address = f"{URL}{filing.pk}/phan/{number}/"
    page = desk.get(address)
    hidden = {name: page.context[name] for name in ("seen", "tab")}
    return desk.post(address, {**hidden, "go": "next", **given})


def text_of(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_clerk_files_for_an_old_man_page_by_page(house, desk):
    assert f'href="{URL}"' in desk.get("/tiep-nhan/").text
    chosen = desk.get("/tiep-nhan/", {"choose": STANDARD})
    assert f'href="{URL}thu-tuc/{STANDARD}/"' in chosen.text
    start = desk.get(URL, {"q": "cap giay phep"}).text
    assert f'href="{URL}thu-tuc/{STANDARD}/"' in start
    first = desk.get(f"{URL}thu-tuc/{STANDARD}/").text
    assert "Tôi nhờ cán bộ của bộ phận một cửa khai và nộp hồ sơ này" in first
    begun = begin(desk)
    filing = Filing.objects.get()
    assert begun.headers["Location"] == f"{URL}{filing.pk}/"
    tasks = desk.get(begun.headers["Location"]).text
    assert "0 / 4" in tasks
    assert "Khai giúp <b>Nguyễn Văn Lão</b>" in tasks
    assert part(desk, filing, 0, **{"q-adult": "true"}).headers["Location"].endswith("/phan/1/")
    who = desk.get(f"{URL}{filing.pk}/phan/1/").text
    assert 'value="Nguyễn Văn Lão"' in who
    assert 'value="048040001234"' in who
    given = {"q-name": "Nguyễn Văn Lão", "q-number": "048040001234", "q-phone": ""}
    assert part(desk, filing, 1, **given).headers["Location"].endswith("/phan/2/")
    assert part(desk, filing, 2, **{"q-reason": "Mở quán", "q-copies": "2"}).headers["Location"].endswith("/3/")
    scan = SimpleUploadedFile("giay.png", png(), content_type="image/png")
    assert part(desk, filing, 3, **{"q-proof": scan}).headers["Location"].endswith("/kiem-tra/")
    checked = desk.get(f"{URL}{filing.pk}/kiem-tra/").text
    assert "giay.png" in checked
    to_sign = desk.get(f"{URL}{filing.pk}/to-khai.pdf")
    assert to_sign.headers["Content-Type"] == "application/pdf"
    assert "Nguyễn Văn Lão" in text_of(to_sign.content)
    assert "Mở quán" in text_of(to_sign.content)
    refused = desk.post(f"{URL}{filing.pk}/nop/", {"delivery": "at_desk"})
    assert refused.status_code == 422
    assert "Người dân phải xem lại và cam đoan" in refused.text
    sent = desk.post(f"{URL}{filing.pk}/nop/", {"delivery": "at_desk", "declared": "on"})
    assert sent.headers["Location"] == f"{URL}{filing.pk}/da-nop/"
    again = desk.post(f"{URL}{filing.pk}/nop/", {"delivery": "at_desk", "declared": "on"})
    assert again.headers["Location"] == sent.headers["Location"]
    dossier = Dossier.objects.get()
    done = desk.get(sent.headers["Location"]).text
    assert dossier.code in re.sub("<[^>]+>", "", done)
    assert f'href="/xu-ly/ho-so/{dossier.code}/"' in done
    page = desk.get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Trực tuyến, có cán bộ hỗ trợ" in page
    assert "giay.png" in page


def test_the_words_to_agree_to_are_printed_to_be_signed(house, desk):
    page = desk.get(f"{URL}giay-dong-y/").text
    assert "Người đồng ý" in page
    assert "Tôi nhờ cán bộ của bộ phận một cửa" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreed": None}, "Chưa có sự đồng ý của người dân thì không khai giúp"),
        ({"means": None}, "Đồng ý bằng cách"),
        ({"means": "spoken"}, "Đồng ý bằng lời thì ghi tên người làm chứng"),
        ({"identity_number": ""}, "Số định danh"),
        ({"identity_number": "12"}, "Số định danh"),
        ({"name": ""}, "Họ và tên"),
        ({"text": "7"}, "Nội dung đã đổi kể từ khi bạn mở trang"),
    ],
)
def test_without_consent_or_identity_it_says_why_and_keeps_what_was_typed(house, desk, wrong, said):
    answer = begin(desk, **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Tổ 5, phường Thử"' in answer.text
    assert not Filing.objects.exists()
    assert not Consent.objects.exists()


def test_who_was_here_before_is_looked_up_on_record(house, desk):
    dossier_factories.applicant_of(house.clerk, number="048040001234", name="Nguyễn Văn Lão", address="Tổ 9 cũ")
    page = begin(desk, look_up="1", name="", address="", phone="")
    assert page.status_code == 200
    assert 'value="Nguyễn Văn Lão"' in page.text
    assert 'value="Tổ 9 cũ"' in page.text
    assert IdentityLookup.objects.get().by == house.clerk
    assert "Chưa có lần khai nào" in begin(desk, look_up="1", identity_number="048040001235").text
    assert not Filing.objects.exists()


def test_what_is_not_filed_online_here_has_no_page(house, desk):
    assert desk.get(f"{URL}thu-tuc/{AT_ONCE}/").status_code == 404
    assert f"{URL}thu-tuc/{AT_ONCE}/" not in desk.get(URL).text
    elsewhere = signed_in(Client(), make_post(Role.RECEPTIONIST))
    assert elsewhere.get(f"{URL}thu-tuc/{STANDARD}/").status_code == 404


def addresses(filing: Filing) -> list[str]:
    file = filing.files.get().file_id
    rest = ("", "phan/0/", "phan/0/luu/", "tai-len/", f"tep/{file}/", "kiem-tra/", "to-khai.pdf", "nop/", "da-nop/",
            "bo/", "ban-moi/")  # fmt: skip
    return [f"{URL}{filing.pk}/{each}" for each in rest]


@pytest.mark.parametrize("who", ["other desk", "leader", "specialist", "nobody"])
def test_nobody_else_opens_or_changes_it(house, helped, who):
    filing = fill(helped, by=house.clerk, but=SAME)
    posts = {"other desk": make_post(Role.RECEPTIONIST), "leader": house.leader, "specialist": house.specialist}
    client = Client() if who == "nobody" else signed_in(Client(), posts[who])
    closed = {"other desk": (404, 405), "nobody": (302, 405)}.get(who, (403, 405))
    for address in (*addresses(filing), f"{URL}{filing.pk}/nhan/"):
        for method in ("get", "post"):
            assert getattr(client, method)(address, {"go": "next"}).status_code in closed, (method, address)
    still = Filing.objects.get(pk=filing.pk)
    assert (still.state, still.helper, still.version) == (State.OPEN, house.clerk, filing.version)
    assert "Nguyễn Văn Lão" not in (client.get(URL).text if who == "other desk" else "")


def test_a_colleague_sees_that_there_is_one_takes_it_over_and_the_first_clerk_is_told(house, desk, helped):
    filing = fill(helped, by=house.clerk, but=SAME)
    colleague = make_post(Role.RECEPTIONIST, agency=house.centre)
    beside = signed_in(Client(), colleague)
    for page in (beside.get(URL).text, beside.get("/tiep-nhan/ban-nhap/").text):
        assert "Cấp giấy phép thử" in page
        assert house.clerk.person.name in page
        assert "Nguyễn Văn Lão" not in page
    assert "Nguyễn Văn Lão" in desk.get("/tiep-nhan/ban-nhap/").text
    told = beside.get(f"{URL}{filing.pk}/")
    assert told.status_code == 404
    assert "Đồng nghiệp cùng quầy" in told.text
    assert "Nguyễn Văn Lão" not in told.text
    taken = beside.post(f"{URL}{filing.pk}/nhan/", {"version": filing.version})
    assert taken.headers["Location"] == f"{URL}{filing.pk}/"
    assert "Nguyễn Văn Lão" in beside.get(taken.headers["Location"]).text
    for address in addresses(filing)[:2]:
        late = desk.get(address)
        assert late.status_code == 404
        assert "Đồng nghiệp cùng quầy đã nhận khai tiếp" in late.text
    typed = desk.post(f"{URL}{filing.pk}/phan/2/luu/", {"seen": 1, "tab": "t", "q-reason": "Gõ dở"})
    assert (typed.status_code, typed.json()["code"]) == (409, "taken_over")
    assert "Đồng nghiệp" in typed.json()["message"]
    assert beside.get(f"{URL}{filing.pk}/tep/{filing.files.get().file_id}/").content == png()
    third = signed_in(Client(), make_post(Role.RECEPTIONIST, agency=house.centre))
    stale = third.post(f"{URL}{filing.pk}/nhan/", {"version": filing.version})
    assert stale.status_code == 409


def test_a_section_saved_meanwhile_on_another_page_is_shown_with_ones_own(house, desk, helped):
    address = f"{URL}{helped.pk}/phan/2/"
    seen = desk.get(address).context["seen"]
    keep(helped, by=house.clerk, section="what", answers={"reason": "Từ cửa sổ kia"}, seen=helped.version, tab="other")
    answer = desk.post(address, {"seen": seen, "tab": "this", "go": "next", "q-reason": "Từ cửa sổ này"})
    assert answer.status_code == 409
    assert "Từ cửa sổ kia" in answer.text
    assert "Từ cửa sổ này" in answer.text
    assert answer.text.count(f'action="{address}"') == 1
    assert Filing.objects.get().answers["reason"] == "Từ cửa sổ kia"


def test_what_is_typed_is_kept_by_itself(house, desk, helped):
    page = desk.get(f"{URL}{helped.pk}/phan/2/")
    given = {"seen": page.context["seen"], "tab": page.context["tab"], "q-reason": "Đang nói dở"}
    saved = desk.post(f"{URL}{helped.pk}/phan/2/luu/", given)
    assert saved.status_code == 200
    assert Filing.objects.get().answers["reason"] == "Đang nói dở"
    assert f'data-autosave="{URL}{helped.pk}/phan/2/luu/"' in page.text
    assert f'data-uploads="{URL}{helped.pk}/tai-len/"' in page.text


def test_a_scan_comes_piece_by_piece(house, desk, helped):
    content = png(7, size=(300, 400))
    begun = desk.post(f"{URL}{helped.pk}/tai-len/", {"input": "q-proof", "name": "quet.png", "size": len(content)})
    address = begun.headers["Location"]
    assert (begun.status_code, address) == (201, f"{URL}{helped.pk}/tai-len/{Upload.objects.get().pk}/")
    kind = "application/offset+octet-stream"
    assert desk.patch(address, content[:50], content_type=kind, headers={"Upload-Offset": "0"}).status_code == 204
    assert desk.head(address).headers["Upload-Offset"] == "50"
    assert desk.patch(address, content[50:], content_type=kind, headers={"Upload-Offset": "50"}).status_code == 204
    assert helped.files.get().file.name == "quet.png"
    wrong = desk.post(f"{URL}{helped.pk}/tai-len/", {"input": "q-none", "name": "quet.png", "size": "10"})
    assert wrong.status_code == 422


def test_given_up_with_the_consent_taken_back(house, desk, helped):
    assert "bị xóa ngay" in desk.get(f"{URL}{helped.pk}/bo/").text
    answer = desk.post(f"{URL}{helped.pk}/bo/", {"withdrawn": "on"})
    assert answer.headers["Location"] == URL
    assert Filing.objects.get().state == State.ABANDONED
    assert not Consent.objects.get().holds
    assert desk.get(f"{URL}{helped.pk}/").status_code == 404
    assert "Nguyễn Văn Lão" not in desk.get(URL).text


def test_pages_cost_the_same_however_much_is_open(house, desk, helped):
    edition = helped.edition
    filing = fill(helped, by=house.clerk, but=SAME)
    rest = ("", "phan/1/", "phan/3/", "kiem-tra/", "nop/")
    pages = (URL, f"{URL}thu-tuc/{STANDARD}/", "/tiep-nhan/ban-nhap/", *(f"{URL}{filing.pk}/{each}" for each in rest))

    def costs() -> dict[str, int]:
        found = {}
        for page in pages:
            desk.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(page).status_code == 200
            found[page] = sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries)
        return found

    few = costs()
    for number in range(5):
        by = house.clerk if number % 2 else make_post(Role.RECEPTIONIST, agency=house.centre)
        help_at_counter(by=by, edition=edition, person=OLD_MAN, text=1, means="signed")
    assert costs() == few
    assert max(few.values()) <= 12, few


def test_papers_of_other_dossiers_are_not_offered_to_be_used_again(house, desk, helped):
    """Using again is for a citizen's own store: a clerk sees a whole desk's papers, and none of them belongs here."""
    sent = send(fill(helped, by=house.clerk, but=SAME), by=house.clerk, delivery="at_desk", declared=True)
    paper = sent.papers.exclude(file=None).get()
    again = help_at_counter(by=house.clerk, edition=helped.edition, person=OLD_MAN, text=1, means="signed")
    page = desk.get(f"{URL}{again.pk}/phan/3/")
    assert "dung-lai" not in page.text
    given = {"seen": page.context["seen"], "tab": "t", "go": "stay", "dung-lai": f"q-proof:p{paper.pk}"}
    assert desk.post(f"{URL}{again.pk}/phan/3/", given).status_code == 404
    assert not again.files.exists()
    with pytest.raises(BadInput):
        reuse(again, by=house.clerk, question="proof", paper=f"p{paper.pk}")
