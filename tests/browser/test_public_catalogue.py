"""The public catalogue in a real browser: phone and desk, light and dark, in both languages, without a mouse."""

import pytest

from tests.dossier_factories import STANDARD, make_house

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(live_server):
    return make_house()


def paths(house):
    office = house.ward.code
    return ["/", "/thu-tuc/", "/thu-tuc/tim/?q=giay+phep", "/thu-tuc/tim/?q=zzz", f"/thu-tuc/{STANDARD}/{office}/"]


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1440, True)])
def test_the_pages_are_accessible_and_fit(house, page_at, axe, unlabelled, overflowing, width, dark):
    page = page_at(width, dark=dark)
    for path in paths(house):
        page.goto(path)
        assert axe(page) == [], path
        assert unlabelled(page) == [], path
        assert overflowing(page) == [], path


def test_somebody_finds_a_procedure_in_english_without_script(house, page_at, axe):
    page = page_at(390, path="/", script=False)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("searchbox").fill("cap giay phep")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cấp giấy phép thử").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Cấp giấy phép thử"
    assert page.get_by_role("heading", name="Documents to submit").is_visible()
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.get_by_role("heading", name="Giấy tờ cần nộp").is_visible()
