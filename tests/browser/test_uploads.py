"""A file goes up: how far, stopped, cut, refused; and all of it as ever where there is no script."""

import os

import pytest

from motcua.files.models import StoredFile
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def house(transactional_db):
    return make.make_house()


@pytest.fixture
def scan(tmp_path):
    """A text of 600 kilobytes: on a slow line some seconds."""
    path = tmp_path / "to-khai.txt"
    path.write_text("Tờ khai có chữ ký\n" * 25_000, encoding="utf-8")
    return path


@pytest.fixture
def line():
    """`line(page, kilobytes=20)`: so many kilobytes a second upwards (0: as fast as it goes)."""
    sessions = {}

    def turn(page, *, kilobytes: float = 0) -> None:
        if page not in sessions:  # a second one would throttle beside the first
            sessions[page] = page.context.new_cdp_session(page)
            sessions[page].send("Network.enable")
        speed = kilobytes * 1024 if kilobytes else -1
        speeds = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
        sessions[page].send("Network.emulateNetworkConditions", speeds)

    return turn


def cut(page, *, whole: bool = False) -> None:
    """The connection is reset while a file goes up; `whole`: no more."""
    if whole:
        page.unroute("**/tep/")
    else:
        page.route("**/tep/", lambda route: route.abort("connectionreset"))


def attaching(house, page, login):
    dossier = make.received(house)
    paper = dossier.papers.first()
    login(page, house.clerk.person.username)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/giay-to/{paper.pk}/tep/")
    return paper


@pytest.mark.parametrize("width", [1440, 390])
def test_a_slow_file_shows_how_far_it_is_and_arrives(
    house, page_at, login, scan, line, axe, unlabelled, overflowing, width
):
    page = page_at(width)
    paper = attaching(house, page, login)
    page.set_input_files("input[type=file]", str(scan))
    line(page, kilobytes=150)
    page.click("main form button.primary")
    page.wait_for_function("() => document.querySelector('[data-upload] progress')?.value > 0")
    assert axe(page) + unlabelled(page) + overflowing(page) == []
    assert page.inner_text("[data-upload] .num").endswith("%")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/upload-{width}.png")
    line(page)
    page.wait_for_url(lambda url: "/tep/" not in url)
    assert page.locator("text=Đã").count()  # the message waited for the page that it is for
    paper.refresh_from_db()
    assert paper.file.name == "to-khai.txt"


def test_a_stopped_file_keeps_the_form_and_may_be_sent_again(house, page_at, login, scan, line):
    page = page_at(1440)
    paper = attaching(house, page, login)
    page.set_input_files("input[type=file]", str(scan))
    line(page, kilobytes=20)
    page.click("main form button.primary")
    page.click("text=Dừng tải lên")
    page.wait_for_selector("[role=alert] >> text=Đã dừng tải lên, chưa gửi gì.")
    assert not StoredFile.objects.exists()
    line(page)
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
    page.click("main form button.primary")
    page.wait_for_url(lambda url: "/tep/" not in url)
    paper.refresh_from_db()
    assert paper.file.name == "to-khai.txt"


def test_a_line_cut_in_the_middle_is_told_and_nothing_is_half_done(house, page_at, login, scan):
    page = page_at(1440)
    paper = attaching(house, page, login)
    page.set_input_files("input[type=file]", str(scan))
    cut(page)
    page.click("main form button.primary")
    page.wait_for_selector("[role=alert] >> text=bị đứt giữa chừng, chưa gửi được gì")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/upload-cut.png")
    cut(page, whole=True)
    paper.refresh_from_db()
    assert paper.file is None
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
    page.click("main form button.primary")
    page.wait_for_url(lambda url: "/tep/" not in url)


def test_a_refused_file_is_told_on_the_page_that_goes_on_working(house, page_at, login, tmp_path):
    bad = tmp_path / "anh.heic"
    bad.write_bytes(b"\0\0\0\x18ftypheic" + b"x" * 2_000)
    good = tmp_path / "don.txt"
    good.write_text("Đơn", encoding="utf-8")
    page = page_at(1440)
    paper = attaching(house, page, login)
    page.set_input_files("input[type=file]", str(bad))
    page.click("main form button.primary")
    page.wait_for_selector(".error-summary >> text=HEIC")
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    page.set_input_files("input[type=file]", str(good))
    page.click("main form button.primary")
    page.wait_for_url(lambda url: "/tep/" not in url)
    paper.refresh_from_db()
    assert paper.file.name == "don.txt"


def test_without_script_a_file_goes_up_as_ever(house, page_at, login, scan):
    page = page_at(1440, script=False)
    paper = attaching(house, page, login)
    page.set_input_files("input[type=file]", str(scan))
    page.click("main form button.primary")
    page.wait_for_url(lambda url: "/tep/" not in url)
    paper.refresh_from_db()
    assert paper.file.name == "to-khai.txt"


@pytest.mark.parametrize("width", [1440, 390])
def test_on_the_intake_page_a_chosen_file_shows_how_far_it_is(
    house, page_at, login, scan, line, axe, overflowing, width
):
    page = page_at(width)
    login(page, house.clerk.person.username)
    page.goto("/tiep-nhan/")
    page.fill("#id_q", make.STANDARD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_p0-file")
    page.fill("#id_a-name", "Trần Thị Mẫu")
    line(page, kilobytes=20)
    page.set_input_files("#id_p0-file", str(scan))
    page.wait_for_selector("[data-upload] progress")
    assert axe(page) + overflowing(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/upload-intake-{width}.png", full_page=True)
    page.click("text=Dừng tải lên")
    page.wait_for_selector("[data-upload]", state="detached")
    assert page.evaluate("document.querySelector('#id_p0-file').files.length") == 0
    line(page)
    cut(page)
    page.set_input_files("#id_p0-file", str(scan))
    page.wait_for_selector("[role=alert] >> text=Tệp vẫn được chọn")
    assert page.input_value("#id_a-name") == "Trần Thị Mẫu"
    assert page.evaluate("document.querySelector('#id_p0-file').files.length") == 1
    cut(page, whole=True)
    page.click("text=Tải lại")
    page.wait_for_selector(".kept >> text=to-khai.txt")
