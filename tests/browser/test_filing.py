"""A mother files from a phone of 320 px: three photographed papers, a line that is cut, answers kept while typing."""

import gzip
import re
from threading import Event
from typing import Any

import pytest
from django.conf import settings

from motcua.citizens.actions import begin_session
from motcua.dossiers.models import Dossier
from motcua.filing import served
from motcua.filing.models import Filing
from motcua.filing.served import autosaved
from tests.filing import conftest as sample
from tests.filing.filled import fill
from tests.filing.test_pictures import photo

pytestmark = pytest.mark.django_db(transaction=True)
house, edition, mother, filing = sample.house, sample.edition, sample.mother, sample.filing
FIRST_PAGE = 100 * 1024  # bytes with everything it loads


@pytest.fixture
def phone(page_at, mother, live_server):
    """A page of a phone on which the mother is logged in."""

    def opened(path: str, *, width: int = 320, **more: Any):
        page = page_at(width, **more)
        text = begin_session(mother, way="code", address="127.0.0.1")
        page.context.add_cookies([{"name": settings.ACCOUNT_COOKIE_NAME, "value": text, "url": live_server.url}])
        page.goto(path)
        return page

    return opened


def jpg(name: str) -> dict[str, Any]:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(name, size=(900, 1200))}


def test_a_mother_files_from_her_phone(phone, filing, mother):
    page = phone(f"/nop/{filing.pk}/phan/0/")
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Họ và tên").wait_for()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Lý do").fill("Mở quán nước")
    page.get_by_text(re.compile("Đã lưu lúc")).wait_for()  # as it is typed, before any button
    assert Filing.objects.get().answers["reason"] == "Mở quán nước"
    page.get_by_role("button", name="Tiếp tục").click()
    box = page.get_by_label("Ảnh giấy chứng minh")
    box.wait_for()
    cut = []

    def cut_once(route: Any) -> None:
        if route.request.method == "PATCH" and not cut:
            cut.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/tai-len/**", cut_once)
    box.set_input_files([jpg("mot"), jpg("hai"), jpg("ba")])
    page.get_by_role("link", name="ba.jpg").wait_for(timeout=30_000)
    assert cut
    assert [each.file.name for each in Filing.objects.get().files.all()] == ["mot.jpg", "hai.jpg", "ba.jpg"]
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("link", name="Tiếp tục để nộp").click()
    page.get_by_label(re.compile("Tôi cam đoan")).check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_role("heading", name="Đã nộp hồ sơ").wait_for(timeout=30_000)
    dossier = Dossier.objects.get()
    assert [paper.file.pages for paper in dossier.papers.exclude(file=None)] == [3]


def test_what_was_on_its_way_as_the_button_was_pressed_is_no_other_window(phone, filing, monkeypatch):
    """The server keeps by itself what was typed, but only once the button's page is there: as on a slow line."""
    held, let_go, done = Event(), Event(), Event()

    def slowly(*args: Any, **given: Any) -> Any:
        held.set()
        assert let_go.wait(20)
        try:
            return autosaved(*args, **given)
        finally:
            done.set()

    monkeypatch.setattr(served, "autosaved", slowly)
    page = phone(f"/nop/{filing.pk}/phan/2/")
    page.get_by_label("Lý do").fill("Mở quán")
    assert held.wait(20)
    monkeypatch.setattr(served, "autosaved", autosaved)
    page.get_by_label("Lý do").fill("Mở quán nước")
    page.get_by_label("Số bản").fill("nhiều")
    with page.expect_event("load"):
        page.get_by_role("button", name="Tiếp tục").click()
    assert page.get_by_role("alert").count() == 1  # a number is asked for: the same section again, on a new page
    let_go.set()
    assert done.wait(20)
    assert Filing.objects.get().answers["reason"] == "Mở quán nước"
    page.get_by_label("Số bản").fill("2")
    with page.expect_event("load"):
        page.get_by_role("button", name="Tiếp tục").click()
    assert page.get_by_text("vừa được sửa ở nơi khác").count() == 0
    assert (Filing.objects.get().answers["reason"], Filing.objects.get().answers["copies"]) == ("Mở quán nước", "2")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_usable_at_320_px(phone, filing, mother, axe, live_server, house, language, dark):
    fill(filing, by=mother.acting())
    page = phone("/robots.txt", dark=dark)
    page.context.add_cookies([{"name": "ngon_ngu", "value": language, "url": live_server.url}])
    base = f"/nop/{filing.pk}/"
    for path in (f"/nop/9.000001/{house.ward.code}/", f"/nop/9.000001/{house.ward.code}/bat-dau/", "/nop/", base,
                 f"{base}phan/2/", f"{base}phan/3/", f"{base}kiem-tra/", f"{base}nop-ho-so/",
                 f"{base}bo/"):  # fmt: skip
        page.goto(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("place", ["home", "procedure", "before", "start", "first part", "papers"])
def test_the_first_page_weighs_no_more_than_a_hundred_kilobytes(phone, house, filing, place):
    """With an empty cache, whichever page comes first, with the heads of all answers. Static files as they are sent in
    service: compressed once when they are collected; the page itself is not."""
    ward, sizes = house.ward.code, []
    paths = {
        "home": "/", "procedure": f"/thu-tuc/9.000001/{ward}/", "before": f"/nop/9.000001/{ward}/",
        "start": f"/nop/9.000001/{ward}/bat-dau/", "first part": f"/nop/{filing.pk}/phan/0/",
        "papers": f"/nop/{filing.pk}/phan/3/",
    }  # fmt: skip
    page = phone("/robots.txt")

    def weigh(answer: Any) -> None:
        body, head = answer.body(), sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        static = "/static/" in answer.url
        sizes.append((answer.url, head + (len(gzip.compress(body, 9)) if static else len(body))))

    page.on("response", weigh)
    page.goto(paths[place])
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 3
    assert sum(size for _, size in sizes) <= FIRST_PAGE, sizes
