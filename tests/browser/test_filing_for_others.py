"""Filing for somebody else in a real browser: without script at 320 px, with it as one types; every page in order."""

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Dossier
from motcua.filing.models import Filing
from tests import dossier_factories
from tests.browser.test_my_page import known
from tests.dossier_factories import STANDARD, make_house
from tests.factories import make_account
from tests.files.samples import pdf
from tests.filing.conftest import online_facts
from tests.filing.filled import fill

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"name": "uy-quyen.pdf", "mimeType": "application/pdf", "buffer": pdf()}


@pytest.fixture
def house(transactional_db, monkeypatch):
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts())
    return make_house()


@pytest.fixture
def account(house):
    return make_account(proven=True, name="Trần Thị Mẹ", identity_number="046190000318")


@pytest.mark.parametrize("script", [True, False])
def test_somebody_authorised_files_from_a_phone(page_at, live_server, client, house, account, script):
    page = page_at(320, script=script)
    known(page, live_server, client, account)
    page.goto(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/")
    page.check("[name=for_whom][value=person]")
    page.click("main button[type=submit]")
    page.click("text=Nộp thay cho ai")
    page.check("[value=authorised]")
    page.fill("[name=q-for_whom_name]", "Trần Văn Chú")
    page.fill("[name=q-for_whom_identity_number]", "046 215 000 777")
    page.click("main .btns button.primary")
    page.set_input_files("[name=q-authorisation]", PAPER)
    if script:
        page.get_by_role("link", name="uy-quyen.pdf").wait_for(timeout=30_000)
    page.click("main .btns button.primary")
    expect(page.locator("h1")).to_have_text("Ai được nộp")
    filing = Filing.objects.get()
    assert (filing.other["name"], filing.files.get().file.name) == ("Trần Văn Chú", "uy-quyen.pdf")
    fill(filing, by=account.acting(), but={"who": {"name": "Trần Văn Chú", "number": "046215000777"}})
    page.goto(f"/nop/{filing.pk}/nop-ho-so/")
    page.check("[name=delivery][value=at_desk]")
    page.check("[name=declared]")
    page.click("main button.primary")
    expect(page.locator("main")).to_contain_text("Bạn nộp thay cho Trần Văn Chú")
    assert Dossier.objects.get().submitter.account == account


@pytest.mark.parametrize(("width", "dark", "language"), [(320, False, "vi"), (390, True, "en"), (1440, False, "en")])
def test_every_page_is_accessible_and_fits(
    page_at, axe, overflowing, unlabelled, live_server, client, house, account, width, dark, language
):
    page = page_at(width, dark=dark)
    known(page, live_server, client, account, language)
    page.goto(f"/nop/{STANDARD}/{house.ward.code}/bat-dau/")
    complaints = {"start": [*axe(page), *overflowing(page), *unlabelled(page)]}
    page.check("[name=for_whom][value=organisation]")
    page.click("main button[type=submit]")
    expect(page.locator(".tasklist")).to_be_visible()
    filing = Filing.objects.get()
    page.goto(f"/nop/{filing.pk}/phan/0/?loi")
    page.check("[value=authorised]")
    page.click("main .btns button.primary")
    for path in ("phan/0/?loi", "kiem-tra/", ""):
        page.goto(f"/nop/{filing.pk}/{path}")
        complaints[path] = [*axe(page), *overflowing(page), *unlabelled(page)]
    assert not [found for found in complaints.items() if found[1]]
