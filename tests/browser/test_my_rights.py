"""Asking an office about one's data, in a real browser: without script, and every page in order."""

import pytest
from playwright.sync_api import expect

from motcua.core.reactions import carry_out
from motcua.dossiers.models import Dossier
from motcua.privacy import actions
from motcua.privacy.models import RightsRequest
from tests import dossier_factories as make
from tests.browser.test_my_page import known
from tests.citizens.test_accounts import declared
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)
NAME, NUMBER, LIST = "Trần Thị Mẫu", "046190000318", "/cua-toi/du-lieu/yeu-cau/"


@pytest.mark.parametrize(("width", "dark", "language"), [(320, False, "vi"), (1440, True, "en")])
def test_it_is_asked_and_answered_without_script(
    transactional_db, page_at, axe, overflowing, unlabelled, live_server, client, width, dark, language
):
    house = make.make_house()
    account = make_account(proven=True, name=NAME, identity_number=NUMBER)
    person = declared(desk=house.clerk, number=NUMBER, name=NAME)
    Dossier.objects.filter(pk=make.received(house).pk).update(applicant=person)
    page = page_at(width, dark=dark, script=False)
    known(page, live_server, client, account, language)
    page.goto(LIST)
    page.check("[name=right][value=correction]")
    page.fill("[name=asked]", "Số điện thoại sai")
    page.fill("[name=new_phone]", "0987654321")
    page.click("main button.primary")
    expect(page.locator("main")).to_contain_text("0987654321")
    found = actions.grant(RightsRequest.objects.get(), by=house.leader, reason="Đúng giấy tờ")
    assert carry_out(found.last_event) == []
    looked = page_at(width, dark=dark)
    known(looked, live_server, client, account, language)
    complaints = {}
    for path in ("", f"{found.code}/"):
        looked.goto(f"{LIST}{path}")
        complaints[path] = [*axe(looked), *overflowing(looked), *unlabelled(looked)]
    assert not [each for each in complaints.items() if each[1]]
    page.goto(f"{LIST}{found.code}/")
    page.click("[value=take]")
    assert RightsRequest.objects.get().state == "closed"
