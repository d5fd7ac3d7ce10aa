"""Somebody authorised by a firm files the household business form for its shop, and follows it for the firm."""

import pytest
from playwright.sync_api import expect

from motcua.dossiers.actions import deciding, moving
from motcua.dossiers.actions.intake import receive
from motcua.dossiers.models import Dossier
from motcua.filing.models import Filing
from motcua.filing.representing import form_of_filing
from tests.browser.online import HOUSEHOLD_BUSINESS, answers_of, fill_in, real_house
from tests.browser.test_my_page import known
from tests.factories import make_account
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)
FIRM, CODE = "Công ty TNHH Bún Mẫu", "0100109106"
PAPER = {"name": "uy-quyen.pdf", "mimeType": "application/pdf", "buffer": pdf()}


@pytest.fixture
def house(transactional_db, monkeypatch, set_clock):
    set_clock("2026-11-16T09:00")
    return real_house(monkeypatch, HOUSEHOLD_BUSINESS)


@pytest.fixture
def account(house):
    return make_account(proven=True, name="Trần Văn Mẫu", identity_number="046090000456")


def test_a_business_files_for_its_shop(house, account, page_at, login, client, live_server):
    # Who files is asked first: the firm, and by what right.
    page = page_at(390)
    known(page, live_server, client, account)
    page.goto(f"/nop/{HOUSEHOLD_BUSINESS}/{house.ward.code}/bat-dau/")
    page.get_by_label("Cá nhân thành lập").check()
    page.check("[name=for_whom][value=organisation]")
    page.get_by_role("button", name="Bắt đầu khai").click()
    filing = Filing.objects.get()
    page.goto(f"/nop/{filing.pk}/phan/0/")
    about = {"capacity": "authorised", "name": FIRM, "identity_number": CODE}
    answers = answers_of("household_business") | {f"for_whom_{key}": value for key, value in about.items()}

    # The real form, with its rows of trades; the authorisation is a file like any other.
    def bring(code: str) -> None:
        if code == "authorisation":
            page.set_input_files(f"[name=q-{code}]", PAPER)
            expect(page.get_by_role("link", name="uy-quyen.pdf")).to_be_visible(timeout=30_000)
            page.wait_for_load_state()

    fill_in(page, form_of_filing(filing), answers, bring=bring)
    expect(page.locator("main")).to_contain_text("Nhà hàng và dịch vụ ăn uống lưu động")
    page.get_by_role("link", name="Tiếp tục để nộp").click()
    page.get_by_label("Nhận tại bộ phận một cửa").check()
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_contain_text(FIRM)

    # The firm applies, whoever typed it submitted it; what the form asked is there, row by row.
    dossier = Dossier.objects.get()
    assert (dossier.applicant.name, dossier.applicant.kind) == (FIRM, "organisation")
    assert (dossier.submitter.name, dossier.submitter.account) == ("Trần Văn Mẫu", account)
    said = dossier.filed_form.answers
    assert said["business_name"] == "Hộ kinh doanh Bún Mẫu"
    assert [(row["trade_code"], row["trade_main"]) for row in said["trades"]] == [("5610", True)]
    assert "uy-quyen.pdf" in [each.file.name for each in dossier.papers.exclude(file=None)]

    # The desk reads for whom it is; the ward settles it, and who filed follows it.
    desk = page_at(1440)
    login(desk, house.clerk.person.username)
    desk.goto(f"/xu-ly/ho-so/{dossier.code}/")
    expect(desk.locator("main")).to_contain_text(FIRM)
    expect(desk.locator("main")).to_contain_text("Hộ kinh doanh Bún Mẫu")
    dossier = moving.hand_over(receive(dossier, by=house.clerk), by=house.clerk)
    dossier = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    moving.hand_over(deciding.sign(dossier, by=house.leader, template="result"), by=house.registry)
    page.goto(f"/cua-toi/ho-so/{dossier.code}/")
    expect(page.locator("h1")).to_contain_text("Đăng ký thành lập hộ kinh doanh")
    expect(page.locator("main")).to_contain_text("Đã có kết quả")
