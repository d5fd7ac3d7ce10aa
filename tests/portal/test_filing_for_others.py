"""The pages of filing for somebody else, without script: chosen, asked, checked, sent, followed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.actions.messages import write_message
from motcua.dossiers.models import Dossier, Message
from motcua.filing.choices import ForWhom
from motcua.filing.models import Filing
from motcua.portal.languages import COOKIE
from tests.dossier_factories import STANDARD
from tests.factories import at_home, make_account, signed_in
from tests.files.samples import pdf
from tests.filing.conftest import edition, house, mother  # noqa: F401
from tests.filing.filled import fill
from tests.filing.test_for_others import CHILD, COMPANY
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client, mother):  # noqa: F811
    return at_home(client, mother)


@pytest.fixture
def start(home, house):  # noqa: F811
    def begun(for_whom):
        answer = home.post(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/", {"for_whom": for_whom})
        assert answer.status_code == 302, answer.text
        return Filing.objects.order_by("-begun_at").first()

    return begun


def tell(home, filing, **given):
    """Send the section about whom it is for, as a page without script sends it."""
    url = f"/nop/{filing.pk}/phan/0/"
    page = home.get(url).text
    kept = dict(re.findall(r'<input type="hidden" name="(seen|tab|shown)" value="([^"]*)"', page))
    return home.post(url, kept | {f"q-for_whom_{name}": value for name, value in given.items()} | {"go": "next"})


def whole(home, filing, **given):
    """A filing for somebody, ready to be sent, with its authorisation."""
    tell(home, filing, **given)
    url = f"/nop/{filing.pk}/phan/0/"
    page = home.get(url).text
    if "q-authorisation" in page:
        kept = dict(re.findall(r'<input type="hidden" name="(seen|tab|shown)" value="([^"]*)"', page))
        again = {f"q-for_whom_{name}": value for name, value in given.items()}
        paper = SimpleUploadedFile("uy-quyen.pdf", pdf(), "application/pdf")
        answer = home.post(url, kept | again | {"q-authorisation": paper, "go": "next"})
        assert answer.status_code == 302, answer.text
    filing = Filing.objects.get(pk=filing.pk)
    return fill(filing, by=filing.account.acting(), but={"who": {"name": given["name"], "number": CHILD}})


CHU = {"capacity": "authorised", "name": "Trần Văn Chú", "identity_number": CHILD}
FIRM = {"capacity": "legal", "name": "Công ty TNHH Mẫu", "identity_number": COMPANY}


def send(home, filing):
    answer = home.post(f"/nop/{filing.pk}/nop-ho-so/", {"delivery": "at_desk", "declared": "on"})
    assert answer.status_code == 302, answer.text
    return Dossier.objects.get(filing=filing.pk)


def test_one_chooses_for_whom_and_oneself_is_proposed(home, house):  # noqa: F811
    page = home.get(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/").text
    assert re.search(r'value="self"[^>]*checked', page)
    answer = home.post(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/", {})
    assert answer.status_code == 302
    assert Filing.objects.get().for_whom == ForWhom.SELF
    assert "helped" not in page
    assert home.post(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/", {"for_whom": "helped"}).status_code == 422


def test_a_page_sent_twice_leads_to_the_one_filing_it_began(home, house):  # noqa: F811
    address = f"/nop/{STANDARD}/{house.ward.code}/bat-dau/"
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', home.get(address).text)[1]
    answers = [home.post(address, {"key": key}) for _ in range(2)]
    assert [each.headers["Location"] for each in answers] == [f"/nop/{key}/"] * 2
    assert Filing.objects.count() == 1
    assert home.post(address, {"key": "x"}).status_code == 422
    again = re.search(r'name="key" value="([0-9a-f-]{36})"', home.get(address).text)[1]
    assert home.post(address, {"key": again}).headers["Location"] == f"/nop/{again}/"


def test_whom_it_is_for_is_the_first_part_and_stays_open_until_sent(home, start):
    filing = start("person")
    tasks = home.get(f"/nop/{filing.pk}/").text
    assert tasks.index("Nộp thay cho ai") < tasks.index("Ai được nộp")
    tell(home, filing, **CHU)
    filing.refresh_from_db()
    assert filing.other == {"kind": "person", **CHU}
    tell(home, filing, **CHU | {"name": "Trần Văn Bác"})
    filing.refresh_from_db()
    assert filing.other["name"] == "Trần Văn Bác"
    assert "Trần Văn Bác" in home.get("/nop/").text


def test_the_authorisation_is_asked_for_where_the_capacity_does_not_carry_it(home, start):
    filing = start("person")
    answer = tell(home, filing, **CHU)
    assert answer.headers["Location"] == f"/nop/{filing.pk}/phan/0/"  # a question came up: one stays
    assert "q-authorisation" in home.get(f"/nop/{filing.pk}/phan/0/").text
    child = {"capacity": "parent", "name": "Trần Thị Con", "birth_date": "01/02/2020"}
    assert tell(home, filing, **child).status_code == 302
    assert "q-authorisation" not in home.get(f"/nop/{filing.pk}/phan/0/").text


def test_the_form_suggests_the_represented_not_the_holder(home, start, mother):  # noqa: F811
    filing = start("person")
    tell(home, filing, **CHU)
    page = home.get(f"/nop/{filing.pk}/phan/2/").text
    assert "Trần Văn Chú" in page
    assert CHILD in page
    assert mother.name not in page.partition("<main")[2]


def test_it_is_checked_sent_and_told_for_whom(home, start, house, mother):  # noqa: F811
    filing = whole(home, start("person"), **CHU)
    page = home.get(f"/nop/{filing.pk}/kiem-tra/").text
    assert "Người được ủy quyền" in page
    assert "uy-quyen.pdf" in page
    dossier = send(home, filing)
    assert "Bạn nộp thay cho" in home.get(f"/nop/{filing.pk}/da-nop/").text
    assert home.get(f"/nop/{filing.pk}/da-nop/xac-nhan.pdf").content.startswith(b"%PDF")
    assert home.get(f"/nop/{filing.pk}/da-nop/to-khai.pdf").content.startswith(b"%PDF")
    assert "Nộp thay cho" in home.get("/cua-toi/").text
    mine = home.get(f"/cua-toi/ho-so/{dossier.code}/").text
    assert "Bạn nộp thay cho" in mine
    assert "Trần Văn Chú" in mine
    desk = signed_in(Client(), house.clerk).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Trần Thị Mẹ (Người được ủy quyền)" in desk
    assert "Giấy ủy quyền hoặc giấy chứng minh việc giám hộ" in desk


def test_the_submitter_writes_and_withdraws_and_the_represented_sees_who_filed(home, start):
    dossier = send(home, whole(home, start("person"), **CHU))
    home.post(f"/cua-toi/ho-so/{dossier.code}/trao-doi/", {"text": "Cho tôi hỏi"})
    assert Message.objects.get(dossier=dossier).text == "Cho tôi hỏi"
    chu = make_account(proven=True, name="Trần Văn Chú", identity_number=CHILD)
    his = at_home(Client(), chu)
    page = his.get(f"/cua-toi/ho-so/{dossier.code}/").text
    assert "Người nộp thay" in page
    assert "Trần Thị Mẹ" in page
    assert "Bạn nộp thay cho" not in page
    write_message(dossier, by=chu.acting(), text="Tôi là chủ hồ sơ")
    other = at_home(Client(), make_account(proven=True, name="Trần Văn Chú"))
    assert other.get(f"/cua-toi/ho-so/{dossier.code}/").status_code == 404
    answer = home.post(f"/cua-toi/ho-so/{dossier.code}/rut/", {"reason": "Đổi ý", "sure": "on"})
    assert answer.status_code == 302, answer.text
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"


def test_a_company_is_filed_for_by_its_legal_representative(home, start):
    filing = start("organisation")
    assert "Mã số doanh nghiệp" in home.get(f"/nop/{filing.pk}/phan/0/").text
    assert tell(home, filing, **FIRM | {"identity_number": "0100109107"}).status_code == 422
    dossier = send(home, whole(home, filing, **FIRM))
    assert (dossier.applicant.kind, dossier.submitter_role) == ("organisation", "Người đại diện theo pháp luật")


def test_nothing_of_it_is_anothers(home, start):
    filing = whole(home, start("person"), **CHU)
    other = at_home(Client(), make_account())
    for path in ("", "phan/0/", "kiem-tra/", f"tep/{filing.files.first().file_id}/"):
        assert other.get(f"/nop/{filing.pk}/{path}").status_code == 404
    assert other.post(f"/nop/{filing.pk}/phan/0/", {"q-for_whom_name": "Khác"}).status_code == 404


def test_two_windows_do_not_overwrite_whom_it_is_for(home, start):
    filing = start("organisation")
    page = home.get(f"/nop/{filing.pk}/phan/0/").text
    old = dict(re.findall(r'<input type="hidden" name="(seen|tab|shown)" value="([^"]*)"', page))
    tell(home, filing, **FIRM)
    late = old | {"q-for_whom_name": "Công ty Khác", "go": "next"}
    answer = home.post(f"/nop/{filing.pk}/phan/0/", late)
    assert answer.status_code == 409
    assert "Công ty TNHH Mẫu" in answer.text
    filing.refresh_from_db()
    assert filing.other["name"] == "Công ty TNHH Mẫu"


def test_the_lists_cost_the_same_for_two_and_for_eight(home, start):
    send(home, whole(home, start("organisation"), **FIRM))
    home.get("/cua-toi/")
    with CaptureQueriesContext(connection) as few:
        home.get("/cua-toi/")
    for _ in range(2):
        send(home, whole(home, start("organisation"), **FIRM))
    with CaptureQueriesContext(connection) as many:
        home.get("/cua-toi/")
    assert len(few) == len(many) <= 12


def test_the_pages_speak_english(home, start, house):  # noqa: F811
    filing = start("person")
    home.cookies[COOKIE] = "en"
    pages = [home.get(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/"), home.get("/nop/")]
    home.cookies[COOKIE] = "vi"
    filing = whole(home, filing, **CHU)
    home.cookies[COOKIE] = "en"
    pages += [home.get("/nop/"), home.get(f"/nop/{filing.pk}/kiem-tra/")]
    dossier = send(home, filing)
    pages += [home.get(f"/nop/{filing.pk}/da-nop/"), home.get("/cua-toi/"), home.get(f"/cua-toi/ho-so/{dossier.code}/")]
    for page in pages:
        chrome = Chrome()
        chrome.feed(page.text)
        left = [words for words in chrome.said if VIETNAMESE.search(words) and words not in OURS]
        assert not [words for words in left if not words.endswith("đồng")], left
