"""The public catalogue in a real browser: phone and desk, light and dark, in both languages, without a mouse."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from motcua.core.clock import today
from motcua.procedures.models import Edition
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
    expect(page.get_by_role("heading", name="Documents to submit")).to_be_visible()
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Giấy tờ cần nộp")).to_be_visible()


PARTS = (  # what the law wants said of a procedure, as the page heads it
    "Giấy tờ cần nộp", "Trình tự thực hiện", "Thời hạn giải quyết", "Phí, lệ phí", "Cách thức thực hiện",
    "Đối tượng thực hiện", "Cơ quan giải quyết", "Kết quả", "Mẫu đơn, tờ khai", "Yêu cầu, điều kiện", "Căn cứ pháp lý",
)  # fmt: skip


@pytest.mark.parametrize("width", [390, 1440])
def test_three_clicks_lead_from_the_front_page_to_every_part_of_every_procedure(house, page_at, width):
    """By field, without typing: every procedure in three clicks, and there no part is folded away."""
    page = page_at(width, path="/")
    follow(page, page.get_by_role("link", name="Mọi lĩnh vực và cơ quan"))
    fields = links(page, "a[href*='linhvuc=']")
    assert fields
    reached = set()
    for field in fields:
        page.goto("/thu-tuc/")
        follow(page, page.locator(f"a[href='{field}']").first)
        reached |= set(links(page, f"main a[href^='/thu-tuc/'][href$='/{house.ward.code}/']") or offers(page))
    offered = set(Edition.objects.in_force(today()).values_list("code", flat=True))
    assert {path.split("/")[2] for path in reached} >= offered
    page.goto("/thu-tuc/")
    follow(page, page.locator(f"a[href='{fields[0]}']").first)
    page.locator("main a[href^='/thu-tuc/']").filter(has_text="Cấp giấy phép thử").first.click()
    page.wait_for_url(f"**/{house.ward.code}/")
    for part in PARTS:
        expect(page.get_by_text(part, exact=True).first).to_be_visible()


def follow(page, link):
    """Go where a link leads, and be there: what is read at once waits for nothing."""
    with page.expect_event("load"):
        link.click()


def links(page, what):
    return page.locator(what).evaluate_all("all => all.map(each => each.getAttribute('href'))")


def offers(page):
    return [path for path in links(page, "main a[href^='/thu-tuc/']") if path.count("/") > 2 and "?" not in path]


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_code_on_the_page_is_read_from_the_picture_and_leads_back(house, page_at, settings, media):
    page = page_at(1440, path=f"/thu-tuc/{STANDARD}/{house.ward.code}/")
    page.emulate_media(media=media)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    (code,) = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert code.startswith(settings.PUBLIC_ADDRESS)
    page.goto(code.removeprefix(settings.PUBLIC_ADDRESS))
    assert page.get_by_role("heading", level=1).inner_text() == "Cấp giấy phép thử"
