"""An address chosen from lists in a real browser: on a phone, by the keyboard, with a slow or no line, in English."""

import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from motcua.citizens.actions import begin_session
from motcua.core.clock import today
from motcua.filing.actions.filling import begin
from motcua.filing.models import Filing
from motcua.procedures.models import edition_for
from tests import dossier_factories
from tests.factories import make_account, make_post
from tests.filing.conftest import online_facts
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")
PLACE = "/bieu-mau/thu/"
WAYS = {"eras": ["current", "before_2025_07", "abroad"], "line": "optional"}


def addresses():
    """The data of a form with two addresses, in both languages."""

    def said(vi, en):
        return {"vi": vi, "en": en}

    home = ask("home", "address", required=True) | {"label": said("Nơi cư trú", "Home")}
    born = ask("born", "address", limits=WAYS) | {"label": said("Quê quán", "Place of origin")}
    data = form(home, born, languages=["vi", "en"], title=said("Thử địa chỉ", "Addresses"))
    data["sections"][0]["title"] = said("Nơi ở", "Places")
    return data | {"end": {"text": said("Xong.", "Done.")}}


@pytest.fixture
def trial(transactional_db, page_at, login, tmp_path):
    """`trial(390)`: the first page of a form with addresses, tried by an administrator."""
    file = tmp_path / "form.json"
    file.write_text(json.dumps(addresses()))

    def opened(width, **more):
        page = page_at(width, **more)
        login(page, make_post(Role.ADMINISTRATOR).person.username)
        page.goto(PLACE)
        page.get_by_label("Tệp biểu mẫu").set_input_files(file)
        page.get_by_role("button", name="Kiểm tra và xem thử").click()
        return page

    return opened


def names_in(page, input_):
    """What is suggested at an input."""
    return page.evaluate("input => [...input.list.options].map(option => option.value)", input_.element_handle())


def part(page, group, label):
    return page.get_by_role("group", name=group).get_by_label(label, exact=False)


def expect_names(input_, count):
    expect(input_.locator("xpath=following-sibling::datalist/option")).to_have_count(count)


def test_what_is_below_a_province_is_suggested_once_it_is_told(trial):
    page = trial(390)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "don-vi" in request.url else None)
    province, commune = part(page, "Nơi cư trú", "Tỉnh, thành phố"), part(page, "Nơi cư trú", "Xã, phường")
    assert len(names_in(page, province)) == 34
    province.press_sequentially("hue")
    expect_names(commune, 40)
    assert "Phường Thuận Hoá" in names_in(page, commune)
    province.fill("Thành phố Huế")
    commune.fill("thuan hoa")
    part(page, "Nơi cư trú", "Số nhà").fill("12 phố Mẫu")
    assert len(asked) == 1  # asked once, kept since
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("12 phố Mẫu, Phường Thuận Hoá, Thành phố Huế")).to_be_visible()


def test_an_address_of_before_has_districts_and_tells_its_province_of_today(trial):
    page = trial(1440)
    district, commune = part(page, "Quê quán", "Quận, huyện"), part(page, "Quê quán", "Xã, phường")
    expect(district).to_be_hidden()
    expect(page.get_by_role("group", name="Quê quán").get_by_role("textbox", name="Nước")).to_be_hidden()
    page.get_by_label("Trước 01/07/2025").check()
    expect(district).to_be_visible()
    part(page, "Quê quán", "Tỉnh, thành phố").fill("Quảng Nam")
    expect(page.get_by_text("Nay thuộc Thành phố Đà Nẵng.")).to_be_visible()
    expect_names(district, 17)
    district.fill("Hội An")
    expect_names(commune, 13)
    assert "Phường Minh An" in names_in(page, commune)
    page.get_by_label("Ở nước ngoài").check()
    expect(page.get_by_role("group", name="Quê quán").get_by_role("textbox", name="Nước")).to_be_visible()
    expect(commune).to_be_hidden()
    expect(page.get_by_text("Nay thuộc")).to_have_count(0)


def test_a_cut_line_leaves_what_is_typed_and_asks_again(trial):
    page = trial(390)
    cut = []

    def cut_once(route):
        if cut:
            return route.continue_()
        cut.append(route.request.url)
        return route.abort("connectionreset")

    page.route("**/don-vi-hanh-chinh/**", cut_once)
    province, commune = part(page, "Nơi cư trú", "Tỉnh, thành phố"), part(page, "Nơi cư trú", "Xã, phường")
    with page.expect_event("requestfailed"):
        province.fill("Huế")
    commune.focus()
    expect_names(commune, 40)
    assert cut


def test_a_list_that_was_offered_goes_when_the_province_is_another(trial):
    page = trial(390)
    group = page.get_by_role("group", name="Nơi cư trú")
    group.get_by_label("Tỉnh").fill("hue")
    group.get_by_label("Xã, phường").fill("thuan hoaa")
    page.get_by_role("button", name="Tiếp tục").click()
    offered = group.get_by_role("combobox", name="Xã, phường")
    expect(offered.locator("option").nth(1)).to_have_text("Phường Thuận Hoá")
    expect(offered).to_have_attribute("aria-invalid", "true")
    group.get_by_label("Tỉnh").fill("Cần Thơ")
    group.get_by_label("Tỉnh").press("Tab")
    expect(group.locator("select")).to_have_count(0)
    expect_names(group.get_by_label("Xã, phường"), 103)
    assert group.get_by_label("Xã, phường").input_value() == ""


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (320, False), (320, True)])
@pytest.mark.parametrize("english", [False, True])
def test_everybody_can_use_it(trial, axe, unlabelled, overflowing, width, dark, english):
    page, wrong = trial(width, dark=dark), {}
    words = ("Before 01/07/2025", "Continue") if english else ("Trước 01/07/2025", "Tiếp tục")
    if english:
        page.get_by_role("button", name="English").click()
    page.get_by_label(words[0]).check()
    page.locator("[name=q-born-province]").fill("Quảng Nam")
    expect(page.locator("p[data-today]")).to_contain_text("Đà Nẵng")
    page.locator("[name=q-home-province]").fill("hcm")

    def look(name):
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[name] = found
        if PICTURES and not dark:
            page.screenshot(path=Path(PICTURES) / f"address-{name}-{width}-{english}.png", full_page=True)

    look("typed")
    page.get_by_role("button", name=words[1]).click()
    expect(page.locator("select[name=q-home-province]")).to_be_visible()
    look("offered")
    assert wrong == {}


def test_by_keyboard_alone_and_without_script(trial):
    page = trial(390, script=False)
    page.get_by_role("group", name="Nơi cư trú").get_by_label("Tỉnh").press_sequentially("hcm")
    page.keyboard.press("Enter")
    offered = page.get_by_role("group", name="Nơi cư trú").get_by_role("combobox", name="Tỉnh")
    offered.select_option("Thành phố Hồ Chí Minh")
    page.get_by_role("group", name="Nơi cư trú").get_by_label("Số nhà").fill("1 phố Mẫu")
    page.keyboard.press("Enter")
    offered = page.get_by_role("group", name="Nơi cư trú").get_by_role("combobox", name="Xã, phường")
    offered.press("End")  # in the order of the alphabet
    page.get_by_role("button", name="Tiếp tục").press("Enter")
    expect(page.get_by_text("1 phố Mẫu, Xã Xuyên Mộc, Thành phố Hồ Chí Minh")).to_be_visible()


def test_in_a_filing_what_is_chosen_is_kept_as_it_is_typed(transactional_db, page_at, live_server, monkeypatch):
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts(form=addresses()))
    house, mother = dossier_factories.make_house(), make_account(proven=True)
    edition = edition_for(dossier_factories.STANDARD, house.centre, today())
    filing = begin(by=mother.acting(), edition=edition, desk=house.centre)
    page = page_at(320)
    text = begin_session(mother, way="code", address="127.0.0.1")
    page.context.add_cookies([{"name": settings.ACCOUNT_COOKIE_NAME, "value": text, "url": live_server.url}])
    page.goto(f"/nop/{filing.pk}/phan/0/")
    part(page, "Nơi cư trú", "Tỉnh, thành phố").fill("Huế")
    expect_names(part(page, "Nơi cư trú", "Xã, phường"), 40)
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    assert Filing.objects.get().answers["home"]["province"] == "Huế"
