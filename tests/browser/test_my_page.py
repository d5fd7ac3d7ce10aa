"""The account's pages in a real browser: coming in by electronic identity, every width, both languages, no script."""

import pytest

from motcua.citizens.models import OneTimeCode
from motcua.citizens.openid import calls
from motcua.dossiers.models import Dossier
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.citizens.identities import Identities
from tests.citizens.test_accounts import declared
from tests.citizens.test_codes import digits
from tests.factories import at_home, make_account

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(320, False, "vi"), (390, True, "en"), (1440, False, "en"), (1440, True, "vi")]


@pytest.fixture
def house(transactional_db):
    return make.make_house()


@pytest.fixture(scope="module")
def provider_process(tmp_path_factory):
    found = Identities(str(tmp_path_factory.mktemp("provider")))
    yield found
    found.stop()


@pytest.fixture
def provider(provider_process, live_server, settings):
    calls.forget()
    settings.OIDC = provider_process.provider()
    provider_process.behave(back=f"{live_server.url}/dang-nhap-cong-dan/dinh-danh/ve/")
    return provider_process


def known(page, live_server, client, account, language="vi"):
    """Let the browser be the account's, in a language."""
    at_home(client, account)
    (name, cookie), *_ = [(name, each.value) for name, each in client.cookies.items()]
    for key, value in ((name, cookie), (COOKIE, language)):
        page.context.add_cookies([{"name": key, "value": value, "url": live_server.url}])


def mine(account, *dossiers):
    person = declared(account=account)
    Dossier.objects.filter(pk__in=[each.pk for each in dossiers]).update(applicant=person)


@pytest.mark.parametrize("script", [True, False])
def test_a_citizen_comes_in_through_the_provider_and_goes_out(house, provider, page_at, script):
    page = page_at(320, path="/cua-toi/", script=script)
    page.click("text=Đăng nhập bằng định danh điện tử")
    page.click("text=Trần Thị Dân")
    page.click("input[name=allow]")
    page.click("button:has-text('Tôi đồng ý')")
    assert page.inner_text("h1") == "Cửa của tôi"
    assert "Trần Thị Dân" in page.inner_text("main")
    page.click(".barlinks >> text=Đăng xuất")
    assert page.inner_text(".barlinks").endswith("Đăng nhập")


@pytest.mark.parametrize("script", [True, False])
def test_a_citizen_comes_in_by_a_code_on_a_phone(house, page_at, script):
    page = page_at(320, path="/cua-toi/", script=script)
    page.fill("[name=contact]", "0912 345 678")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ma/**")
    page.fill("[name=code]", digits(OneTimeCode.objects.get()))
    page.keyboard.press("Enter")
    page.click("button:has-text('Tôi đồng ý')")
    page.wait_for_url("**/cua-toi/")
    assert page.inner_text("h1") == "Cửa của tôi"


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_is_accessible_and_fits(
    house, provider, page_at, axe, overflowing, unlabelled, client, live_server, width, dark, language
):
    account = make_account(name="Trần Thị Dân", email="dan@example.vn")
    waiting = make.waiting(house)
    mine(account, waiting, make.in_progress(house), make.returned(house))
    page = page_at(width, dark=dark)
    page.goto("/dang-nhap-cong-dan/")
    complaints = {"door": [*axe(page), *overflowing(page), *unlabelled(page)]}
    page.fill("[name=contact]", "0912345678")
    page.click("text=Gửi mã")
    complaints["code"] = [*axe(page), *overflowing(page), *unlabelled(page)]
    known(page, live_server, client, account, language)
    own = [
        "",
        f"ho-so/{waiting.code}/",
        "du-lieu/",
        "du-lieu/sua/",
        "du-lieu/dong/",
        "thiet-bi/",
        "dong-y/",
        "xac-nhan/",
        "lien-he/",
    ]
    for path in own:
        page.goto(f"/cua-toi/{path}")
        complaints[path] = [*axe(page), *overflowing(page), *unlabelled(page)]
    assert not [found for found in complaints.items() if found[1]]
