"""A dossier goes its way through the screens, by keyboard; every page of casework for everybody, on every screen."""

import pypdfium2
import pytest

from motcua.dossiers.actions import moving
from motcua.dossiers.actions.papers import attach
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
LOOKS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]


@pytest.fixture
def house(transactional_db):
    return make.make_house()


@pytest.fixture
def come_in(page_at, login):
    """`come_in(post)`: a page on which the post's person has logged in, at the inbox."""

    def enter(post, width=DESK, *, dark=False):
        page = page_at(width, dark=dark)
        login(page, post.person.username)
        page.goto("/xu-ly/")
        return page

    return enter


def two_pages(path) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    document.save(path)
    return path.read_bytes()


@pytest.fixture
def with_file(house, tmp_path):
    """`with_file(post, dossier)`: the dossier's first paper has a file of two pages."""

    def lay(post, dossier):
        file = store(by=post, name="Đơn đề nghị.pdf", content=two_pages(tmp_path / "paper.pdf"))
        return attach(dossier, by=post, paper=dossier.papers.first(), file=file)

    return lay


def to_search(page) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("#scan:focus")


def scan(page, code: str) -> None:
    """Into the field at the top, as a barcode reader does: the code, then Enter."""
    to_search(page)
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ho-so/{code}/")


def finish(page, text: str = "") -> None:
    """T opens the action that finishes the step; its first field has the focus; Ctrl+Enter sends it."""
    page.keyboard.press("t")
    page.wait_for_url("**/viec/**")
    page.wait_for_selector("main :is(input, select, textarea):focus")
    if text:
        page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: "/viec/" not in address)


def test_a_dossier_goes_from_the_specialist_to_the_desk_by_keyboard(house, come_in):
    dossier = make.in_progress(house)
    page = come_in(house.specialist)
    scan(page, dossier.code)
    finish(page, "Đủ điều kiện, đề nghị cấp phép")
    assert "đề xuất, chuyển đến bước “Kiểm tra, trình ký”" in page.inner_text(".timeline")
    page = come_in(house.head)
    scan(page, dossier.code)
    assert "Đủ điều kiện, đề nghị cấp phép" in page.inner_text(".timeline")
    finish(page)
    page = come_in(house.leader)
    scan(page, dossier.code)
    finish(page)
    assert "Đã có kết quả" in page.inner_text(".dhead")
    page = come_in(house.registry)
    scan(page, dossier.code)
    finish(page)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.step, dossier.outcome) == ("decided", "return", "positive")


def test_the_keyboard_walks_through_the_list_and_comes_back(house, come_in):
    first, second, third = (make.in_progress(house) for _ in range(3))
    page = come_in(house.specialist)
    page.locator("td.act a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ho-so/{first.code}/viec/propose/?tab=")
    page.click("a:has-text('Thôi')")
    for key, code in (("j", second.code), ("j", third.code), ("k", second.code)):
        page.keyboard.press(key)
        page.wait_for_url(f"**/ho-so/{code}/?tab=")
    to_search(page)
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    shown = page.inner_text("#keys")
    assert all(word in shown for word in ("Đề xuất", "Về mục trước", "Sang mục sau", "Tìm hồ sơ", "Hộp việc"))


def test_papers_are_asked_for_and_taken_in(house, come_in):
    dossier = make.in_progress(house)
    page = come_in(house.specialist)
    scan(page, dossier.code)
    page.click("a:has-text('Yêu cầu bổ sung')")
    page.check("text=Tờ khai")
    page.fill("[name=papers]", "Bản vẽ mặt bằng 1/500")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".error-summary")
    assert page.is_checked("text=Tờ khai")
    assert page.input_value("[name=papers]") == "Bản vẽ mặt bằng 1/500"
    page.fill("[name=reason]", "Tờ khai thiếu chữ ký")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Đang chờ công dân bổ sung")
    assert "Tờ khai thiếu chữ ký" in page.inner_text("main")
    page = come_in(house.clerk)
    scan(page, dossier.code)
    page.keyboard.press("t")
    page.wait_for_url("**/viec/resume/**")
    page.fill("[name=originals_1]", "2")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: "/viec/" not in address)
    dossier.refresh_from_db()
    assert dossier.state == "in_progress"
    added = dossier.papers.exclude(supplement=None).order_by("order")
    assert [(paper.name, paper.originals) for paper in added] == [("Tờ khai", 1), ("Bản vẽ mặt bằng 1/500", 2)]


def test_a_stale_page_explains_itself_and_keeps_the_text(house, come_in):
    dossier = make.in_progress(house)
    page = come_in(house.specialist)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/propose/")
    page.keyboard.type("Tôi đã viết xong")
    moving.assign(dossier, by=house.head, person=house.specialist.person.username)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=vừa được người khác thay đổi")
    assert page.input_value("textarea") == "Tôi đã viết xong"
    page.click("button.primary")
    page.wait_for_url(lambda address: "/viec/" not in address)
    assert Dossier.objects.get(pk=dossier.pk).step == "head"


def test_two_quick_clicks_act_once(house, come_in):
    dossier = make.in_progress(house)
    page = come_in(house.specialist)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/propose/")
    page.fill("textarea", "Đủ điều kiện")
    page.dblclick("button.primary")
    page.wait_for_url(lambda address: "/viec/" not in address)
    assert dossier.events.filter(action="dossier.propose").count() == 1


def test_papers_are_read_beside_the_form_without_losing_a_word(house, come_in, with_file):
    dossier = with_file(house.specialist, make.in_progress(house))
    page = come_in(house.specialist)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/propose/")
    page.keyboard.type("Đang đọc giấy tờ")
    picture = page.frame_locator("iframe[name=paper]").locator("img").first
    picture.wait_for()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    page.click(".shelf a")
    page.frame_locator("iframe[name=paper]").locator("img").first.wait_for()
    assert page.input_value("textarea") == "Đang đọc giấy tờ"


def addresses(house, with_file) -> dict[str, list[str]]:
    """Every page of casework, by the post that sees it."""
    work = with_file(house.specialist, make.in_progress(house))
    waits, signs = make.waiting(house), make.to_sign(house)
    fee, back = make.received(house, make.PAYING), make.at_the_desk(house)
    file = work.papers.first().file
    own = f"/xu-ly/ho-so/{work.code}/"
    return {
        "specialist": [
            "/xu-ly/", "/xu-ly/?tab=waiting", "/xu-ly/?tab=done", "/xu-ly/?tab=late", "/xu-ly/?q=khongco",
            "/xu-ly/ho-so/", f"{own}?tab=", f"{own}viec/propose/", f"{own}viec/request-supplement/",
            f"{own}viec/consult/", f"{own}viec/hand-over/", f"{own}tep/{file.pk}/", f"{own}tep/{file.pk}/khung/",
            f"{own}giay-to/{work.papers.last().pk}/tep/", f"/xu-ly/ho-so/{waits.code}/",
        ],
        "leader": [
            "/xu-ly/toan-don-vi/", f"/xu-ly/ho-so/{signs.code}/viec/sign/", f"/xu-ly/ho-so/{signs.code}/viec/stop/",
        ],
        "head": [f"{own}viec/extend/", f"{own}viec/assign/"],
        "clerk": [
            f"/xu-ly/ho-so/{fee.code}/viec/collect-fee/", f"/xu-ly/ho-so/{back.code}/viec/return-result/",
            f"/xu-ly/ho-so/{waits.code}/viec/resume/", "/xu-ly/so-theo-doi/",
        ],
    }  # fmt: skip


def visited(house, come_in, with_file, look, width, *, dark=False) -> dict[str, list[str]]:
    """What `look` complains of, by page."""
    complaints = {}
    for who, pages in addresses(house, with_file).items():
        page = come_in(getattr(house, who), width, dark=dark)
        for address in pages:
            response = page.goto(address)
            assert response.status == 200, address
            if found := look(page):
                complaints[address] = found
    return complaints


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_of_casework_can_be_used_by_everybody(house, come_in, with_file, axe, unlabelled, width, dark):
    seen = visited(house, come_in, with_file, lambda page: axe(page) + unlabelled(page), width, dark=dark)
    assert seen == {}


@pytest.mark.parametrize("width", [320, PHONE])
def test_no_page_of_casework_scrolls_sideways(house, come_in, with_file, overflowing, width):
    assert visited(house, come_in, with_file, overflowing, width) == {}
